#include "request_body.hpp"

#include <exception>
#include <utility>

namespace smartcrop::internal {
namespace {

void close_after(httplib::Response& response) {
  response.set_header("Connection", "close");
  std::string body = std::exchange(response.body, {});
  const std::string type = response.get_header_value("Content-Type");
  response.headers.erase("Content-Type");
  const std::size_t size = body.size();
  // A provider that fails makes httplib close the connection, even after all was sent.
  response.set_content_provider(
      size, type, [body = std::move(body)](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        sink.write(body.data() + offset, length);
        return false;
      });
}

}  // namespace

bool RequestBody::read(const std::function<bool(std::span<const char>)>& take) {
  has_begun_ = true;
  // Without these headers there is no body; httplib would wait for the end of the connection.
  if (!request_.has_header("Content-Length") && !request_.has_header("Transfer-Encoding")) {
    is_at_end_ = true;
    return true;
  }
  bool is_wanted = true;
  std::size_t skipped = 0;
  std::exception_ptr thrown;
  const auto receive = [&](const char* data, std::size_t size) {
    if (!is_wanted) return (skipped += size) <= kLargestBody;
    try {
      is_wanted = take({data, size});
    } catch (...) {
      thrown = std::current_exception();
      is_wanted = false;
    }
    return true;
  };
  is_at_end_ = request_.is_multipart_form_data()
                   ? reader_([](const httplib::MultipartFormData&) { return true; }, receive)
                   : reader_(receive);
  if (thrown) std::rethrow_exception(thrown);
  return is_at_end_ && is_wanted;
}

bool RequestBody::read(std::string& text) {
  return read([&](std::span<const char> bytes) {
    if (text.size() + bytes.size() > kLargestBody) return false;
    text.append(bytes.data(), bytes.size());
    return true;
  });
}

void RequestBody::end(httplib::Response& response) {
  const int status = response.status;
  if (!has_begun_) read([](std::span<const char>) { return false; });
  if (is_at_end_) return;
  response.status = status;  // httplib has set 400
  close_after(response);
}

}  // namespace smartcrop::internal
