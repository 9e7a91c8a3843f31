#include <algorithm>
#include <utility>

#include "measure_detail.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::detail {
namespace {

/// Samples that are measured together: sums stay in 32 bits and in the cache, and 16 small frames are 5 MB.
constexpr std::size_t kBatch = 16;

/// Of the frames 0, 1, 2 ... of a range, 1, 1 + n, 1 + 2n ... are measured, each beside the one before it.
bool is_measured(std::int64_t frame, int every) {
  return frame > 0 && (frame - 1) % every == 0;
}

}  // namespace

SmallFrame Measurer::shrink(const Frame& frame) {
  const Stopwatch watch(seconds_);
  return smartcrop::shrink(frame, field_.geometry);
}

void Measurer::add(SmallFrame frame, SmallFrame previous) {
  ++pairs_;
  add(Sample{std::move(frame), std::move(previous)});
}

void Measurer::add_alone(SmallFrame frame) {
  add(Sample{std::move(frame), std::nullopt});
}

void Measurer::add(Sample sample) {
  batch_.push_back(std::move(sample));
  if (batch_.size() >= kBatch) flush();
}

void Measurer::flush() {
  const Stopwatch watch(seconds_);
  field_.add(batch_, workers_);
  batch_.clear();
}

Field& Measurer::finish() {
  flush();
  return field_;
}

Measurement measure_dense(FrameSource& source, const FrameRange& range, int every,
                          std::optional<std::int64_t> limit, const MeasureOptions& options) {
  const VideoInfo& info = source.info();
  // Frames can be skipped by seeking only where none has to be counted.
  const bool counts = range.counts_frames();
  source.seek(!counts && range.start ? std::get<Time>(*range.start) : Time{});

  FrameRange read = range;
  if (counts) read.start.reset();
  ProgressTracker progress(estimated_frames(read, info).value_or(0), options.progress);

  Measurer measurer(map_geometry(info.size), options.threads);
  Measurement result{Field(map_geometry(info.size)), SamplingMode::dense, 0, 0, 1.0, 0, 0, {}};
  std::optional<SmallFrame> first;
  SmallFrame previous;
  std::int64_t in_range = 0;
  std::size_t run = 0;
  bool run_ended = false;
  for (;;) {
    Frame frame;  // given back to the decoder at the end of each round
    {
      const Stopwatch watch(result.decode_s);
      if (!source.read(frame)) break;
    }
    options.cancellation.throw_if_cancelled();
    if (range.is_past(frame)) break;
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
    run += std::exchange(run_ended, false) ? 1 : 0;
    if (options.observe) options.observe(run, small);
    if (number == 0) first = small;
    if (measured) measurer.add(small, std::move(previous));
    previous = std::move(small);
    if (limit && measurer.pairs() >= *limit) break;
  }
  options.cancellation.throw_if_cancelled();
  if (!first) throw Error(info.path + ": no frame in the range " + range.text());
  if (measurer.pairs() == 0) measurer.add_alone(*first);

  result.field = std::move(measurer.finish());
  result.frames_measured = measurer.pairs();
  result.metrics_s = measurer.seconds();
  result.decoding = source.report();
  progress.update(progress.current(), progress.current());
  return result;
}

}  // namespace smartcrop::detail
