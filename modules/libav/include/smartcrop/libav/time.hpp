// Exact conversion between FFmpeg's ticks and the times of core.
#pragma once

extern "C" {
#include <libavutil/rational.h>
}

#include <cstdint>

#include "smartcrop/core/time.hpp"

namespace smartcrop::libav {

/// 0 for FFmpeg's "unknown" (a zero or negative denominator).
Rational to_rational(AVRational value);

/// `ticks` of a time base, exactly.
Time to_time(std::int64_t ticks, AVRational time_base);

/// False for "no timestamp" and for times that cannot be right: beyond 300 years (clocks that count from 1970
/// are within), or so large that the difference of two might not fit into 64 bits.
bool is_sound_time(std::int64_t ticks, AVRational time_base);

enum class Rounding { down, nearest, up };

/// A time in ticks of a time base.
std::int64_t to_ticks(Time time, AVRational time_base, Rounding rounding = Rounding::nearest);

}  // namespace smartcrop::libav
