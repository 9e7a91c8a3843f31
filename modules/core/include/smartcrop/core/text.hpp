// Converts numbers, sizes and named choices to text and back, independent of the locale. Pure functions.
#pragma once

#include <charconv>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace smartcrop {

/// A number as text with `digits` digits after the decimal point, 0..17.
std::string decimals(double value, int digits);

/// Reads a number: digits, optionally with a minus sign and, for floating point, a decimal point, an
/// exponent, inf or nan. nullopt if the text has anything else, such as a space or a plus sign, or if the
/// number does not fit the type.
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// `WxH`
std::string size_text(cv::Size size);

/// Reads `WxH`, two whole numbers of any sign. nullopt for any other text.
std::optional<cv::Size> parse_size_text(std::string_view text);

/// The text with its ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// `A`, `A or B`, `A, B or C`: for messages and help.
std::string choice_text(std::span<const std::string_view> words);

/// The value whose name is `text`. Throws std::invalid_argument `WHAT 'TEXT' is not A, B or C` if there is
/// none.
template <class Value>
Value parse_choice(std::string_view what, std::string_view text,
                   const std::vector<std::pair<std::string_view, Value>>& choices) {
  std::vector<std::string_view> names;
  names.reserve(choices.size());
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names.push_back(name);
  }
  throw std::invalid_argument(std::string(what) + " '" + std::string(text) + "' is not " +
                              choice_text(names));
}

}  // namespace smartcrop
