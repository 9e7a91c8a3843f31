#include <algorithm>
#include <span>
#include <utility>

#include "measure.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// Samples that are measured together: sums stay in 32 bits and in the cache, and 16 small frames are 5 MB.
constexpr std::size_t kBatch = 16;

/// Parts of a dense pass are at least about so long, since the frame between two is decoded twice, and not
/// more than so many: enough for an even load of some tens of cores.
constexpr std::int64_t kPartFrames = 96, kMostParts = 128;

/// Of the frames 0, 1, 2 ... of a range, 1, 1 + n, 1 + 2n ... are measured, each beside the one before it.
bool is_measured(std::int64_t frame, int every) {
  return frame > 0 && (frame - 1) % every == 0;
}

/// The key frames that parts of a dense pass begin at, the first at the range's own start. Fewer than two
/// where reading in parts does not pay or frames have to be counted.
std::vector<Burst> plan_parts(const FrameSource& source, const FrameRange& range) {
  const std::vector<Time> key_frames = source.key_frames();
  const auto frames = estimated_frames(range, source.info());
  if (range.counts_frames() || key_frames.empty() || !frames) return {};
  const Time start = range.start ? std::get<Time>(*range.start) : Time{};
  const Time after_last = key_frames.back() + Time{Rational(1)};
  Time end = source.info().duration.value_or(after_last);
  if (range.end) end = std::min(end, std::get<Time>(*range.end));
  const std::int64_t count = std::min(*frames / kPartFrames, kMostParts);
  if (!(start < end) || count < 2) return {};
  std::vector<Burst> parts = plan_bursts(key_frames, start, end, static_cast<int>(count)).bursts;
  if (parts.empty()) return {};
  parts.front().start = start;
  return parts;
}

}  // namespace

SmallFrame FieldBuilder::shrink(const Frame& frame) {
  const Stopwatch watch(seconds_);
  return smartcrop::shrink(frame, field_.geometry);
}

void FieldBuilder::add(SmallFrame frame, SmallFrame previous) {
  ++pairs_;
  add(Sample{std::move(frame), std::move(previous)});
}

void FieldBuilder::add_alone(SmallFrame frame) {
  add(Sample{std::move(frame), std::nullopt});
}

void FieldBuilder::add(Sample sample) {
  batch_.push_back(std::move(sample));
  if (batch_.size() >= kBatch) flush();
}

void FieldBuilder::flush() {
  const Stopwatch watch(seconds_);
  const std::vector<FrameSums> sums = field_.add(batch_, workers_);
  for (std::size_t i = 0; i < batch_.size(); ++i) timeline_.add(batch_[i], sums[i]);
  batch_.clear();
}

Field& FieldBuilder::finish() {
  flush();
  return field_;
}

namespace {

/// One frame after the other. Runs of every frame end where a part begins, as they do when parts are read
/// side by side.
MetricRecord measure_in_order(FrameSource& source, const FrameRange& range, std::span<const Burst> parts,
                              int every, std::optional<std::int64_t> limit, const MeasureOptions& options) {
  const VideoInfo& info = source.info();
  // Frames can be skipped by seeking only where none has to be counted.
  const bool counts = range.counts_frames();
  source.seek(!counts && range.start ? std::get<Time>(*range.start) : Time{});

  FrameRange read = range;
  if (counts) read.start.reset();
  ProgressTracker progress(estimated_frames(read, info).value_or(0), options.progress);

  const double step_s = options.timeline_step_s.value_or(timeline_step_s(range, info));
  FieldBuilder measurer(map_geometry(info.size), options.threads, step_s);
  MetricRecord result{Field(map_geometry(info.size)), SamplingMode::dense, 0, 0, 1.0, 0, 0, {},
                      MetricTimeline(step_s)};
  std::optional<SmallFrame> first;
  SmallFrame previous;
  std::int64_t in_range = 0;
  std::size_t run = 0;
  bool run_ended = false;
  const auto end_run = [&] {
    if (options.end_run) options.end_run(run);
    ++run;
  };
  for (;;) {
    Frame frame;  // given back to the decoder at the end of each round
    {
      const Stopwatch watch(result.decode_s);
      if (!source.read(frame)) break;
    }
    options.cancellation.throw_if_canceled();
    if (range.is_past(frame)) {
      if (options.see_next && every == 1) options.see_next(measurer.shrink(frame));
      break;
    }
    ++result.frames_decoded;
    if (counts || !range.is_before(frame)) {
      const std::int64_t done = progress.current() + 1;
      progress.update(done,
                      progress.total() > 0 ? std::optional(std::max(done, progress.total())) : std::nullopt);
    }
    if (range.is_before(frame)) continue;

    const std::int64_t number = in_range++;
    const bool measured = is_measured(number, every);
    if (!measured && !is_measured(number + 1, every)) {
      run_ended = true;
      continue;
    }
    SmallFrame small = measurer.shrink(frame);
    if (std::exchange(run_ended, false)) end_run();
    if (options.observe) options.observe(run, small);
    if (!options.one_run && run + 1 < parts.size() && frame.time >= parts[run + 1].start) {
      end_run();
      if (options.observe) options.observe(run, small);
    }
    if (number == 0) first = small;
    if (measured) measurer.add(small, std::move(previous));
    previous = std::move(small);
    if (limit && measurer.pairs() >= *limit) break;
  }
  options.cancellation.throw_if_canceled();
  if (!first) throw Error(info.path + ": no frame in the range " + range.text());
  if (measurer.pairs() == 0) measurer.add_alone(*first);

  result.field = std::move(measurer.finish());
  result.timeline = measurer.timeline();
  result.frames_measured = measurer.pairs();
  result.metrics_s = measurer.seconds();
  result.decoding = source.report();
  progress.update(progress.current(), progress.current());
  return result;
}

}  // namespace

MetricRecord measure_dense(FrameSource& source, const FrameRange& range, int every,
                           std::optional<std::int64_t> limit, const MeasureOptions& options) {
  const bool in_parts = every == 1 && !limit;
  const std::vector<Burst> parts = in_parts ? plan_parts(source, range) : std::vector<Burst>();
  if (parts.size() > 1 && optimal_worker_count(parts.size(), options.threads) > 1) {
    ProgressTracker progress(estimated_frames(range, source.info()).value_or(0), options.progress);
    const Stretches stretches{.bursts = parts, .whole = true};
    if (auto measured = measure_stretches(source, range, stretches, progress, options)) {
      progress.complete();
      return std::move(*measured);
    }
  } else {
    MetricRecord measured = measure_in_order(source, range, parts, every, limit, options);
    if (measured.decoding.errors == 0 || options.threads == 1 || !source.clone()) return measured;
  }
  // How FFmpeg patches damaged pictures up depends on the number of its threads; one gives the same bits
  // always.
  if (options.forget) options.forget();
  const auto single = source.clone({.threads = 1});
  return measure_in_order(single ? *single : source, range, parts, every, limit, options);
}

}  // namespace smartcrop::internal
