#include <algorithm>
#include <cmath>

#include "smartcrop/core/parallel.hpp"
#include "window_sinks.hpp"

namespace smartcrop::internal {
namespace {

/// Where a container does not tell, a rate that most videos are near.
constexpr double kUsualRate = 25;
/// Faces are looked for in so many frames at once, on all workers.
constexpr std::size_t kFaceBatch = 8;
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

bool can_be_observed(const MapGeometry& geometry) {
  const cv::Size size = geometry.map_size();
  return std::min(size.width, size.height) >= kSmallestObservedSide;
}

double rate_of(const VideoInfo& video) {
  return video.frame_rate > Rational(0) ? video.frame_rate.value() : kUsualRate;
}

MovingWindowSink::MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options)
    : options_(options.importance),
      geometry_(map_geometry(video.size)),
      threads_(options.measure.threads),
      shots_(options.shots) {
  if (can_be_observed(geometry_)) observer_.emplace(options_, geometry_, rate_of(video));
  if (options.faces_per_s <= 0) return;
  faces_.emplace();
  face_period_ = static_cast<std::size_t>(std::max(1L, std::lround(rate_of(video) / options.faces_per_s)));
}

void MovingWindowSink::see(const SmallFrame& frame) {
  if (times_.empty()) first_frame_ = frame.index;
  shots_.push(frame);
  borders_.push_back(frame_borders(frame));
  if (observer_) observer_->add(frame);
  if (faces_ && times_.size() % face_period_ == 0) {
    waiting_for_faces_.push_back(frame);
    if (waiting_for_faces_.size() == kFaceBatch) look_for_faces();
  }
  times_.push_back(frame.time);
}

void MovingWindowSink::look_for_faces() {
  const auto found = detect_faces(*faces_, waiting_for_faces_, threads_);
  for (std::size_t i = 0; i < found.size(); ++i)
    face_samples_.push_back({waiting_for_faces_[i].time, found[i]});
  waiting_for_faces_.clear();
}

std::vector<ShotImportance> MovingWindowSink::importance_of(const std::vector<Shot>& shots) {
  if (!observer_) return {};
  if (faces_) look_for_faces();
  const FaceTimeline faces = confirm_faces(face_samples_, shots);
  std::vector<ShotSignals> parts = split_at_shots(observer_->take(), shots);
  const std::vector<cv::Rect> pictures = pictures_of(shots);
  std::vector<ShotImportance> importance(parts.size());
  parallel_for(parts.size(), threads_, [&](std::size_t i) {
    ShotSignals& part = parts[i];
    part.picture = pictures[i];
    for (FrameSignals& frame : part.frames) {
      frame.boxes = weighted(faces.faces_at(frame.time), part.grid.map.source);
    }
    importance[i] = estimate_importance(part, options_);
    part = {};  // the observations of a long video are many
  });
  return importance;
}

}  // namespace smartcrop::internal
