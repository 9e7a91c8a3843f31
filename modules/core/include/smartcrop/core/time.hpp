// Exact times in rational seconds, frame numbers, and their text forms. Plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace smartcrop {

/// An exact fraction in lowest terms with a positive denominator. Arithmetic uses 128 bits and throws
/// std::overflow_error if the reduced result does not fit into 64; a zero denominator throws
/// std::invalid_argument.
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

/// `n/d`, or `n` if the denominator is 1.
std::string to_string(Rational value);

/// An exact time or duration, in seconds. Times of a video count from its first displayed frame.
struct Time {
  Rational seconds;

  double value() const { return seconds.value(); }
  friend Time operator+(Time a, Time b) { return {a.seconds + b.seconds}; }
  friend Time operator-(Time a, Time b) { return {a.seconds - b.seconds}; }
  friend bool operator==(Time, Time) = default;
  friend std::strong_ordering operator<=>(Time a, Time b) { return a.seconds <=> b.seconds; }
};

/// Reads a time >= 0: seconds (`12`, `12.5`), `[HH:]MM:SS[.mmm]` or an exact fraction `n/d` of seconds.
/// Throws std::invalid_argument naming the text if it is none of these.
Time parse_time(std::string_view text);

/// Text that parse_time() reads back exactly: `12.5`, or `1001/30000` if decimals would not be exact.
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

/// Reads a time as parse_time() does, or a frame such as `123f`. Throws std::invalid_argument naming the text
/// if it is neither.
TimePoint parse_time_point(std::string_view text);

}  // namespace smartcrop
