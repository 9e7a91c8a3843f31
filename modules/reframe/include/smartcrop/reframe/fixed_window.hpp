#pragma once

// Where a window that stays in place keeps the most over one shot or several.
//
// A place's reward is the sum over analyzed frames of what a moving window would get there: of the subjects
// that the frame is about, and of the importance for the rest (see framing.hpp); without subjects, of the
// importance alone. All places along both axes are tried, so the best one is exact to a 95th of the window's
// room. Cost: 0.02 ms per analyzed frame, 0.5 ms where both axes are free; of more than 400 frames, evenly
// spread ones are looked at. Deterministic, thread-safe.

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

/// Importance and subjects, by shot; `importance` is empty where frames are too small for signals, `subjects`
/// where nobody looked for them. `title_words`: see title_words(); empty as `subjects`.
struct ShotContents {
  std::vector<ShotImportance> importance;
  std::vector<SubjectChoice> subjects;
  std::vector<std::optional<CropWindow>> title_words = {};
};

/// How much windows of one size keep of what shots are about.
class FixedWindowShares {
 public:
  /// Windows of size `window` within a part of the frame, displayed source px. Edges of windows are softened
  /// as PathOptions::taper says; the zone is that of PathRequest. Throws std::invalid_argument for contents
  /// without maps and for a window larger than `within`.
  FixedWindowShares(const ShotContents& contents, cv::Size window, const cv::Rect& within, double taper,
                    const SafeZone& zone = {});

  /// The window that keeps the most; of equal ones that nearest to the middle.
  CropWindow best() const;
  /// The share that a window of this size keeps, 0..1; 0 where nothing matters anywhere.
  double share(const CropWindow& window) const;

 private:
  cv::Size window_;
  cv::Rect within_;
  cv::Mat shares_;  ///< CV_64FC1, places along y x places along x, evenly spaced over `within_`
};

}  // namespace smartcrop
