#pragma once

#include <cmath>
#include <optional>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/time.hpp"
#include "smartcrop/plan/time_map.hpp"

namespace smartcrop::internal {

/// Which part of the source's clock is in the output, and where its times go. The same for every stream, and
/// exact: without a map times only move.
struct OutputClock {
  std::optional<Time>
      start;                ///< on the container's clock; what ends before it is left out; none = everything
  std::optional<Time> end;  ///< what begins at or after it is left out
  Time shift;               ///< subtracted from every time
  Time origin;              ///< of the source's first picture on the container's clock, where the map's 0 is
  const TimeMap* map = nullptr;  ///< where parts play at another speed; outlives this

  std::int64_t shift_ticks(AVRational time_base) const { return libav::to_ticks(shift, time_base); }

  /// Where a time of the source lies in the output, both in ticks of `time_base`.
  std::int64_t output_ticks(std::int64_t ticks, AVRational time_base) const {
    if (map == nullptr) return ticks - shift_ticks(time_base);
    const double tick_s = av_q2d(time_base), origin_s = origin.value();
    const double time_s = map->output_s(static_cast<double>(ticks) * tick_s - origin_s) + origin_s;
    return std::llround(time_s / tick_s) - shift_ticks(time_base);
  }
};

}  // namespace smartcrop::internal
