// Exact times in rational seconds, frame numbers, and their text forms. Plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace smartcrop {

/// An exact fraction in lowest terms with a positive denominator. Arithmetic goes through 128 bits and throws
/// std::overflow_error where the reduced result does not fit; a zero denominator is a std::invalid_argument.
class Rational {
 public:
  constexpr Rational() = default;
  Rational(std::int64_t numerator, std::int64_t denominator = 1);

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }
  double value() const { return static_cast<double>(numerator_) / static_cast<double>(denominator_); }

  friend Rational operator+(Rational a, Rational b);
  friend Rational operator-(Rational a, Rational b);
  friend Rational operator*(Rational a, Rational b);
  friend Rational operator/(Rational a, Rational b);
  friend bool operator==(Rational a, Rational b) = default;
  friend std::strong_ordering operator<=>(Rational a, Rational b);

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

/// `n/d`, or `n` where the denominator is 1.
std::string to_string(Rational value);

/// A moment or a length of time, exact, in seconds. Moments of a video count from its first displayed frame.
struct Time {
  Rational seconds;

  double value() const { return seconds.value(); }
  friend Time operator+(Time a, Time b) { return {a.seconds + b.seconds}; }
  friend Time operator-(Time a, Time b) { return {a.seconds - b.seconds}; }
  friend bool operator==(Time, Time) = default;
  friend std::strong_ordering operator<=>(Time a, Time b) { return a.seconds <=> b.seconds; }
};

/// Reads seconds (`12`, `12.5`), `[HH:]MM:SS[.mmm]` or an exact `n/d` of a second; never negative.
/// Throws std::invalid_argument naming the text otherwise.
Time parse_time(std::string_view text);

/// The exact text that parse_time reads back to the same value: `12.5`, or `1001/30000` where decimals cannot
/// say it.
std::string to_string(Time time);

/// `HH:MM:SS.mmm`, rounded to the millisecond, for people.
std::string to_clock(Time time);

/// Position of a frame in display order, 0 for the first.
struct FrameIndex {
  std::int64_t value = 0;

  FrameIndex& operator++() {
    ++value;
    return *this;
  }
  friend FrameIndex operator+(FrameIndex a, std::int64_t n) { return {a.value + n}; }
  friend std::int64_t operator-(FrameIndex a, FrameIndex b) { return a.value - b.value; }
  friend auto operator<=>(FrameIndex, FrameIndex) = default;
};

/// A point of a video as a person names it: a time or a frame.
using TimePoint = std::variant<Time, FrameIndex>;

/// Reads what parse_time reads, or `123f` for a frame. Throws std::invalid_argument naming the text
/// otherwise.
TimePoint parse_time_point(std::string_view text);

}  // namespace smartcrop
