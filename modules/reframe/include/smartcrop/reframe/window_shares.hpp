#pragma once

// How much of the importance windows hold.

#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/importance/shot_importance.hpp"

namespace smartcrop {

/// Shares of all the importance over a shot, 0..1; kept 1 and rival 0 where there is none.
struct PathShares {
  double kept = 1;   ///< inside the windows
  double rival = 0;  ///< the most that a window beside each of them would hold, its part beside them
};

/// windows: one per source frame from `start` on. Edges are rounded to whole cells.
PathShares path_shares(const ShotImportance& importance, FrameIndex start,
                       std::span<const CropWindow> windows);

}  // namespace smartcrop
