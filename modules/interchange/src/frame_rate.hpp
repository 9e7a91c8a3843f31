#pragma once

#include <span>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop::internal {

struct TimelineRate {
  Rational rate;
  bool is_constant = true;  ///< the source has exactly one frame for each of this rate
};

/// The rate to count a source's frames at. `average`: frames per second, 0 = unknown.
TimelineRate choose_rate(std::span<const Time> frame_times, Rational average, RateKind kind);

/// The frame of the rate that shows the source's frame of a time.
std::int64_t nearest_frame(Time time, Rational rate);

/// The time of the source's frame that a frame of the rate shows.
Time shown_time(std::span<const Time> frame_times, std::int64_t frame, Rational rate);

}  // namespace smartcrop::internal
