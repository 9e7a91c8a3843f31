#pragma once

#include <optional>
#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/metrics/frame_sink.hpp"

namespace smartcrop::internal {

/// Records the activity of every frame, and finds shots if no other sink does.
class SceneSink : public FrameSink {
 public:
  SceneSink(const VideoInfo& video, const AnalyzeOptions& options, bool finds_shots);

  bool needs_one_run() const override { return true; }
  void frame(std::size_t run, const SmallFrame& frame) override;
  void restart() override;

  Time last_time() const { return last_; }
  /// Call once, and only if shots are found here.
  std::vector<Shot> find_shots(Time end) { return detector_->finish(end); }
  ActivityRecord take_activity() { return std::move(*activity_); }

 private:
  MapGeometry geometry_;
  ShotOptions shots_;
  std::vector<Metric> metrics_;
  std::size_t period_;  ///< frames
  bool finds_shots_;
  std::optional<ActivityRecord> activity_;
  std::optional<ShotDetector> detector_;
  Time last_;
};

}  // namespace smartcrop::internal
