#pragma once

// How much of the importance windows hold.

#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

/// Shares of all the importance over a shot, 0..1; kept 1 and rival 0 where there is none.
struct PathShares {
  double kept = 1;   ///< inside the windows
  double rival = 0;  ///< the most that a window beside each of them would hold, its part beside them
};

/// windows: one per source frame from `start` on. Edges are rounded to whole cells.
PathShares path_shares(const ShotImportance& importance, FrameIndex start,
                       std::span<const CropWindow> windows);

/// How a window does in one analyzed frame, 0..1.
struct FrameShares {
  /// Of what the frame is about (its subjects by their probabilities, the importance for the rest) the part
  /// inside the window, of what fits.
  double kept = 0;
  /// (held - rival) / (held + rival) of the most probable thing inside the window and the most probable one
  /// beside it: 0 = a toss-up, 1 = nothing else comes into question.
  double certainty = 0;
};

/// One per analyzed frame. `subjects`: of the same shot; null = only the importance counts. `windows` as for
/// path_shares().
std::vector<FrameShares> frame_shares(const ShotImportance& importance, const SubjectChoice* subjects,
                                      FrameIndex start, std::span<const CropWindow> windows);

}  // namespace smartcrop
