#include "smartcrop/core/time.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

__extension__ using Wide = __int128;

/// Decimals that a Time's text may have: with a whole part of 63 bits, the digits still fit 128 bits.
constexpr int kMaxDecimals = 18;

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

struct Terms {
  std::int64_t numerator, denominator;
};

Terms lowest_terms(Wide numerator, Wide denominator) {
  if (denominator == 0) throw std::invalid_argument("a fraction's denominator must not be 0");
  Wide a = numerator < 0 ? -numerator : numerator;
  Wide b = denominator < 0 ? -denominator : denominator;
  while (b != 0) {
    a %= b;
    std::swap(a, b);
  }
  const Wide divisor = denominator < 0 ? -a : a;
  numerator /= divisor;
  denominator /= divisor;
  constexpr Wide kMin = std::numeric_limits<std::int64_t>::min();
  constexpr Wide kMax = std::numeric_limits<std::int64_t>::max();
  if (numerator < kMin || numerator > kMax || denominator > kMax) {
    throw std::overflow_error("a fraction does not fit 64 bits");
  }
  return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

Rational reduced(Wide numerator, Wide denominator) {
  const Terms terms = lowest_terms(numerator, denominator);
  return {terms.numerator, terms.denominator};
}

/// Digits only: no sign, no space.
std::optional<std::int64_t> parse_whole(std::string_view text) {
  return text.starts_with('-') ? std::nullopt : parse_number<std::int64_t>(text);
}

/// `12` or `12.5`.
std::optional<Rational> parse_decimal(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = parse_whole(text.substr(0, point));
  if (!whole || point == std::string_view::npos)
    return whole ? std::optional<Rational>(*whole) : std::nullopt;
  std::string_view decimals = text.substr(point + 1);
  while (decimals.size() > 1 && decimals.back() == '0') decimals.remove_suffix(1);
  if (decimals.size() > kMaxDecimals) return std::nullopt;
  const auto fraction = parse_whole(decimals);
  if (!fraction) return std::nullopt;
  const Wide unit = power_of_ten(static_cast<int>(decimals.size()));
  return reduced(*whole * unit + *fraction, unit);
}

/// `[HH:]MM:SS[.mmm]`; only the leading number may exceed 59.
std::optional<Rational> parse_clock(std::string_view text) {
  const auto last = text.rfind(':');
  const auto seconds = parse_decimal(text.substr(last + 1));
  std::string_view left = text.substr(0, last);
  std::optional<std::int64_t> hours = 0;
  if (const auto first = left.find(':'); first != std::string_view::npos) {
    hours = parse_whole(left.substr(0, first));
    left = left.substr(first + 1);
    if (const auto minutes = parse_whole(left); !minutes || *minutes >= 60) return std::nullopt;
  }
  const auto minutes = parse_whole(left);
  if (!hours || !minutes || !seconds || *seconds >= Rational(60)) return std::nullopt;
  return Rational(*hours) * 3600 + Rational(*minutes) * 60 + *seconds;
}

std::optional<Rational> parse_fraction(std::string_view text) {
  const auto slash = text.find('/');
  const auto numerator = parse_whole(text.substr(0, slash));
  const auto denominator = parse_whole(text.substr(slash + 1));
  if (!numerator || !denominator || *denominator == 0) return std::nullopt;
  return Rational(*numerator, *denominator);
}

std::optional<Time> try_parse_time(std::string_view text) {
  std::optional<Rational> seconds;
  try {
    if (text.find(':') != std::string_view::npos) {
      seconds = parse_clock(text);
    } else if (text.find('/') != std::string_view::npos) {
      seconds = parse_fraction(text);
    } else {
      seconds = parse_decimal(text);
    }
  } catch (const std::overflow_error&) {
    return std::nullopt;
  }
  return seconds ? std::optional<Time>(Time{*seconds}) : std::nullopt;
}

/// Decimals that say 1/denominator exactly; none if a factor other than 2 and 5 is left.
std::optional<int> decimals_needed(std::int64_t denominator) {
  int twos = 0, fives = 0;
  for (; denominator % 2 == 0; denominator /= 2) ++twos;
  for (; denominator % 5 == 0; denominator /= 5) ++fives;
  const int needed = std::max(twos, fives);
  return denominator == 1 && needed <= kMaxDecimals ? std::optional<int>(needed) : std::nullopt;
}

std::string zero_padded(std::int64_t value, int digits) {
  std::string text = std::to_string(value);
  return std::string(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, digits - std::ssize(text))), '0') +
         text;
}

}  // namespace

