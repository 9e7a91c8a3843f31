#include "subject_detectors.hpp"

namespace smartcrop::internal {
namespace {

/// Weak faces count if other frames or a body confirm them.
FaceDetectorOptions face_options() {
  FaceDetectorOptions options;
  options.min_score = 0.6;
  return options;
}

/// Weak objects continue tracks (SubjectTrackOptions::min_first_score). Below this few are objects.
ObjectDetectorOptions object_options() {
  ObjectDetectorOptions options;
  options.min_score = 0.2;
  return options;
}

}  // namespace

SubjectDetectors::SubjectDetectors(SubjectDetection what) : faces_(face_options()) {
  if (what == SubjectDetection::all) objects_.emplace(object_options());
}

FrameDetections SubjectDetectors::detect(const SmallFrame& frame) const {
  FrameDetections found{frame.index, {}, faces_.detect(frame)};
  if (objects_) found.objects = objects_->detect(frame);
  return found;
}

}  // namespace smartcrop::internal
