#include "moving_window_sink.hpp"

#include <algorithm>

#include "range_importance.hpp"
#include "range_shot.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// A face as large as this share of the frame has the full weight of a box; smaller ones, of bystanders
/// mostly, less.
constexpr double kFullFaceShare = 0.02;

std::vector<WeightedBox> weighted(const std::vector<TrackedFace>& faces, cv::Size frame) {
  std::vector<WeightedBox> boxes;
  double sum = 0;
  for (const TrackedFace& face : faces) {
    const double share = face.box.w * face.box.h / static_cast<double>(frame.area());
    boxes.push_back({face.box, face.score * std::min(1.0, share / kFullFaceShare)});
    sum += boxes.back().weight;
  }
  // Many faces together weigh as much as one.
  for (WeightedBox& box : boxes) box.weight /= std::max(1.0, sum);
  return boxes;
}

}  // namespace

MovingWindowSink::MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options)
    : video_(video),
      importance_(options.importance),
      shots_(options.shots),
      geometry_(map_geometry(video.size)),
      threads_(options.measure.threads),
      detector_(shots_) {
  if (can_record_signals(geometry_)) recorder_.emplace(importance_, geometry_, frame_rate_of(video_));
}

void MovingWindowSink::restart() {
  if (recorder_) recorder_.emplace(importance_, geometry_, frame_rate_of(video_));
  detector_ = ShotDetector(shots_);
  times_.clear();
  borders_.clear();
}

void MovingWindowSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  if (times_.empty()) first_frame_ = frame.index;
  detector_.push(frame);
  borders_.push_back(frame_borders(frame));
  if (recorder_) recorder_->add(frame);
  times_.push_back(frame.time);
}

std::vector<ShotImportance> MovingWindowSink::importance_of(const std::vector<Shot>& shots,
                                                            const FaceTimeline& faces) {
  if (!recorder_) return {};
  std::vector<ShotSignals> parts = split_at_shots(recorder_->take(), shots);
  const std::vector<cv::Rect> pictures = pictures_of(shots);
  std::vector<ShotImportance> importance(parts.size());
  parallel_for(parts.size(), threads_, [&](std::size_t i) {
    ShotSignals& part = parts[i];
    part.picture = pictures[i];
    for (FrameSignals& frame : part.frames) {
      frame.boxes = weighted(faces.faces_at(frame.time), part.grid.map.source);
    }
    importance[i] = estimate_importance(part, importance_);
    part = {};  // the signals of a long video are many
  });
  return importance;
}

}  // namespace smartcrop::internal
