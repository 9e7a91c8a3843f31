#pragma once

#include <deque>
#include <vector>

#include "smartcrop/core/parallel.hpp"
#include "smartcrop/speakers/mouths.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"
#include "subject_detectors.hpp"

namespace smartcrop::internal {

/// Measures the mouths of faces in the frames between detections, in background tasks. Keeps frames until the
/// detection before them is known.
class MouthRecorder {
 public:
  /// `mesh` must outlive it.
  MouthRecorder(double fps, const MouthOptions& options, int threads, const LazyFaceMesh& mesh);

  /// Every frame of the pass.
  void add(const SmallFrame& frame);
  /// The faces in the frames from `found.frame` on, until the next call. May be called any number of frames
  /// late.
  void add(const FrameDetections& found, const MapGeometry& geometry);
  /// Measures the frames that are left.
  void finish();
  void restart();

  /// Ascending by their first frames. Call after finish().
  const std::vector<MouthRun>& runs() const { return runs_; }

 private:
  void measure_before(FrameIndex end);

  MouthOptions options_;
  std::size_t stride_;  ///< frames from one measured frame to the next
  std::size_t frames_ = 0;
  std::deque<SmallFrame> waiting_;
  std::vector<CropWindow> faces_;  ///< of the last detection
  const LazyFaceMesh& mesh_;
  std::deque<MouthRun> being_measured_;  ///< one per task so far
  std::vector<MouthRun> runs_;
  TaskQueue tasks_;
};

}  // namespace smartcrop::internal
