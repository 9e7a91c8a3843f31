#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <new>
#include <thread>

#include "http.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/service/jobs.hpp"

namespace smartcrop::internal {
namespace {

/// Threads that answer requests. An open page needs one per connection and one per event stream; 20 pages and
/// 8 streams fit.
constexpr std::size_t kThreads = 64;
constexpr int kBacklog = 128;
constexpr int kKeepAlive_s = 2, kTimeout_s = 15;
constexpr std::size_t kMostKeptRequests = 200;
/// How long answers may take when the server ends, and how often it looks whether all have been given.
constexpr std::chrono::milliseconds kLastAnswers{1000}, kPause{20};

httplib::Headers security_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
           "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
           "'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
          {"Cache-Control", "no-store"}};
}

/// `/videos/{video}` as a regular expression. Identifiers are hexadecimal digits, so that nothing a request
/// names can be a path.
std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '{') {
      pattern += "([0-9a-f]{16,32})";
      i = path.find('}', i);
    } else {
      if (path[i] == '.') pattern += '\\';
      pattern += path[i];
    }
  }
  return pattern;
}

void answer_exception(httplib::Response& response, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const NotFound& error) {
    answer_error(response, 404, error.what());
  } catch (const Conflict& error) {
    answer_error(response, 409, error.what());
  } catch (const TooMany& error) {
    answer_error(response, 429, error.what());
  } catch (const NoSpace& error) {
    answer_error(response, 507, error.what());
  } catch (const std::invalid_argument& error) {
    answer_error(response, 400, error.what());
  } catch (const Error& error) {
    answer_error(response, 422, error.what());
  } catch (const TimedOut& error) {
    answer_error(response, 422, error.what());
  } catch (const Canceled& error) {
    answer_error(response, 422, error.what());
  } catch (const std::bad_alloc&) {
    answer_error(response, 503, "out of memory");
  } catch (const std::exception& error) {
    answer_error(response, 500, error.what());
  }
}

/// Whether a descriptor is a connection that a server on this port has accepted.
bool is_connection(int descriptor, int port) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) return false;
  int is_listening = 0;
  socklen_t size = sizeof is_listening;
  getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size);
  if (is_listening != 0) return false;
  if (address.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port) == port;
  return address.ss_family == AF_INET6 &&
         ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port) == port;
}

/// Ends the connections of a server, which httplib does not do: it waits for clients that send or take
/// nothing until their time is over.
void shut_connections(int port) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const auto descriptor = parse_number<int>(entry.path().filename().string());
    if (descriptor && is_connection(*descriptor, port)) shutdown(*descriptor, SHUT_RDWR);
  }
}

}  // namespace

HttpServer::HttpServer(const AccessPolicy& policy) : policy_(policy) {
  new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  set_keep_alive_timeout(kKeepAlive_s);
  set_keep_alive_max_count(kMostKeptRequests);
  set_read_timeout(kTimeout_s);
  set_write_timeout(kTimeout_s);
  set_tcp_nodelay(true);
  set_default_headers(security_headers());
  // httplib's default, SO_REUSEPORT, would let two servers share a port.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  // httplib reads a body of this method without any bound, and no route can have it.
  set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
    if (request.method != "PRI") return HandlerResponse::Unhandled;
    answer_error(response, 405, "this method is not allowed");
    return HandlerResponse::Handled;
  });
  add_error_handlers();
}

void HttpServer::add_error_handlers() {
  set_exception_handler([](const httplib::Request&, httplib::Response& response,
                           const std::exception_ptr& thrown) { answer_exception(response, thrown); });
  set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.body.empty() || response.content_length_ > 0) return;
    const bool is_unknown = response.status == 404;
    answer_error(response, response.status,
                 is_unknown ? "no such address" : "the request cannot be answered");
  });
}

bool HttpServer::admits(const httplib::Request& request, httplib::Response& response, bool is_upload) const {
  const auto refuse = [&](int status, const char* line) {
    answer_error(response, status, line);
    return false;
  };
  RequestOrigin origin{.method = request.method,
                       .host = request.get_header_value("Host"),
                       .origin = request.get_header_value("Origin"),
                       .fetch_site = request.get_header_value("Sec-Fetch-Site"),
                       .authorization = request.get_header_value("Authorization"),
                       .cookie = request.get_header_value("Cookie"),
                       .content_type = request.get_header_value("Content-Type"),
                       .has_body = !request.body.empty(),
                       .is_upload = is_upload,
                       .upload_header = request.get_header_value("Smartcrop-Upload")};
  // The address of the page holds the token once; later requests have the cookie.
  const bool is_first_visit = request.method == "GET" && request.path == "/" && !policy_.token.empty() &&
                              equal_in_constant_time(request.get_param_value("token"), policy_.token);
  if (is_first_visit) origin.authorization = "Bearer " + policy_.token;
  switch (access_of(policy_, origin)) {
    case Access::unknown_host:
      return refuse(421, "this server does not answer to that name; use the address that it printed");
    case Access::needs_token:
      return refuse(401, "open the address that smartcrop serve printed, with its token");
    case Access::cross_site:
      return refuse(403, "requests from other sites are refused");
    case Access::not_json:
      return refuse(415, "the body must be application/json");
    case Access::not_upload:
      return refuse(415,
                    "an upload must be application/octet-stream and have the header Smartcrop-Upload: 1");
    case Access::granted:
      break;
  }
  constexpr std::size_t kMostRanges = 1;
  if (request.ranges.size() > kMostRanges) return refuse(416, "one range at a time");
  if (!is_first_visit) return true;
  response.set_header(
      "Set-Cookie", std::string(kTokenCookie) + "=" + policy_.token + "; Path=/; HttpOnly; SameSite=Strict");
  response.set_redirect("/");
  return false;
}

