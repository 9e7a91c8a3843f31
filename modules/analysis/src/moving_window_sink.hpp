#pragma once

#include <optional>
#include <vector>

#include "smartcrop/analysis/steering.hpp"
#include "smartcrop/importance/signal_recorder.hpp"
#include "smartcrop/metrics/frame_sink.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/scenes/borders.hpp"

namespace smartcrop::internal {

/// Records what a moving window needs from every frame: shots, black bars, signals of importance, times.
class MovingWindowSink : public FrameSink {
 public:
  MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options);

  bool needs_one_run() const override { return true; }
  void frame(std::size_t run, const SmallFrame& frame) override;
  void restart() override;

  /// Times of the frames, in order, 16 bytes each, and the first one's number.
  const std::vector<Time>& times() const { return times_; }
  FrameIndex first_frame() const { return first_frame_; }

  /// See ShotDetector::latest_cut().
  std::optional<FrameIndex> latest_cut() const { return detector_.latest_cut(); }

  /// The shots of the frames, the last one up to `end`. Call once.
  std::vector<Shot> find_shots(Time end) { return detector_.finish(end); }

  /// The part of the frame without black bars, by shot.
  std::vector<cv::Rect> pictures_of(const std::vector<Shot>& shots) const {
    return active_pictures(borders_, geometry_, shots);
  }
  /// Importance and subjects of each shot within its picture, and with `keeps_motion` flow and colors. Call
  /// once.
  SteeringRecord record_of(const std::vector<Shot>& shots, const std::vector<FrameDetections>& detections,
                           bool keeps_motion);

 private:
  VideoInfo video_;
  AnalyzeOptions options_;
  MapGeometry geometry_;
  std::optional<SignalRecorder> recorder_;
  ShotDetector detector_;
  std::vector<Time> times_;
  FrameIndex first_frame_;
  std::vector<FrameBorders> borders_;
};

}  // namespace smartcrop::internal
