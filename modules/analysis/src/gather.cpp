#include "gather.hpp"

#include <chrono>

#include "fixed_window_sink.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace internal {

void sample_every_frame(SamplingOptions& sampling) {
  sampling.mode = SamplingMode::dense;
  sampling.every = 1;
}

RangeRecord gather_with(FrameSource& source, const AnalyzeOptions& options, FrameSink* other) {
  const auto begin = std::chrono::steady_clock::now();
  AnalyzeOptions sampled = options;
  if (other != nullptr) sample_every_frame(sampled.measure.sampling);
  sampled.measure.timeline_step_s = kFinestStep_s;
  FixedWindowSink sink(source.info(), sampled);
  FanOut both({&sink, other});
  FrameSink& frames = other != nullptr ? static_cast<FrameSink&>(both) : sink;
  return with_exact_times(source.info(), [&] {
    RangeRecord record{.video = source.info(),
                       .start = options.measure.sampling.start,
                       .end = options.measure.sampling.end,
                       .metrics = measure(source, sampled.measure, &frames)};
    sink.take(record);
    record.elapsed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    record.threads = optimal_worker_count(SIZE_MAX, options.measure.threads);
    return record;
  });
}

}  // namespace internal

RangeRecord gather(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  if (options.mode != WindowMode::fixed)
    throw std::invalid_argument("gather: mode is moving, must be fixed: a path needs all frames in order");
  return internal::gather_with(source, options, nullptr);
}

}  // namespace smartcrop
