#include "smartcrop/core/aspect_ratio.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace smartcrop {
namespace {

constexpr int kMaxSide = 10000;

std::optional<int> parse_side(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < 1 || value > kMaxSide) return std::nullopt;
  return value;
}

}  // namespace

AspectRatio parse_aspect_ratio(std::string_view text) {
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto width = parse_side(text.substr(0, colon));
    const auto height = parse_side(text.substr(colon + 1));
    if (width && height) return {*width, *height};
  }
  throw std::invalid_argument("aspect ratio '" + std::string(text) +
                              "' is not W:H with whole numbers from 1 to 10000, such as 9:16");
}

std::string to_string(AspectRatio ratio) {
  return std::to_string(ratio.width) + ':' + std::to_string(ratio.height);
}

}  // namespace smartcrop
