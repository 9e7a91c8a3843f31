#include "smartcrop/core/aspect_ratio.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr int kMaxSide = 10000;

/// As platforms and editors call them.
constexpr std::array<std::pair<std::string_view, AspectRatio>, 6> kNames{{{"vertical", {9, 16}},
                                                                          {"portrait", {4, 5}},
                                                                          {"square", {1, 1}},
                                                                          {"landscape", {16, 9}},
                                                                          {"horizontal", {16, 9}},
                                                                          {"wide", {16, 9}}}};

std::optional<int> parse_side(std::string_view text) {
  const auto side = parse_number<int>(text);
  return side && *side >= 1 && *side <= kMaxSide ? side : std::nullopt;
}

/// Whole numbers for a ratio of numbers with up to four decimals: 191:100 for 1.91:1.
std::optional<AspectRatio> whole_ratio(std::string_view width_text, std::string_view height_text) {
  const auto width = parse_number<double>(width_text), height = parse_number<double>(height_text);
  const auto is_side = [](const auto& side) { return side && *side >= 1e-4 && *side <= kMaxSide; };
  if (!is_side(width) || !is_side(height)) return std::nullopt;
  constexpr double kUnits = 10000;
  const auto w = static_cast<std::int64_t>(std::lround(*width * kUnits));
  const auto h = static_cast<std::int64_t>(std::lround(*height * kUnits));
  const std::int64_t common = std::gcd(w, h), larger = std::max(w, h) / common;
  if (larger <= kMaxSide) return AspectRatio{static_cast<int>(w / common), static_cast<int>(h / common)};
  const auto side = [&](std::int64_t length) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * kMaxSide /
                                                    static_cast<double>(std::max(w, h)))));
  };
  return AspectRatio{side(w), side(h)};
}

std::optional<AspectRatio> parsed(std::string_view text) {
  for (const auto& [name, ratio] : kNames) {
    if (lower_case(text) == name) return ratio;
  }
  const auto mark = text.find_first_of(":x/");
  if (mark == std::string_view::npos) return whole_ratio(text, "1");
  const std::string_view before = text.substr(0, mark), behind = text.substr(mark + 1);
  const auto width = parse_side(before), height = parse_side(behind);
  return width && height ? AspectRatio{*width, *height} : whole_ratio(before, behind);
}

}  // namespace

AspectRatio parse_aspect_ratio(std::string_view text) {
  if (const auto ratio = parsed(text)) return *ratio;
  throw std::invalid_argument(
      "aspect ratio '" + std::string(text) +
      "' is not W:H, such as 9:16 or 1.91:1, with sides up to 10000; nor a number, such "
      "as 0.5625; nor vertical, portrait, square or landscape");
}

std::string to_string(AspectRatio ratio) {
  return std::to_string(ratio.width) + ':' + std::to_string(ratio.height);
}

}  // namespace smartcrop
