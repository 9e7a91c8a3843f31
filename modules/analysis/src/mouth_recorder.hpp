#pragma once

#include <optional>
#include <vector>

#include "smartcrop/speakers/mouths.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop::internal {

/// Measures the mouths of faces between their detections, in frames as they go by. Keeps the frames that may
/// have to be measured until it is known who is in them.
class MouthRecorder {
 public:
  MouthRecorder(double fps, const MouthOptions& options, int threads);

  /// Every frame of the pass.
  void add(const SmallFrame& frame);
  /// The detections in the frames since the last call. Measures the frames added since then, on all workers.
  void measure(std::span<const FrameDetections> detections);
  void restart();

  /// Ascending by their first frames.
  const std::vector<MouthRun>& runs() const { return runs_; }

 private:
  std::optional<FaceMesh> mesh_;  ///< loaded when there is something to measure
  MouthOptions options_;
  int threads_;
  std::size_t stride_;  ///< frames from one measured frame to the next
  std::size_t frames_ = 0;
  std::vector<SmallFrame> waiting_;
  std::vector<CropWindow> faces_;  ///< of the last detection
  std::vector<MouthRun> runs_;
};

}  // namespace smartcrop::internal