void HttpServer::route(const std::string& method, const std::string& path, Handler answer) {
  routes_.push_back({method, path});
  if (method == "GET") {
    Get(pattern_of(path),
        [this, answer = std::move(answer)](const httplib::Request& request, httplib::Response& response) {
          if (admits(request, response)) answer(request, response);
        });
    return;
  }
  // The body is read here and before anything else: httplib's own limit knows neither chunks nor compression,
  // and what it leaves unread of a refused request it parses as the next request of the connection.
  add(method, pattern_of(path),
      [this, answer = std::move(answer)](const httplib::Request& request, httplib::Response& response,
                                         const httplib::ContentReader& reader) {
        RequestBody body(request, reader);
        httplib::Request complete = request;
        if (!body.read(complete.body)) {
          answer_error(response, 413, "the body is cut off or larger than 8 MiB");
          body.end(response);
        } else if (admits(complete, response)) {
          answer(complete, response);
        }
      });
}

void HttpServer::upload_route(const std::string& path, UploadHandler answer) {
  routes_.push_back({"POST", path});
  add("POST", pattern_of(path),
      [this, answer = std::move(answer)](const httplib::Request& request, httplib::Response& response,
                                         const httplib::ContentReader& reader) {
        RequestBody body(request, reader);
        try {
          if (admits(request, response, true)) answer(request, response, body);
        } catch (...) {
          answer_exception(response, std::current_exception());
        }
        body.end(response);
      });
}

void HttpServer::add(const std::string& method, const std::string& pattern,
                     const httplib::Server::HandlerWithContentReader& answer) {
  if (method == "POST") {
    Post(pattern, answer);
  } else if (method == "PUT") {
    Put(pattern, answer);
  } else if (method == "PATCH") {
    Patch(pattern, answer);
  } else {
    Delete(pattern, answer);
  }
}

int HttpServer::bind(const std::string& host, int port) {
  // The last routes: bodies that nobody asked for are not kept.
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    add(method, ".*",
        [](const httplib::Request& request, httplib::Response& response,
           const httplib::ContentReader& reader) {
          answer_error(response, 404, "no such address");
          RequestBody(request, reader).end(response);
        });
  }
  const bool is_bound = port == 0 ? (port = bind_to_any_port(host)) > 0 : bind_to_port(host, port);
  if (!is_bound)
    throw smartcrop::Error(host + ": port " + std::to_string(std::max(0, port)) +
                           " is not available; it may be in use, give another with --port");
  // httplib's queue of connections that wait to be accepted holds five; a page opens six at once.
  ::listen(svr_sock_, kBacklog);
  return port_ = port;
}

void HttpServer::serve() {
  listen_after_bind();
}

void HttpServer::end() {
  stop();
  const auto end = std::chrono::steady_clock::now() + kLastAnswers;
  while (is_running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kPause);
  shut_connections(port_);
}

void answer_json(httplib::Response& response, const nlohmann::ordered_json& json, int status) {
  response.status = status;
  // File names may hold any bytes.
  response.set_content(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                       "application/json");
}

void answer_error(httplib::Response& response, int status, const std::string& line) {
  answer_json(response, {{"error", line}}, status);
}

std::string video_mime_type(const std::string& name) {
  const std::string ending = lower_case(std::filesystem::path(name).extension().string());
  constexpr std::array<std::pair<std::string_view, const char*>, 9> kTypes{{{".mp4", "video/mp4"},
                                                                            {".m4v", "video/mp4"},
                                                                            {".mov", "video/mp4"},
                                                                            {".webm", "video/webm"},
                                                                            {".mkv", "video/webm"},
                                                                            {".ogv", "video/ogg"},
                                                                            {".ogg", "video/ogg"},
                                                                            {".avi", "video/x-msvideo"},
                                                                            {".gif", "image/gif"}}};
  const auto found =
      std::ranges::find(kTypes, std::string_view(ending), &std::pair<std::string_view, const char*>::first);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

namespace {

/// `filename*` of RFC 6266: any bytes, escaped.
std::string disposition(const std::string& name) {
  std::string escaped;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_') {
      escaped += c;
    } else {
      std::array<char, 4> code{};
      std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned char>(c));
      escaped += code.data();
    }
  }
  return "attachment; filename*=UTF-8''" + escaped;
}

}  // namespace

void answer_file(httplib::Response& response, const std::string& path, const std::string& mime,
                 const std::string& download_name) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const std::shared_ptr<const int> owner(new int(file), [](const int* descriptor) {
    if (*descriptor >= 0) close(*descriptor);
    delete descriptor;
  });
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
    throw NotFound("the file no longer exists");
  if (!download_name.empty()) response.set_header("Content-Disposition", disposition(download_name));
  response.set_header("Accept-Ranges", "bytes");
  response.set_content_provider(
      static_cast<std::size_t>(status.st_size), mime,
      [owner](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        constexpr std::size_t kAtOnce = 1U << 18U;
        std::vector<char> bytes(std::min(length, kAtOnce));
        const ssize_t count = pread(*owner, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        return count > 0 && sink.write(bytes.data(), static_cast<std::size_t>(count));
      });
}

}  // namespace smartcrop::internal
