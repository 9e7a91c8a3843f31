#include <algorithm>
#include <cmath>

#include "passes.hpp"

namespace smartcrop::internal {
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

std::optional<MetricRecord> measure_bursts(FrameSource& source, const FrameRange& range,
                                           const BurstPlan& plan, const MeasureOptions& options,
                                           FrameSink& sink) {
  std::int64_t frames = 0;
  for (const Burst& burst : plan.bursts) frames += burst.frames;
  ProgressTracker progress(frames, options.progress);
  const bool is_wide = hides_block_edges(map_geometry(source.info().size));
  const RunPlan runs{.runs = plan.bursts, .deblocking = is_wide ? Deblocking::none : Deblocking::all};
  std::optional<MetricRecord> result = measure_runs(source, range, runs, progress, options, sink);
  const bool read_by_source = plan.bursts.size() == 1;  // with as many threads as that has
  if (result && result->decoding.errors > 0 && read_by_source && options.threads != 1) {
    if (const auto single = source.clone({.threads = 1})) {
      // See measure_dense().
      sink.restart();
      MeasureOptions alone = options;
      alone.threads = 1;
      result = measure_runs(*single, range, runs, progress, alone, sink);
    }
  }
  if (!result) return std::nullopt;
  result->mode = SamplingMode::bursts;
  result->evenness = plan.evenness;
  progress.complete();
  return result;
}

}  // namespace smartcrop::internal
