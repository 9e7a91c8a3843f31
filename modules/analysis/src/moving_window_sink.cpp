#include "moving_window_sink.hpp"

#include <algorithm>

#include "range_importance.hpp"
#include "range_shot.hpp"
#include "smartcrop/core/parallel.hpp"
#include "smartcrop/importance/map_store.hpp"
#include "smartcrop/reframe/region_subject.hpp"
#include "smartcrop/subjects/drawn_subject.hpp"

namespace smartcrop::internal {
namespace {

std::span<const FrameDetections> detections_of(const Shot& shot, std::span<const FrameDetections> all) {
  const auto before = [](const FrameDetections& d, FrameIndex frame) { return d.frame < frame; };
  const auto first = std::lower_bound(all.begin(), all.end(), shot.start_frame, before);
  return {first, std::lower_bound(first, all.end(), shot.end_frame, before)};
}

}  // namespace

MovingWindowSink::MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options)
    : video_(video), options_(options), geometry_(map_geometry(video.size)), detector_(options.shots) {
  MovingWindowSink::restart();
}

void MovingWindowSink::restart() {
  if (can_record_signals(geometry_)) {
    const bool with_flow = options_.subjects != SubjectDetection::off;
    recorder_.emplace(options_.importance, geometry_, frame_rate_of(video_), with_flow);
  }
  detector_ = ShotDetector(options_.shots);
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

SteeringRecord MovingWindowSink::record_of(const std::vector<Shot>& shots,
                                           const std::vector<FrameDetections>& detections,
                                           bool keeps_motion) {
  SteeringRecord record{{}, {}, times_, first_frame_};
  if (!recorder_) return record;
  std::vector<ShotSignals> parts = split_at_shots(recorder_->take(), shots);
  const std::vector<cv::Rect> pictures = pictures_of(shots);
  ShotContents& contents = record.contents;
  contents.importance.resize(parts.size());
  contents.subjects.resize(parts.size());
  parallel_for(parts.size(), options_.measure.threads, [&](std::size_t i) {
    ShotSignals& part = parts[i];
    part.picture = pictures[i];
    contents.importance[i] = estimate_importance(part, options_.importance);
    if (!part.frames.empty()) {
      const auto found = detections_of(shots[i], detections);
      std::vector<Subject> subjects = track_subjects(part, found, options_.tracks);
      if (auto region = region_subject(contents.importance[i])) subjects.push_back(std::move(*region));
      release_stored_maps();
      measure_colors(part, subjects);
      release_stored_maps();
      contents.subjects[i] =
          choose_subjects(std::move(subjects), contents.importance[i], options_.subject_weights);
    }
    // The signals of a long video are many.
    if (!keeps_motion) part = {};
    for (FrameSignals& frame : part.frames) frame.motion = frame.still = cv::Mat();
  });
  if (keeps_motion) record.motion = std::move(parts);
  return record;
}

}  // namespace smartcrop::internal
