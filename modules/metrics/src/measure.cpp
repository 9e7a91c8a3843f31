#include "smartcrop/metrics/measure.hpp"

#include <algorithm>
#include <stdexcept>

#include "passes.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// Every n-th frame such that about `samples` pairs come of the range; every frame where its length is
/// unknown.
int every_for(int samples, std::optional<std::int64_t> frames) {
  if (!frames) return 1;
  constexpr std::int64_t kLargest = 1 << 30;
  return static_cast<int>(std::clamp<std::int64_t>((*frames - 1) / samples, 1, kLargest));
}

/// For a caller who wants the metrics alone.
class NoSink : public FrameSink {
 public:
  void frame(std::size_t /*run*/, const SmallFrame& /*frame*/) override {}
};

}  // namespace

std::vector<std::string> MeasureOptions::problems() const {
  std::vector<std::string> problems = sampling.problems();
  if (threads < 0)
    problems.push_back("threads is " + std::to_string(threads) + ", must be 0 (all cores) or more");
  if (timeline_step_s && !(*timeline_step_s > 0))
    problems.push_back("timeline_step_s is " + std::to_string(*timeline_step_s) + ", must be above 0");
  return problems;
}

bool hides_block_edges(const MapGeometry& geometry) {
  constexpr int kWideEnough_px = 6;
  return geometry.block >= kWideEnough_px;
}

std::optional<std::int64_t> estimated_frames(const SamplingOptions& range, const VideoInfo& info) {
  return internal::estimated_frames({range.start, range.end}, info);
}

double timeline_step_s(const SamplingOptions& range, const VideoInfo& info) {
  return internal::timeline_step_s({range.start, range.end}, info);
}

MetricRecord measure(FrameSource& source, const MeasureOptions& options, FrameSink* sink) {
  throw_if_any("measure", options.problems());
  options.cancellation.throw_if_canceled();
  NoSink none;
  FrameSink& frames = sink != nullptr ? *sink : none;
  const SamplingOptions& sampling = options.sampling;
  // Bursts that turn out unreadable are followed by a dense pass; what is reported must not step back for
  // that.
  MeasureOptions used = options;
  std::int64_t reported = 0;
  if (options.progress) {
    used.progress = [&](std::int64_t done, std::int64_t total) {
      if (done < reported) return;
      reported = done;
      options.progress(done, total);
    };
  }
  const VideoInfo& info = source.info();
  const internal::FrameRange range{sampling.start, sampling.end};
  std::optional<std::int64_t> limit;
  if (info.is_live && !range.end) limit = sampling.samples;
  if (sampling.mode == SamplingMode::dense) {
    return internal::measure_dense(source, range, sampling.every, limit, used, frames);
  }
  internal::FrameRange timed = range;
  if (const auto plan = internal::choose_bursts(source, timed, sampling.samples)) {
    if (auto measured = internal::measure_bursts(source, timed, *plan, used, frames))
      return std::move(*measured);
    frames.restart();
  }
  const int every = every_for(sampling.samples, internal::estimated_frames(range, info));
  return internal::measure_dense(source, range, every, limit, used, frames);
}

}  // namespace smartcrop
