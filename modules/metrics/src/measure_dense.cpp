#include <algorithm>
#include <span>
#include <utility>

#include "field_builder.hpp"
#include "passes.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// Least length of a part of a dense pass, because the frame between two parts is decoded twice; and largest
/// number of parts, enough for an even load on some tens of cores.
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

/// What a sequential pass is to do.
struct SequentialPlan {
  FrameRange range;
  std::span<const Burst> parts;  ///< a run ends where one begins, as when parts are read side by side
  int every = 1;
  std::optional<std::int64_t> limit;  ///< of the frames measured
};

/// Reads one frame after the other.
class SequentialPass {
 public:
  SequentialPass(FrameSource& source, const SequentialPlan& plan, const MeasureOptions& options,
                 FrameSink& sink)
      : source_(source),
        plan_(plan),
        options_(options),
        sink_(sink),
        step_s_(options.timeline_step_s.value_or(timeline_step_s(plan.range, source.info()))),
        builder_(map_geometry(source.info().size), options.threads, step_s_),
        // Where a frame has to be found by counting, those before the range are read and reported, too.
        progress_(
            estimated_frames({counts() ? std::nullopt : plan.range.start, plan.range.end}, source.info())
                .value_or(0),
            options.progress) {}

  MetricRecord run() {
    const bool can_skip = !counts() && plan_.range.start;
    source_.seek(can_skip ? std::get<Time>(*plan_.range.start) : Time{});
    std::optional<SmallFrame> behind;
    for (;;) {
      Frame frame;  // given back to the decoder at the end of each round
      has_reached_end_ = !read(frame);
      if (has_reached_end_) break;
      options_.cancellation.throw_if_canceled();
      if (plan_.range.is_past(frame)) {
        if (plan_.every == 1) behind = builder_.shrink(frame);
        break;
      }
      ++frames_decoded_;
      const bool is_before = plan_.range.is_before(frame);
      if (counts() || !is_before) report_one_more();
      if (!is_before) take(frame);
      if (plan_.limit && builder_.pairs() >= *plan_.limit) break;
    }
    options_.cancellation.throw_if_canceled();
    end_run();
    if (behind) sink_.frame_behind(*behind);
    return finish();
  }

 private:
  bool counts() const { return plan_.range.counts_frames(); }

  bool read(Frame& frame) {
    const Stopwatch watch(decode_s_);
    return source_.read(frame);
  }

  void report_one_more() {
    const std::int64_t done = progress_.current() + 1;
    progress_.update(done,
                     progress_.total() > 0 ? std::optional(std::max(done, progress_.total())) : std::nullopt);
  }

  /// A frame of the range.
  void take(const Frame& frame) {
    last_frame_ = frame.time;
    const std::int64_t number = in_range_++;
    const bool measured = is_measured(number, plan_.every);
    if (!measured && !is_measured(number + 1, plan_.every)) return end_run();
    SmallFrame small = builder_.shrink(frame);
    show(small);
    if (run_ + 1 < plan_.parts.size() && frame.time >= plan_.parts[run_ + 1].start) {
      end_run();
      show(small);
    }
    if (number == 0) first_ = small;
    if (measured) builder_.add(small, std::move(previous_));
    previous_ = std::move(small);
  }

  void show(const SmallFrame& frame) {
    if (!std::exchange(is_in_run_, true)) sink_.begin_run(run_);
    sink_.frame(run_, frame);
  }

  void end_run() {
    if (std::exchange(is_in_run_, false)) sink_.end_run(run_++);
  }

  MetricRecord finish() {
    if (!first_) throw Error(source_.info().path + ": no frame in the range " + plan_.range.text());
    if (builder_.pairs() == 0) builder_.add_alone(*first_);
    MetricRecord record{std::move(builder_.finish()), SamplingMode::dense};
    record.timeline = builder_.timeline();
    record.frames_decoded = frames_decoded_;
    record.frames_measured = builder_.pairs();
    record.decode_s = decode_s_;
    record.metrics_s = builder_.seconds();
    record.decoding = source_.report();
    record.last_frame = last_frame_;
    record.has_reached_end = has_reached_end_;
    progress_.update(progress_.current(), progress_.current());
    return record;
  }

  FrameSource& source_;
  const SequentialPlan& plan_;
  const MeasureOptions& options_;
  FrameSink& sink_;
  double step_s_;
  FieldBuilder builder_;
  ProgressTracker progress_;
  std::optional<SmallFrame> first_;
  SmallFrame previous_;
  std::optional<Time> last_frame_;
  bool has_reached_end_ = false;
  std::int64_t frames_decoded_ = 0, in_range_ = 0;
  double decode_s_ = 0;
  std::size_t run_ = 0;
  bool is_in_run_ = false;
};

}  // namespace

MetricRecord measure_dense(FrameSource& source, const FrameRange& range, int every,
                           std::optional<std::int64_t> limit, const MeasureOptions& options,
                           FrameSink& sink) {
  const bool in_parts = every == 1 && !limit;
  const std::vector<Burst> parts = in_parts ? plan_parts(source, range) : std::vector<Burst>();
  SequentialPlan sequential{range, parts, every, limit};
  if (sink.needs_one_run()) sequential.parts = {};
  if (parts.size() > 1 && optimal_worker_count(parts.size(), options.threads) > 1) {
    ProgressTracker progress(estimated_frames(range, source.info()).value_or(0), options.progress);
    const RunPlan plan{.runs = parts, .whole = true};
    if (auto measured = measure_runs(source, range, plan, progress, options, sink)) {
      progress.complete();
      return std::move(*measured);
    }
  } else {
    MetricRecord measured = SequentialPass(source, sequential, options, sink).run();
    if (measured.decoding.errors == 0 || options.threads == 1 || !source.clone()) return measured;
  }
  // How FFmpeg patches damaged pictures up depends on the number of its threads; one gives the same bits
  // always.
  sink.restart();
  const auto single = source.clone({.threads = 1});
  return SequentialPass(single ? *single : source, sequential, options, sink).run();
}

}  // namespace smartcrop::internal