Rational::Rational(std::int64_t numerator, std::int64_t denominator)
    : numerator_(numerator), denominator_(denominator) {
  if (denominator == 1) return;
  const Terms terms = lowest_terms(numerator, denominator);
  numerator_ = terms.numerator;
  denominator_ = terms.denominator;
}

Rational operator+(Rational a, Rational b) {
  return reduced(Wide{a.numerator_} * b.denominator_ + Wide{b.numerator_} * a.denominator_,
                 Wide{a.denominator_} * b.denominator_);
}

Rational operator-(Rational a, Rational b) {
  return reduced(Wide{a.numerator_} * b.denominator_ - Wide{b.numerator_} * a.denominator_,
                 Wide{a.denominator_} * b.denominator_);
}

Rational operator*(Rational a, Rational b) {
  return reduced(Wide{a.numerator_} * b.numerator_, Wide{a.denominator_} * b.denominator_);
}

Rational operator/(Rational a, Rational b) {
  return reduced(Wide{a.numerator_} * b.denominator_, Wide{a.denominator_} * b.numerator_);
}

std::strong_ordering operator<=>(Rational a, Rational b) {
  const Wide left = Wide{a.numerator_} * b.denominator_;
  const Wide right = Wide{b.numerator_} * a.denominator_;
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::string to_string(Rational value) {
  const std::string numerator = std::to_string(value.numerator());
  return value.denominator() == 1 ? numerator : numerator + '/' + std::to_string(value.denominator());
}

Time parse_time(std::string_view text) {
  if (const auto time = try_parse_time(text)) return *time;
  throw std::invalid_argument(
      "time '" + std::string(text) +
      "' is not seconds (12.5), a clock time (00:01:30.500) or a fraction (1001/30000)");
}

std::string to_string(Time time) {
  const auto decimals = decimals_needed(time.seconds.denominator());
  if (!decimals) return to_string(time.seconds);
  // seconds = n / d = n * (10^k / d) / 10^k, and 10^k / d is whole.
  const Wide unit = power_of_ten(*decimals);
  const Wide scaled = Wide{time.seconds.numerator()} * (unit / time.seconds.denominator());
  const Wide magnitude = scaled < 0 ? -scaled : scaled;
  std::string text = scaled < 0 ? "-" : "";
  text += std::to_string(static_cast<std::uint64_t>(magnitude / unit));
  if (*decimals > 0) text += '.' + zero_padded(static_cast<std::int64_t>(magnitude % unit), *decimals);
  return text;
}

std::string to_clock(Time time) {
  const Wide numerator = time.seconds.numerator();
  const Wide denominator = time.seconds.denominator();
  // round(1000 n / d), halves away from 0.
  const Wide doubled = 2000 * (numerator < 0 ? -numerator : numerator);
  const Wide milliseconds = (doubled + denominator) / (2 * denominator);
  const auto part = [&](Wide unit, Wide modulus) {
    const Wide value = milliseconds / unit;
    return static_cast<std::int64_t>(modulus > 0 ? value % modulus : value);
  };
  std::string text = numerator < 0 && milliseconds > 0 ? "-" : "";
  text += zero_padded(part(3'600'000, 0), 2);
  text += ':' + zero_padded(part(60'000, 60), 2);
  text += ':' + zero_padded(part(1'000, 60), 2);
  text += '.' + zero_padded(part(1, 1'000), 3);
  return text;
}

TimePoint parse_time_point(std::string_view text) {
  if (!text.empty() && text.back() == 'f') {
    if (const auto frame = parse_whole(text.substr(0, text.size() - 1))) return FrameIndex{*frame};
  } else if (const auto time = try_parse_time(text)) {
    return *time;
  }
  throw std::invalid_argument(
      "time '" + std::string(text) +
      "' is not seconds (12.5), a clock time (00:01:30.500), a fraction (1001/30000) or a frame (123f)");
}

}  // namespace smartcrop
