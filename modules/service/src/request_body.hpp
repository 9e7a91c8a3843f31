#pragma once

#include <httplib.h>

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace smartcrop::internal {

/// Largest body of a request other than an upload. Fits the plan of a film with a keyframe every second.
inline constexpr std::size_t kLargestBody = 8U << 20U;

/// The body of a request, as it arrives.
class RequestBody {
 public:
  RequestBody(const httplib::Request& request, const httplib::ContentReader& reader)
      : request_(request), reader_(reader) {}

  /// Gives the bytes to `take`, which returns false to end this; may be called once. True if `take` got all
  /// of them. Throws what `take` throws.
  bool read(const std::function<bool(std::span<const char>)>& take);
  /// The whole body; false if it is larger than kLargestBody or the client is gone.
  bool read(std::string& text);
  /// Call when the response is ready. Reads what is left, if that is not much; otherwise the connection ends
  /// after the response: what follows in it is not a request.
  void end(httplib::Response& response);

 private:
  const httplib::Request& request_;
  const httplib::ContentReader& reader_;
  bool has_begun_ = false, is_at_end_ = false;
};

}  // namespace smartcrop::internal
