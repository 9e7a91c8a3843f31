#pragma once

#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/metrics/frame_sink.hpp"
#include "smartcrop/subjects/face_tracks.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::internal {

/// Looks for faces in a few frames a second of a pass of one run.
class FaceSink : public FrameSink {
 public:
  /// `faces_per_s`: frames per second that are looked at, above 0. `threads`: 0 = all cores.
  FaceSink(const VideoInfo& video, double faces_per_s, int threads);

  bool needs_one_run() const override { return true; }
  void frame(std::size_t run, const SmallFrame& frame) override;
  void end_run(std::size_t run) override;
  void restart() override;

  /// The faces found, confirmed over time within each shot. Call after the pass.
  FaceTimeline faces(const std::vector<Shot>& shots) const { return confirm_faces(samples_, shots); }

 private:
  void detect();

  FaceDetector detector_;
  std::size_t period_;  ///< frames
  int threads_;
  std::size_t frames_ = 0;
  std::vector<SmallFrame> waiting_;
  std::vector<FaceSample> samples_;
};

}  // namespace smartcrop::internal
