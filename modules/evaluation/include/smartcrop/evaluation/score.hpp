#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "smartcrop/evaluation/dataset.hpp"

namespace smartcrop {

/// Area of the subject inside the window, divided by the most that a window of this size could hold, 0..1.
double subject_retention(const CropWindow& subject, const CropWindow& window);

/// How a window moves, in per cent of its width per frame, over neighboring frames.
struct WindowMotion {
  double speed = 0;         ///< mean distance of the center
  double acceleration = 0;  ///< mean change of the velocity
  double still = 1;         ///< share of frames with a speed below 0.1
};

WindowMotion window_motion(const FrameWindows& windows);

/// How windows frame a labeled box. Values are nullopt if the labels are crop windows, and if there is no
/// frame to measure.
struct Framing {
  std::optional<double> whole;   ///< share of frames with a subject_retention() above 0.99
  std::optional<double> offset;  ///< mean distance of the middles along x, in window widths, of boxes that
                                 ///< are at most 0.8 of the window wide
  std::optional<double> idle;    ///< mean speed in frames labeled as lost, as in WindowMotion; 0 is best
};

/// Windows of frames without a label are ignored. Of two windows the one that keeps more counts.
Framing framing(const LabeledClip& clip, const ShownWindows& windows);

/// One method on one clip: means over the labeled frames (and people), 0..1. A frame without a window scores
/// 0.
struct ClipScore {
  double score = 0;
  double center = 0;      ///< of a fixed window in the middle
  double best_fixed = 0;  ///< of the best of 49 x 13 fixed windows, chosen with knowledge of the labels
  WindowMotion motion;
  Framing framing;
  std::int64_t frames = 0;  ///< labeled frames
  std::int64_t absent = 0;  ///< of them, without a window
};

/// Scores windows by subject retention for subject boxes, by intersection over union for crop windows. Of two
/// windows the better one counts; the motion is that of the first. `frame` in displayed px; center and best
/// fixed window are the largest of `aspect` (not rounded to whole pixels).
ClipScore score_clip(const LabeledClip& clip, TruthKind kind, cv::Size frame, AspectRatio aspect,
                     const ShownWindows& windows);

/// Means over clips; those of the framing are over the clips that have the value. `frames` and `absent` are
/// sums. Without clips all are 0.
ClipScore mean_score(const std::vector<ClipScore>& scores);

/// Number of clips on which the method scores below the center window by more than .005.
int worse_than_center(const std::vector<ClipScore>& scores);

}  // namespace smartcrop
