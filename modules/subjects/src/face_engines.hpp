#pragma once

#include <memory>
#include <string>
#include <vector>

#include "smartcrop/subjects/face_detector.hpp"

namespace smartcrop {

/// A loaded detector. Thread-safe.
class FaceEngine {
 public:
  virtual ~FaceEngine() = default;

  /// Faces in cells of the small map, in any order, not yet filtered by size, possibly reaching out of the
  /// map.
  virtual std::vector<FaceBox> find(const SmallFrame& frame) const = 0;
};

/// Reads the file. Throws Error naming it if it is missing or not a model of this kind.
std::unique_ptr<FaceEngine> load_ultraface(const std::string& path, double min_score, double max_overlap);
std::unique_ptr<FaceEngine> load_haar(const std::string& path, double min_score);

}  // namespace smartcrop
