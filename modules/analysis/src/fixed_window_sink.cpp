#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include "window_sinks.hpp"

namespace smartcrop::internal {
namespace {

/// A fixed window needs no more than this many moments, however long the range; at least half as many are
/// taken.
constexpr std::int64_t kMostMoments = 100;

/// Slots of 2^level frames are as long as it takes to have at most kMostMoments of them. A part's level is
/// never above the whole's, so that its moments are among the part's.
int slot_level(const SamplingOptions& range, const VideoInfo& video) {
  int level = 0;
  for (auto slots = estimated_frames(range, video).value_or(0); slots > kMostMoments; slots /= 2) ++level;
  return level;
}

/// Number of the frame on the video's frame grid. Slots begin with frame 1, the first that has a frame before
/// it.
std::int64_t grid_place(Time time, double fps) {
  return static_cast<std::int64_t>(std::floor(time.value() * fps + 0.5)) - 1;
}

/// Neighboring frames are compared.
ImportanceOptions for_neighbors(const AnalyzeOptions& options, const VideoInfo& video) {
  ImportanceOptions result = options.importance;
  result.analysis_fps = rate_of(video);
  return result;
}

}  // namespace

bool wants_importance(const AnalyzeOptions& options) {
  const std::vector<std::string>& names = options.candidates.strategies;
  return names.empty() || std::ranges::any_of(names, [](const std::string& name) {
           return find_strategy(name).weights[kImportance] > 0;
         });
}

FixedWindowSink::FixedWindowSink(const VideoInfo& video, const AnalyzeOptions& options)
    : options_(for_neighbors(options, video)),
      geometry_(map_geometry(video.size)),
      fps_(rate_of(video)),
      wants_moments_(wants_importance(options) && can_be_observed(geometry_)),
      wants_borders_(wants_importance(options) || options.trim_borders) {
  const SamplingOptions& sampling = options.measure.sampling;
  // Of every third frame or fewer, each pair comes as a run of its own.
  runs_join_ = sampling.mode == SamplingMode::dense && sampling.every <= 2;
  all_pairs_ = !runs_join_;
  is_every_frame_ = runs_join_ && sampling.every == 1;
  level_ = slot_level(sampling, video);
}

FixedWindowSink::Run& FixedWindowSink::run_of(std::size_t index) {
  const std::lock_guard lock(mutex_);
  return runs_[index];
}

void FixedWindowSink::note_edges(const SmallFrame& frame) {
  if (!first_ || frame.time < first_->time) first_ = frame;
  if (is_every_frame_ && (!last_ || last_->time < frame.time)) last_ = frame;
}

void FixedWindowSink::see(std::size_t run_index, const SmallFrame& frame) {
  Run& run = run_of(run_index);
  const bool was_seen = runs_join_ && run_index > 0 && !run.previous;
  const bool counts = wants_borders_ && !was_seen;
  const FrameBorders borders = counts ? frame_borders(frame) : FrameBorders{};
  {
    const std::lock_guard lock(mutex_);
    if (counts) borders_.add(borders);
    note_edges(frame);
  }
  if (wants_moments_) observe(run, frame);
  run.previous = frame;
}

std::optional<int> FixedWindowSink::level_of(const SmallFrame& previous, const SmallFrame& frame) const {
  if (all_pairs_) return SampledSignals::kAlways;
  const std::int64_t from = grid_place(previous.time, fps_), to = grid_place(frame.time, fps_);
  // Slots of 2^n frames differ where the bits from n on do.
  const int level = 63 - std::countl_zero(static_cast<std::uint64_t>(from ^ to));
  return level >= level_ ? std::optional(level) : std::nullopt;
}

namespace {

/// The first frame of a stretch has nothing to be compared with.
void keep(SignalRecorder& observer, const std::vector<int>& levels, std::vector<SampledSignals>& kept) {
  std::vector<FrameSignals> frames = observer.take().frames;
  for (std::size_t i = 1; i < frames.size(); ++i) kept.push_back({levels[i - 1], std::move(frames[i])});
}

}  // namespace

void FixedWindowSink::observe(Run& run, const SmallFrame& frame) const {
  const std::optional<int> level = run.previous ? level_of(*run.previous, frame) : std::nullopt;
  // The search for motion begins where the observer's last one ended. Bursts go on from that; a moment of a
  // dense pass must not depend on which others are looked at.
  if (run.observer && !(level && all_pairs_)) {
    keep(*run.observer, run.levels, run.kept);
    run.observer.reset();
    run.levels.clear();
  }
  if (level) {
    if (!run.observer) {
      run.observer.emplace(options_, geometry_, fps_);
      run.observer->add(*run.previous);
    }
    run.observer->add(frame);
    run.levels.push_back(*level);
  }
}

void FixedWindowSink::end_run(std::size_t index) {
  Run& run = run_of(index);
  if (run.observer) keep(*run.observer, run.levels, run.kept);
  run.observer.reset();
  run.levels.clear();
  run.previous.reset();
}

void FixedWindowSink::forget() {
  runs_.clear();
  borders_ = {};
  first_.reset();
  last_.reset();
  next_.reset();
}

void FixedWindowSink::take(RangeRecord& evidence) {
  for (auto& [index, run] : runs_) {
    end_run(index);
    std::ranges::move(run.kept, std::back_inserter(evidence.moments));
  }
  evidence.borders = std::move(borders_);
  evidence.first = std::move(first_);
  evidence.last = std::move(last_);
  evidence.next = next_;
  forget();
}

std::optional<ShotImportance> importance_of(const RangeRecord& evidence, const AnalyzeOptions& options,
                                            const cv::Rect& picture) {
  const MapGeometry geometry = map_geometry(evidence.video.size);
  if (!wants_importance(options) || !can_be_observed(geometry)) return std::nullopt;
  const ImportanceOptions importance = for_neighbors(options, evidence.video);
  const double fps = rate_of(evidence.video);
  SignalRecorder observer(importance, geometry, fps);
  ShotSignals all = observer.take();
  const int level = slot_level({.start = evidence.start, .end = evidence.end}, evidence.video);
  for (const SampledSignals& moment : evidence.moments) {
    if (moment.level >= level) all.frames.push_back(moment.seen);
  }
  if (all.frames.empty() && evidence.first) {
    observer.add(*evidence.first);
    all.frames = observer.take().frames;
  }
  if (all.frames.empty()) return std::nullopt;
  const double span_s = (all.frames.back().time - all.frames.front().time).value();
  const double steps = static_cast<double>(std::max<std::size_t>(1, all.frames.size() - 1));
  all.step_s = std::max(1 / fps, span_s / steps);
  all.picture = picture;
  return estimate_importance(all, importance);
}

std::optional<SampledSignals> moment_between(const RangeRecord& part, const RangeRecord& next,
                                             const AnalyzeOptions& options) {
  AnalyzeOptions dense = options;
  dense.measure.sampling = {.mode = SamplingMode::dense, .start = part.start, .end = part.end};
  FixedWindowSink observation(part.video, dense);
  observation.see(0, *part.last);
  observation.see(0, *next.first);
  RangeRecord both{.video = part.video, .measurement = {Field(map_geometry(part.video.size))}};
  observation.take(both);
  return both.moments.empty() ? std::nullopt : std::optional(std::move(both.moments.front()));
}

}  // namespace smartcrop::internal
