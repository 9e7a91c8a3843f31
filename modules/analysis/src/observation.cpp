#include <algorithm>
#include <cmath>
#include <iterator>

#include "observation_detail.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::detail {
namespace {

/// Where a container does not tell, a rate that most videos are near.
constexpr double kUsualRate = 25;
/// A fixed window needs no more than this many moments, however long the video; up to three times as many
/// frames are seen as a whole.
constexpr std::int64_t kMostMoments = 100;
/// Faces are looked for in so many frames at once, on all workers.
constexpr std::size_t kFaceBatch = 8;
/// A face as large as this share of the frame has the full weight of a box; smaller ones, of bystanders
/// mostly, less.
constexpr double kFullFaceShare = 0.02;

bool can_be_observed(const MapGeometry& geometry) {
  const cv::Size size = geometry.map_size();
  return std::min(size.width, size.height) >= kSmallestObservedSide;
}

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

double rate_of(const VideoInfo& video) {
  return video.frame_rate > Rational(0) ? video.frame_rate.value() : kUsualRate;
}

SampledObservation::SampledObservation(const VideoInfo& video, const AnalyzeOptions& options)
    : options_(options.importance), geometry_(map_geometry(video.size)), fps_(rate_of(video)) {
  const SamplingOptions& sampling = options.measure.sampling;
  const std::int64_t frames = video.estimated_frames().value_or(0);
  if (sampling.mode == SamplingMode::dense && frames > 3 * kMostMoments) spacing_ = frames / kMostMoments;
  // Neighbouring frames are compared in bursts and pairs, frames a tenth of a second apart in a short video.
  if (sampling.mode == SamplingMode::bursts || spacing_ > 1) options_.analysis_fps = fps_;
}

SampledObservation::Run& SampledObservation::run_of(std::size_t index) {
  const std::lock_guard lock(mutex_);
  return runs_[index];
}

void SampledObservation::see(std::size_t run_index, const SmallFrame& frame) {
  const FrameBorders borders = frame_borders(frame);
  {
    const std::lock_guard lock(mutex_);
    borders_.push_back(borders);
  }
  if (!can_be_observed(geometry_)) return;
  Run& run = run_of(run_index);
  const std::int64_t place = run.frames++ % spacing_;
  if (place > 1) return;
  if (!run.observer) run.observer.emplace(options_, geometry_, fps_);
  run.observer->add(frame);
  if (place == 1) keep(run, false);
}

void SampledObservation::forget() {
  runs_.clear();
  borders_.clear();
}

cv::Rect SampledObservation::picture() const {
  std::vector<FrameBorders> frames = borders_;
  if (frames.empty()) return cv::Rect({}, geometry_.source);
  std::ranges::sort(frames, {}, &FrameBorders::index);
  Shot all;
  all.start_frame = frames.front().index;
  all.end_frame = frames.back().index + 1;
  return active_pictures(frames, geometry_, {{all}}).front();
}

/// The first frame of a stretch has nothing to be compared with: it borrows the next one's motion, or is left
/// out.
void SampledObservation::keep(Run& run, bool whole) {
  if (!run.observer) return;
  std::vector<FrameObservation> frames = run.observer->take().frames;
  run.observer.reset();
  if (frames.size() > 1 && whole) frames[0].motion = frames[1].motion;
  if (frames.size() > 1 && !whole) frames.erase(frames.begin());
  std::move(frames.begin(), frames.end(), std::back_inserter(run.kept));
}

std::optional<ShotImportance> SampledObservation::importance() {
  if (runs_.empty()) return std::nullopt;
  ShotObservations all = FrameObserver(options_, geometry_, fps_).take();
  const bool whole = options_.analysis_fps != fps_;
  for (auto& [index, run] : runs_) {
    keep(run, whole);
    std::move(run.kept.begin(), run.kept.end(), std::back_inserter(all.frames));
  }
  runs_.clear();
  if (all.frames.empty()) return std::nullopt;
  const double span_s = (all.frames.back().time - all.frames.front().time).value();
  const double steps = static_cast<double>(std::max<std::size_t>(1, all.frames.size() - 1));
  all.step_s = std::max(1 / fps_, span_s / steps);
  all.picture = picture();
  return estimate_importance(all, options_);
}

FullObservation::FullObservation(const VideoInfo& video, const AnalyzeOptions& options)
    : options_(options.importance),
      geometry_(map_geometry(video.size)),
      threads_(options.measure.threads),
      shots_(options.shots) {
  if (can_be_observed(geometry_)) observer_.emplace(options_, geometry_, rate_of(video));
  if (options.faces_per_s <= 0) return;
  faces_.emplace();
  face_period_ = static_cast<std::size_t>(std::max(1L, std::lround(rate_of(video) / options.faces_per_s)));
}

void FullObservation::see(const SmallFrame& frame) {
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

void FullObservation::look_for_faces() {
  const auto found = detect_faces(*faces_, waiting_for_faces_, threads_);
  for (std::size_t i = 0; i < found.size(); ++i)
    face_samples_.push_back({waiting_for_faces_[i].time, found[i]});
  waiting_for_faces_.clear();
}

std::vector<ShotImportance> FullObservation::importance_of(const std::vector<Shot>& shots) {
  if (!observer_) return {};
  if (faces_) look_for_faces();
  const FaceTimeline faces = confirm_faces(face_samples_, shots);
  std::vector<ShotObservations> parts = split_at_shots(observer_->take(), shots);
  const std::vector<cv::Rect> pictures = pictures_of(shots);
  std::vector<ShotImportance> importance(parts.size());
  parallel_for(parts.size(), threads_, [&](std::size_t i) {
    ShotObservations& part = parts[i];
    part.picture = pictures[i];
    for (FrameObservation& frame : part.frames) {
      frame.boxes = weighted(faces.faces_at(frame.time), part.grid.map.source);
    }
    importance[i] = estimate_importance(part, options_);
    part = {};  // the observations of a long video are many
  });
  return importance;
}

}  // namespace smartcrop::detail
