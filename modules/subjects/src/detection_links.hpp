#pragma once

// Detections of one kind (objects, or faces) linked over the frames of a shot. All boxes are in grid cells.

#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "smartcrop/importance/signals.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop::internal {

struct Detection {
  cv::Rect2d box;
  double score = 0;
  int class_id = 0;
  std::optional<double> turn = std::nullopt;  ///< of a face, see FaceBox
};

/// Whether it can continue a link but not begin one (see SubjectTrackOptions::min_first_score).
bool is_weak(const Detection& detection, const SubjectTrackOptions& options);

/// All detections of an analyzed frame.
struct DetectionsAt {
  std::size_t frame;
  std::vector<Detection> found;
};

/// Detections of one thing, ascending, one per frame at most; some are not weak.
struct Link {
  std::vector<std::size_t> frames;
  std::vector<Detection> seen;
};

std::vector<Link> link_detections(const ShotSignals& shot, const std::vector<DetectionsAt>& detections,
                                  const SubjectTrackOptions& options);

/// A box in every frame from `first` on: straight lines between detections, and up to `hold` frames of flow
/// at both ends. The turn in the same frames: lines between those that were measured, held at both ends.
struct FilledLink {
  std::size_t first = 0;
  std::vector<cv::Rect2d> boxes;
  std::vector<double> turns = {};  ///< empty if none was measured
  std::size_t end() const { return first + boxes.size(); }
};
FilledLink fill(const ShotSignals& shot, const Link& link, std::size_t hold);

/// Motion of the content of a box from frame t - 1 to frame t, cells.
cv::Point2d motion_in(const ShotSignals& shot, const cv::Rect2d& box, std::size_t t);

}  // namespace smartcrop::internal
