#include "fixed_window_sink.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <iterator>

#include "range_importance.hpp"
#include "range_shot.hpp"
#include "sampled_edges.hpp"
#include "smartcrop/importance/map_store.hpp"

namespace smartcrop::internal {
namespace {

/// Number of the frame in the video. Slots begin with frame 1, the first that has a previous frame.
std::int64_t grid_place(Time time, double fps) {
  return static_cast<std::int64_t>(std::floor(time.value() * fps + 0.5)) - 1;
}

}  // namespace

FixedWindowSink::FixedWindowSink(const VideoInfo& video, const AnalyzeOptions& options)
    : options_(options_for_pairs(options, video)),
      geometry_(map_geometry(video.size)),
      fps_(frame_rate_of(video)),
      wants_signals_(wants_importance(options) && can_record_signals(geometry_)),
      wants_borders_(wants_importance(options) || options.trim_borders),
      watches_mouths_(options.speaker == SpeakerDetection::automatic),
      mouths_(options.mouths) {
  const SamplingOptions& sampling = options.measure.sampling;
  // With every third frame or fewer, each pair is a separate run.
  runs_join_ = sampling.mode == SamplingMode::dense && sampling.every <= 2;
  takes_every_pair_ = !runs_join_;
  is_every_frame_ = runs_join_ && sampling.every == 1;
  level_ = slot_level(sampling, video);
  compared_level_ = compared_level(fps_);
  if (wants_signals_ && options.subjects != SubjectDetection::off) detectors_.emplace(options.subjects);
}

FixedWindowSink::Run& FixedWindowSink::run_at(std::size_t index) {
  const std::lock_guard lock(mutex_);
  return runs_[index];
}

void FixedWindowSink::begin_run(std::size_t index) {
  run_at(index);
}

void FixedWindowSink::keep_ends(const SmallFrame& frame) {
  if (!first_ || frame.time < first_->time) first_ = frame;
  if (is_every_frame_ && (!last_ || last_->time < frame.time)) last_ = frame;
}

void FixedWindowSink::frame(std::size_t index, const SmallFrame& frame) {
  Run& run = run_at(index);
  const bool was_seen = runs_join_ && index > 0 && !run.previous;
  const bool counts = wants_borders_ && !was_seen;
  const FrameBorders borders = counts ? frame_borders(frame) : FrameBorders{};
  {
    const std::lock_guard lock(mutex_);
    if (counts) borders_.add(borders);
    keep_ends(frame);
  }
  if (wants_signals_) record_signals(run, frame);
  run.previous = frame;
}

std::optional<int> FixedWindowSink::level_of(const SmallFrame& previous, const SmallFrame& frame) const {
  if (takes_every_pair_) return SampledSignals::kAlways;
  const std::int64_t from = grid_place(previous.time, fps_), to = grid_place(frame.time, fps_);
  // Frames are in different slots of 2^n frames if their bits from n on differ.
  const int level = 63 - std::countl_zero(static_cast<std::uint64_t>(from ^ to));
  return level >= level_ ? std::optional(level) : std::nullopt;
}

void FixedWindowSink::record_signals(Run& run, const SmallFrame& frame) const {
  const std::optional<int> level = run.previous ? level_of(*run.previous, frame) : std::nullopt;
  // The recorder's motion estimate starts from its previous one. Bursts may use that; a pair of a dense pass
  // must not depend on which other pairs are recorded.
  if (!(level && takes_every_pair_)) run.flush();
  if (!level) return;
  if (!run.recorder) {
    run.recorder.emplace(options_, geometry_, fps_);
    run.recorder->add(*run.previous);
  }
  run.recorder->add(frame);
  SampledSignals pair;
  pair.level = *level;
  if (*level >= compared_level_) frame.luma.convertTo(pair.luma, CV_8U, kMapUnit);
  pair.luma = stored(pair.luma);
  if (detectors_) look_for_subjects(pair, run, frame);
  run.pairs.push_back(std::move(pair));
}

void FixedWindowSink::look_for_subjects(SampledSignals& pair, const Run& run, const SmallFrame& frame) const {
  const bool is_one = takes_every_pair_ ? run.pairs.size() % 2 == 0 : pair.level > level_;
  if (!is_one) return;
  pair.detections = detectors_->detect(frame);
  if (watches_mouths_) watch_mouths(pair, *run.previous, frame);
  measure_turns(mesh_, frame, *pair.detections);
}

void FixedWindowSink::watch_mouths(SampledSignals& pair, const SmallFrame& previous,
                                   const SmallFrame& frame) const {
  const std::array both{previous, frame};
  std::vector<FaceBox>& faces = pair.detections->faces;
  for (const CropWindow& box : faces_that_could_speak(faces, geometry_, mouths_)) {
    MouthRun mouth = follow_mouth(mesh_.get(), both, box);
    if (mouth.size() < both.size()) continue;
    std::ranges::find(faces, box, &FaceBox::box)->turn = mouth.back().turn;
    pair.mouths.push_back(std::move(mouth));
  }
}

/// The recorder's first frame has no previous one.
void FixedWindowSink::Run::flush() {
  if (!recorder) return;
  std::vector<FrameSignals> frames = recorder->take().frames;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    if (!frames[i].camera.map_size.empty()) pairs[i - 1].camera_px = frames[i].camera.mean_speed_px();
    pairs[i - 1].frame = std::move(frames[i]);
    signals.push_back(std::move(pairs[i - 1]));
  }
  recorder.reset();
  pairs.clear();
}

void FixedWindowSink::end_run(std::size_t index) {
  Run& run = run_at(index);
  run.flush();
  run.previous.reset();
}

void FixedWindowSink::frame_behind(const SmallFrame& frame) {
  next_ = mark_of(frame);
}

void FixedWindowSink::restart() {
  runs_.clear();
  borders_ = {};
  first_.reset();
  last_.reset();
  next_.reset();
}

void FixedWindowSink::take(RangeRecord& record) {
  for (auto& [index, run] : runs_) std::ranges::move(run.signals, std::back_inserter(record.signals));
  record.borders = std::move(borders_);
  record.first = std::move(first_);
  record.last = std::move(last_);
  record.next = next_;
  restart();
}

std::optional<SampledSignals> signals_between(const RangeRecord& part, const RangeRecord& next,
                                              const AnalyzeOptions& options) {
  AnalyzeOptions dense = options;
  dense.measure.sampling = {.mode = SamplingMode::dense, .start = part.start, .end = part.end};
  FixedWindowSink sink(part.video, dense);
  sink.begin_run(0);
  sink.frame(0, *part.last);
  sink.frame(0, *next.first);
  sink.end_run(0);
  RangeRecord both{.video = part.video, .metrics = {Field(map_geometry(part.video.size))}};
  sink.take(both);
  return both.signals.empty() ? std::nullopt : std::optional(std::move(both.signals.front()));
}

}  // namespace smartcrop::internal
