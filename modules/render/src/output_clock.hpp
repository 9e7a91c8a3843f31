#pragma once

#include <cmath>
#include <optional>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/time.hpp"
#include "smartcrop/plan/time_map.hpp"

namespace smartcrop::internal {

/// Maps times of the source to times of the output, the same way for every stream. Without a map times are
/// shifted only, exactly.
struct OutputClock {
  std::optional<Time>
      start;                ///< on the container's clock; packets that end before it are left out; none = all
  std::optional<Time> end;  ///< packets that begin at or after it are left out
  Time shift;               ///< subtracted from every time
  Time origin;              ///< the source's first picture on the container's clock; the map counts from here
  const TimeMap* map = nullptr;  ///< if parts play at another speed; outlives this

  std::int64_t shift_ticks(AVRational time_base) const { return libav::to_ticks(shift, time_base); }

  /// The output time of a source time, both in ticks of `time_base`.
  std::int64_t output_ticks(std::int64_t ticks, AVRational time_base) const {
    if (map == nullptr) return ticks - shift_ticks(time_base);
    const double tick_s = av_q2d(time_base), origin_s = origin.value();
    const double time_s = map->output_s(static_cast<double>(ticks) * tick_s - origin_s) + origin_s;
    return std::llround(time_s / tick_s) - shift_ticks(time_base);
  }
};

}  // namespace smartcrop::internal
