// Numbers, sizes and letters as text and back, whatever the locale. Pure functions.
#pragma once

#include <charconv>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace smartcrop {

/// A number with so many digits behind the point, 0..17, whatever the locale.
std::string decimals(double value, int digits);

/// The number that a text consists of, whatever the locale: digits, with a minus sign and (for floating
/// point) a decimal point, an exponent, inf and nan. nullopt where anything else is in the text, a space or a
/// plus sign included, or where the number does not fit the type.
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// `WxH`
std::string size_text(cv::Size size);

/// The size that a text `WxH` of two whole numbers says, of any sign; nullopt where it is not of that form.
std::optional<cv::Size> parse_size_text(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace smartcrop
