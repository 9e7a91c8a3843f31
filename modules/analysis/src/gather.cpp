#include <chrono>

#include "gather.hpp"
#include "smartcrop/core/parallel.hpp"
#include "window_sinks.hpp"

namespace smartcrop {
namespace internal {

void look_at_every_frame(MeasureOptions& measuring) {
  measuring.sampling.mode = SamplingMode::dense;
  measuring.sampling.every = 1;
  measuring.one_run = true;
}

RangeRecord gather_watched(FrameSource& source, const AnalyzeOptions& options, FrameSink* watcher) {
  const auto begin = std::chrono::steady_clock::now();
  AnalyzeOptions sampled = options;
  MeasureOptions& measuring = sampled.measure;
  if (watcher != nullptr) look_at_every_frame(measuring);
  FixedWindowSink seen(source.info(), sampled);
  measuring.timeline_step_s = kFinestStep_s;
  measuring.observe = [&](std::size_t run, const SmallFrame& frame) {
    seen.see(run, frame);
    if (watcher != nullptr) watcher->see(frame);
  };
  measuring.end_run = [&](std::size_t run) { seen.end_run(run); };
  measuring.see_next = [&](const SmallFrame& frame) { seen.see_next(frame); };
  measuring.forget = [&] {
    seen.forget();
    if (watcher != nullptr) watcher->reset();
  };
  return with_sound_times(source.info(), [&] {
    RangeRecord evidence{.video = source.info(),
                         .start = options.measure.sampling.start,
                         .end = options.measure.sampling.end,
                         .measurement = measure(source, measuring)};
    seen.take(evidence);
    evidence.elapsed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    evidence.threads = optimal_worker_count(SIZE_MAX, options.measure.threads);
    return evidence;
  });
}

}  // namespace internal

RangeRecord gather(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  if (options.mode != WindowMode::fixed)
    throw std::invalid_argument("gather: mode is moving, must be fixed: a path needs all frames in order");
  return internal::gather_watched(source, options, nullptr);
}

}  // namespace smartcrop
