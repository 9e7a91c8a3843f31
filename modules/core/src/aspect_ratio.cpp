#include "smartcrop/core/aspect_ratio.hpp"

#include <optional>
#include <stdexcept>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr int kMaxSide = 10000;

std::optional<int> parse_side(std::string_view text) {
  const auto side = parse_number<int>(text);
  return side && *side >= 1 && *side <= kMaxSide ? side : std::nullopt;
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
