#include "smartcrop/core/text.hpp"

#include <array>

namespace smartcrop {

std::string decimals(double value, int digits) {
  std::array<char, 352> text;  // the largest double has 309 digits before the point
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
  return {text.data(), end};
}

std::string size_text(cv::Size size) {
  return std::to_string(size.width) + 'x' + std::to_string(size.height);
}

std::optional<cv::Size> parse_size_text(std::string_view text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos) return std::nullopt;
  const auto width = parse_number<int>(text.substr(0, cross));
  const auto height = parse_number<int>(text.substr(cross + 1));
  return width && height ? std::optional(cv::Size(*width, *height)) : std::nullopt;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string choice_text(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace smartcrop
