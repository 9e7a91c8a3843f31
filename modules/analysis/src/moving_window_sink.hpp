#pragma once

#include <optional>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/importance/signal_recorder.hpp"
#include "smartcrop/metrics/frame_sink.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "smartcrop/subjects/face_tracks.hpp"

namespace smartcrop::internal {

/// Takes what a moving window needs of every frame: shots, black bars, signals of importance, times.
class MovingWindowSink : public FrameSink {
 public:
  MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options);

  bool needs_one_run() const override { return true; }
  void frame(std::size_t run, const SmallFrame& frame) override;
  void restart() override;

  /// Times of the frames, in order, 16 bytes each, and the first one's number.
  const std::vector<Time>& times() const { return times_; }
  FrameIndex first_frame() const { return first_frame_; }

  /// The shots of the frames, the last one up to `end`. Call once.
  std::vector<Shot> find_shots(Time end) { return detector_.finish(end); }

  /// The part of the frame without black bars, by shot.
  std::vector<cv::Rect> pictures_of(const std::vector<Shot>& shots) const {
    return active_pictures(borders_, geometry_, shots);
  }
  /// Importance of each shot within its picture, with the weight of `faces`. Call once. Empty where frames
  /// are too small for signals.
  std::vector<ShotImportance> importance_of(const std::vector<Shot>& shots, const FaceTimeline& faces);

 private:
  VideoInfo video_;
  ImportanceOptions importance_;
  ShotOptions shots_;
  MapGeometry geometry_;
  int threads_;
  std::optional<SignalRecorder> recorder_;
  ShotDetector detector_;
  std::vector<Time> times_;
  FrameIndex first_frame_;
  std::vector<FrameBorders> borders_;
};

}  // namespace smartcrop::internal
