#include "common/program_options.hpp"

#include <charconv>
#include <stdexcept>

namespace smartcrop::app {

cv::Size parse_size(const std::string& text) {
  constexpr int kLargest = 16384;  // the largest side that H.264's levels and most encoders know
  cv::Size size;
  const char* const end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  const bool width_is_there = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
  if (width_is_there) {
    const auto height = std::from_chars(width.ptr + 1, end, size.height);
    const auto fits = [](int side) { return side > 0 && side <= kLargest && side % 2 == 0; };
    if (height.ec == std::errc() && height.ptr == end && fits(size.width) && fits(size.height)) return size;
  }
  throw std::invalid_argument("size '" + text + "' is not WxH with even sides from 2 to " +
                              std::to_string(kLargest) + ", for example 1080x1920");
}

}  // namespace smartcrop::app
