#pragma once

#include <optional>

#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::internal {

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
