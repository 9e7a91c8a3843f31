#include "smartcrop/libav/time.hpp"

#include <cmath>

namespace smartcrop::libav {

Rational to_rational(AVRational value) {
  if (value.den <= 0) return {};
  return {value.num, value.den};
}

Time to_time(std::int64_t ticks, AVRational time_base) {
  return {Rational(ticks, 1) * Rational(time_base.num, time_base.den)};
}

bool is_sound_time(std::int64_t ticks, AVRational time_base) {
  constexpr std::int64_t kMostTicks = std::int64_t{1} << 61;
  constexpr double kMost_s = 1e10;
  return ticks > -kMostTicks && ticks < kMostTicks &&
         std::abs(static_cast<double>(ticks) * av_q2d(time_base)) <= kMost_s;
}

std::int64_t to_ticks(Time time, AVRational time_base, Rounding rounding) {
  const Rational ticks = time.seconds / Rational(time_base.num, time_base.den);
  const std::int64_t n = ticks.numerator(), d = ticks.denominator();
  const std::int64_t floor = n / d - (n % d < 0 ? 1 : 0);
  const std::int64_t rest = n - floor * d;
  if (rest == 0 || rounding == Rounding::down) return floor;
  if (rounding == Rounding::up) return floor + 1;
  return rest >= d - rest ? floor + 1 : floor;
}

}  // namespace smartcrop::libav
