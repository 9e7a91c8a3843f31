#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "measure_detail.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::detail {
namespace {

/// Key frames of a video of constant frame rate lie on whole frames; this far from one (a share of a frame)
/// they may be for the rounding of timestamps.
constexpr double kOffGrid = 0.25;
/// Largest share of the range that bursts may leave out in one piece; twice an even gap where few samples are
/// wanted.
constexpr double kWidestGap = 1.0 / 3;

bool has_constant_rate(const std::vector<Time>& key_frames, Rational rate) {
  if (rate == Rational(0)) return false;
  return std::ranges::all_of(key_frames, [&](Time time) {
    const double frame = time.value() * rate.value();
    return std::abs(frame - std::round(frame)) <= kOffGrid;
  });
}

/// The moment half a frame before the frame at a point, so that rounded timestamps fall on the right side.
Time time_of(const TimePoint& point, Rational rate) {
  if (const auto* time = std::get_if<Time>(&point)) return *time;
  const std::int64_t index = std::get<FrameIndex>(point).value;
  if (index == 0) return {};
  return {Rational(2 * index - 1, 2) / rate};
}

bool leaves_gap(const std::vector<Burst>& bursts, Time start, Time end, Rational rate, int samples) {
  const double period_s = rate == Rational(0) ? 0 : 1 / rate.value();
  double seen_until = start.value();
  double widest = 0;
  for (const Burst& burst : bursts) {
    widest = std::max(widest, burst.start.value() - seen_until);
    seen_until = burst.start.value() + period_s * burst.frames;
  }
  widest = std::max(widest, end.value() - seen_until);
  return widest > std::max(kWidestGap, 2.0 / samples) * (end - start).value();
}

/// What one worker has done.
struct Part {
  Measurer measurer;
  std::size_t first_burst = 0;  ///< the burst that `first` is from
  std::optional<SmallFrame> first = {};
  std::int64_t frames_decoded = 0;
  double decode_s = 0;
  DecodeReport report = {};
};

void note(DecodeReport& report, const DecodeReport& other) {
  report.errors += other.errors;
  if (!other.first_error || (report.first_error && *report.first_error <= *other.first_error)) return;
  report.first_error = other.first_error;
  report.first_message = other.first_message;
}

/// The work shared by all workers.
struct Job {
  const FrameRange& range;
  const std::vector<Burst>& bursts;
  const CancellationToken& cancellation;
  const std::function<void(std::size_t, const SmallFrame&)>& observe;
  ProgressTracker progress;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
};

/// Reads burst `which` up to the first frame of the one that follows: the pair of the frames before that
/// belongs to this one, all later pairs to the next.
int read_burst(FrameSource& source, std::size_t which, Job& job, Part& part) {
  const Burst& burst = job.bursts[which];
  const Burst* following = which + 1 < job.bursts.size() ? &job.bursts[which + 1] : nullptr;
  std::optional<SmallFrame> previous;
  int count = 0;
  {
    const Stopwatch watch(part.decode_s);
    if (!source.seek(burst.start)) return 0;
    source.expect(burst.frames);
  }
  while (count < burst.frames && !job.stop.load(std::memory_order_relaxed)) {
    Frame frame;
    {
      const Stopwatch watch(part.decode_s);
      if (!source.read(frame)) break;
    }
    job.cancellation.throw_if_cancelled();
    if (job.range.is_past(frame)) break;
    ++part.frames_decoded;
    ++count;
    job.progress.advance();
    if (job.range.is_before(frame)) continue;
    SmallFrame small = part.measurer.shrink(frame);
    if (job.observe) job.observe(which, small);
    if (!part.first || which < part.first_burst) {
      part.first = small;
      part.first_burst = which;
    }
    if (previous) part.measurer.add(small, std::move(*previous));
    previous = std::move(small);
    if (following && frame.time >= following->start) break;
  }
  return count;
}

void work(FrameSource& source, Job& job, Part& part) {
  while (!job.stop.load(std::memory_order_relaxed)) {
    const std::size_t which = job.next.fetch_add(1);
    if (which >= job.bursts.size()) break;
    const Burst& burst = job.bursts[which];
    const std::int64_t before = part.frames_decoded;
    try {
      read_burst(source, which, job, part);
    } catch (const Cancelled&) {
      throw;
    } catch (const Error& error) {
      // One damaged place does not spoil the rest.
      note(part.report, {1, burst.start, error.what()});
    }
    job.progress.advance(burst.frames - (part.frames_decoded - before));
  }
  part.measurer.finish();
}

}  // namespace

