#include "smartcrop/core/text.hpp"

#include <array>
#include <charconv>

namespace smartcrop {

std::string decimals(double value, int digits) {
  std::array<char, 352> text;  // the largest double has 309 digits before the point
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
  return {text.data(), end};
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace smartcrop
