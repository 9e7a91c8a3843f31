#include <atomic>
#include <functional>
#include <string_view>
#include <utility>

#include "in_order.hpp"
#include "measure.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// A frame where one stretch ends and the next begins, to tell whether two readers saw the same.
struct Joint {
  Time time;
  std::size_t hash = 0;
  bool operator==(const Joint&) const = default;
};

Joint joint_at(const SmallFrame& frame) {
  const auto bytes = std::string_view(reinterpret_cast<const char*>(frame.luma.data),
                                      frame.luma.total() * frame.luma.elemSize());
  return {frame.time, std::hash<std::string_view>()(bytes)};
}

/// What one worker has done.
struct Part {
  FieldBuilder measurer;
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
  const Stretches& stretches;
  const MeasureOptions& options;
  ProgressTracker& progress;
  std::vector<std::optional<Joint>> begins, ends;  ///< of each stretch; the end is the next one's begin
  std::optional<InOrder> in_order;                 ///< where observe() sees all stretches as one run
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};

  bool is_stopped() const { return stop.load(std::memory_order_relaxed); }
  void give_up() {
    stop.store(true, std::memory_order_relaxed);
    if (in_order) in_order->stop();
  }
  /// `is_end`: the next stretch shows the frame, too.
  void show(std::size_t which, const SmallFrame& frame, bool is_end) {
    if (!options.observe) return;
    if (!in_order) return options.observe(which, frame);
    if (!is_end) in_order->add(which, frame);
  }
};

/// Reads stretch `which` up to the first frame of the one that follows: the pair of the frames before that
/// belongs to this one, all later pairs to the next.
void read_stretch(FrameSource& source, std::size_t which, Job& job, Part& part) {
  const std::vector<Burst>& bursts = job.stretches.bursts;
  const Burst& burst = bursts[which];
  const Burst* following = which + 1 < bursts.size() ? &bursts[which + 1] : nullptr;
  const bool whole = job.stretches.whole;
  std::optional<SmallFrame> previous;
  {
    const Stopwatch watch(part.decode_s);
    if (!source.seek(burst.start)) return;
    if (!whole) source.expect(burst.frames);
  }
  for (int count = 0; (whole || count < burst.frames) && !job.is_stopped(); ++count) {
    Frame frame;
    {
      const Stopwatch watch(part.decode_s);
      if (!source.read(frame)) return;
    }
    job.options.cancellation.throw_if_canceled();
    if (job.range.is_past(frame)) {
      if (whole && !following && job.options.see_next) job.options.see_next(part.measurer.shrink(frame));
      return;
    }
    const bool is_end = following && frame.time >= following->start;
    const bool is_before = job.range.is_before(frame);
    if (!whole || !is_end) ++part.frames_decoded;
    if (!whole || !(is_end || is_before)) job.progress.advance();
    if (is_before) continue;
    SmallFrame small = part.measurer.shrink(frame);
    if (whole && !previous) job.begins[which] = joint_at(small);
    if (whole && is_end) job.ends[which] = joint_at(small);
    job.show(which, small, is_end);
    if (!part.first || which < part.first_burst) {
      part.first = small;
      part.first_burst = which;
    }
    if (previous) part.measurer.add(small, std::move(*previous));
    previous = std::move(small);
    if (is_end) return;
  }
}

void work(FrameSource& source, Job& job, Part& part) {
  while (!job.is_stopped()) {
    const std::size_t which = job.next.fetch_add(1);
    if (which >= job.stretches.bursts.size()) break;
    const Burst& burst = job.stretches.bursts[which];
    const std::int64_t before = part.frames_decoded;
    try {
      read_stretch(source, which, job, part);
    } catch (const Canceled&) {
      throw;
    } catch (const TimedOut&) {
      throw;
    } catch (const Error& error) {
      // One damaged place does not spoil the rest.
      note(part.report, {1, burst.start, error.what()});
    }
    if (job.in_order) job.in_order->end(which);
    if (!job.in_order && job.options.end_run) job.options.end_run(which);
    if (!job.stretches.whole) job.progress.advance(burst.frames - (part.frames_decoded - before));
    if (job.stretches.whole && part.report.errors + source.report().errors > 0) job.give_up();
  }
  part.measurer.finish();
}

/// True where each stretch ended with just the frame that the next one began with.
bool are_joined(const Job& job) {
  for (std::size_t i = 0; i + 1 < job.ends.size(); ++i) {
    if (!job.ends[i] || job.ends[i] != job.begins[i + 1]) return false;
  }
  return true;
}

}  // namespace

std::optional<MetricRecord> measure_stretches(FrameSource& source, const FrameRange& range,
                                              const Stretches& stretches, ProgressTracker& progress,
                                              const MeasureOptions& options) {
  const MapGeometry geometry = map_geometry(source.info().size);
  const double step_s = options.timeline_step_s.value_or(timeline_step_s(range, source.info()));
  const std::size_t count = stretches.bursts.size();
  Job job{range, stretches, options, progress, {}, {}, {}};
  if (stretches.whole && options.one_run && options.observe) {
    job.in_order.emplace([&](const SmallFrame& frame) { options.observe(0, frame); }, count);
  }
  job.begins.resize(count);
  job.ends.resize(count);

  // Also a single worker reads a clone, which can be told how to decode. The first is opened here: where it
  // cannot be, the source itself does all.
  int workers = optimal_worker_count(count, options.threads);
  std::vector<std::unique_ptr<FrameSource>> clones(static_cast<std::size_t>(workers));
  const CloneOptions cloning{.threads = 1, .deblock = stretches.deblock};
  if (workers > 1 || !stretches.deblock) clones[0] = source.clone(cloning);
  if (!clones[0]) workers = 1;
  std::vector<Part> parts(static_cast<std::size_t>(workers), Part{FieldBuilder(geometry, 1, step_s)});
  parallel_for(parts.size(), workers, [&](std::size_t i) {
    try {
      if (workers > 1 && !clones[i]) clones[i] = source.clone(cloning);
      if (clones[i]) return work(*clones[i], job, parts[i]);
      if (workers == 1) work(source, job, parts[i]);
    } catch (...) {
      job.give_up();
      throw;
    }
  });
  options.cancellation.throw_if_canceled();
  if (stretches.whole && (job.is_stopped() || !are_joined(job))) return std::nullopt;

  MetricRecord result{Field(geometry), SamplingMode::dense,   0, 0, 1, 0, 0,
                      source.report(), MetricTimeline(step_s)};
  const Part* earliest = nullptr;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    result.field += part.measurer.finish();
    result.timeline += part.measurer.timeline();
    result.frames_decoded += part.frames_decoded;
    result.frames_measured += part.measurer.pairs();
    result.decode_s += part.decode_s / workers;
    result.metrics_s += part.measurer.seconds() / workers;
    note(result.decoding, part.report);
    if (clones[i]) note(result.decoding, clones[i]->report());
    if (part.first && (!earliest || part.first_burst < earliest->first_burst)) earliest = &part;
  }
  if (!earliest) return std::nullopt;
  if (result.frames_measured == 0) {
    const Sample alone{*earliest->first, std::nullopt};
    result.timeline.add(alone, result.field.add(std::span(&alone, 1)).front());
  }
  return result;
}

}  // namespace smartcrop::internal
