#pragma once

// How much of the importance is inside windows.

#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

/// Shares of the importance of a shot, 0..1; kept 1 and rival 0 if there is no importance.
struct PathShares {
  double kept = 1;   ///< inside the windows
  double rival = 0;  ///< the most that another window would hold outside them
};

/// `windows`: one per source frame from `start` on. Edges are rounded to whole cells.
PathShares path_shares(const ShotImportance& importance, FrameIndex start,
                       std::span<const CropWindow> windows);

/// How good a window is in one analyzed frame, 0..1.
struct FrameShares {
  /// Share of what the frame is about (subjects weighted by their probabilities, importance for the rest)
  /// inside the window, relative to the most that fits.
  double kept = 0;
  /// (held - rival) / (held + rival) of the probabilities of the most probable thing inside the window and of
  /// the most probable one outside: 0 = equally probable, 1 = there is no alternative.
  double certainty = 0;
};

/// One result per analyzed frame. `subjects`: of the same shot; null = importance alone. `windows` as for
/// path_shares().
std::vector<FrameShares> frame_shares(const ShotImportance& importance, const SubjectChoice* subjects,
                                      FrameIndex start, std::span<const CropWindow> windows);

}  // namespace smartcrop
