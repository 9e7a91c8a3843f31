#pragma once

// The place of a fixed window that keeps the most over one or several shots.
//
// The reward of a place is the sum over analyzed frames of the reward that a moving window has there: for the
// subjects that the frame is about, and for importance (see framing.hpp); without subjects, for importance
// alone. Places that cut an inset get .6 of it. All places along both axes are tried; the best one is exact
// to 1/95 of the room in which the window can move. Cost: 0.02 ms per analyzed frame, 0.5 ms if both axes are
// free; of more than 400 frames, 400 evenly spread ones are used. Deterministic, thread-safe.

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

/// Importance, subjects and title_words(), each by shot. `importance` is empty if frames are too small for
/// signals; `subjects` and `title_words` are empty if they were not searched for.
struct ShotContents {
  std::vector<ShotImportance> importance;
  std::vector<SubjectChoice> subjects;
  std::vector<std::optional<CropWindow>> title_words = {};
};

/// How much of what shots are about is inside windows of one size.
class FixedWindowShares {
 public:
  /// `window`: size of the windows; `within`: the part of the frame that they stay in, displayed source px.
  /// `taper`: see PathOptions. `zone`: see PathRequest. Throws std::invalid_argument for contents without
  /// maps and for a window larger than `within`.
  FixedWindowShares(const ShotContents& contents, cv::Size window, const cv::Rect& within, double taper,
                    const SafeZone& zone = {});

  /// The window that keeps the most; of equal ones the one nearest to the middle.
  CropWindow best() const;
  /// The share that a window of this size keeps, 0..1; 0 if nothing matters anywhere.
  double share(const CropWindow& window) const;

 private:
  cv::Size window_;
  cv::Rect within_;
  cv::Mat shares_;  ///< CV_64FC1, places along y x places along x, evenly spaced over `within_`
};

}  // namespace smartcrop
