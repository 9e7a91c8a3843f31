#pragma once

#include <optional>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::detail {

/// Which part of the source's clock is in the output, and how far times move. Exact: every stream moves by
/// the same.
struct OutputClock {
  std::optional<Time>
      start;                ///< on the container's clock; what ends before it is left out; none = everything
  std::optional<Time> end;  ///< what begins at or after it is left out
  Time shift;               ///< subtracted from every time

  std::int64_t shift_ticks(AVRational time_base) const { return libav::to_ticks(shift, time_base); }
};

}  // namespace smartcrop::detail
