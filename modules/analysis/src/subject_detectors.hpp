#pragma once

#include <mutex>
#include <optional>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/subjects/face_landmarks.hpp"

namespace smartcrop::internal {

/// FaceMesh, loaded when it is first needed. Thread-safe.
class LazyFaceMesh {
 public:
  const FaceMesh& get() const;

 private:
  mutable std::once_flag once_;
  mutable std::optional<FaceMesh> mesh_;
};

/// Measures how far the largest faces are turned aside, where they are large enough for head and shoulders to
/// fill a window. Those that are known stay. Without the model, and where it sees no face, turns stay
/// unknown.
void measure_turns(const LazyFaceMesh& mesh, const SmallFrame& frame, FrameDetections& found);

/// The detectors that an analysis needs. Thread-safe.
class SubjectDetectors {
 public:
  explicit SubjectDetectors(SubjectDetection what);

  FrameDetections detect(const SmallFrame& frame) const;

 private:
  FaceDetector faces_;
  std::optional<ObjectDetector> objects_;
};

}  // namespace smartcrop::internal