std::optional<BurstPlan> choose_bursts(const FrameSource& source, FrameRange& range, int samples) {
  const std::vector<Time> key_frames = source.key_frames();
  if (key_frames.empty()) return std::nullopt;
  const VideoInfo& info = source.info();
  if (range.counts_frames() && !has_constant_rate(key_frames, info.frame_rate)) return std::nullopt;

  const Time start = range.start ? time_of(*range.start, info.frame_rate) : Time{};
  const Time after_last = key_frames.back() + Time{Rational(1)};
  Time end = info.duration && *info.duration > key_frames.back() ? *info.duration : after_last;
  if (range.end) end = std::min(end, time_of(*range.end, info.frame_rate));
  if (!(start < end)) return std::nullopt;

  BurstPlan plan = plan_bursts(key_frames, start, end, samples);
  if (plan.bursts.empty() || leaves_gap(plan.bursts, start, end, info.frame_rate, samples))
    return std::nullopt;
  if (range.start) range.start = start;
  if (range.end) range.end = time_of(*range.end, info.frame_rate);
  return plan;
}

std::optional<Measurement> measure_bursts(FrameSource& source, const FrameRange& range, const BurstPlan& plan,
                                          const MeasureOptions& options) {
  const MapGeometry geometry = map_geometry(source.info().size);
  std::int64_t frames = 0;
  for (const Burst& burst : plan.bursts) frames += burst.frames;
  Job job{range, plan.bursts, options.cancellation, options.observe,
          ProgressTracker(frames, options.progress)};

  int workers = optimal_worker_count(plan.bursts.size(), options.threads);
  std::vector<std::unique_ptr<FrameSource>> clones;
  if (workers > 1) {
    // The first is opened here: where it cannot be, the source itself does all.
    clones.resize(static_cast<std::size_t>(workers));
    clones[0] = source.clone(1);
    if (!clones[0]) workers = 1;
  }
  std::vector<Part> parts(static_cast<std::size_t>(workers), Part{Measurer(geometry, 1)});
  parallel_for(parts.size(), workers, [&](std::size_t i) {
    try {
      if (workers == 1) return work(source, job, parts[i]);
      if (!clones[i]) clones[i] = source.clone(1);
      if (clones[i]) work(*clones[i], job, parts[i]);
    } catch (...) {
      job.stop.store(true, std::memory_order_relaxed);
      throw;
    }
  });
  options.cancellation.throw_if_cancelled();

  Measurement result{Field(geometry), SamplingMode::bursts, 0, 0, plan.evenness, 0, 0, source.report()};
  const Part* earliest = nullptr;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    result.field += part.measurer.finish();
    result.frames_decoded += part.frames_decoded;
    result.frames_measured += part.measurer.pairs();
    result.decode_s += part.decode_s / workers;
    result.metrics_s += part.measurer.seconds() / workers;
    note(result.decoding, part.report);
    if (!clones.empty() && clones[i]) note(result.decoding, clones[i]->report());
    if (part.first && (!earliest || part.first_burst < earliest->first_burst)) earliest = &part;
  }
  if (!earliest) return std::nullopt;
  if (result.frames_measured == 0) result.field.add(std::vector{Sample{*earliest->first, std::nullopt}});
  job.progress.complete();
  return result;
}

}  // namespace smartcrop::detail
