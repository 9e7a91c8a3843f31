#include <atomic>
#include <cstdint>
#include <span>
#include <utility>

#include "field_builder.hpp"
#include "in_order.hpp"
#include "passes.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// What one worker has done.
struct Part {
  FieldBuilder builder;
  std::size_t first_run = 0;  ///< the run that `first` is from
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
  const RunPlan& plan;
  const MeasureOptions& options;
  ProgressTracker& progress;
  FrameSink& sink;
  std::vector<std::optional<FrameMark>> begins, ends;  ///< of each run; an end is the next one's begin
  std::optional<SmallFrame> behind;                    ///< the first frame behind the range of whole runs
  std::optional<InOrder> in_order;                     ///< where the sink sees all of them as one run
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};

  bool is_stopped() const { return stop.load(std::memory_order_relaxed); }
  void give_up() {
    stop.store(true, std::memory_order_relaxed);
    if (in_order) in_order->stop();
  }
  void begin(std::size_t which) {
    if (!in_order) sink.begin_run(which);
  }
  /// `is_end`: the next run shows the frame, too.
  void show(std::size_t which, const SmallFrame& frame, bool is_end) {
    if (!in_order) return sink.frame(which, frame);
    if (!is_end) in_order->add(which, frame);
  }
  void end(std::size_t which) {
    if (!in_order) return sink.end_run(which);
    in_order->end(which);
  }
};

/// Reads run `which` up to the first frame of the one that follows: the pair of the frames before that
/// belongs to this one, all later pairs to the next.
void read_run(FrameSource& source, std::size_t which, Job& job, Part& part) {
  const std::vector<Burst>& bursts = job.plan.runs;
  const Burst& burst = bursts[which];
  const Burst* following = which + 1 < bursts.size() ? &bursts[which + 1] : nullptr;
  const bool whole = job.plan.whole;
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
      if (whole && !following) job.behind = part.builder.shrink(frame);
      return;
    }
    const bool is_end = following && frame.time >= following->start;
    const bool is_before = job.range.is_before(frame);
    if (!whole || !is_end) ++part.frames_decoded;
    if (!whole || !(is_end || is_before)) job.progress.advance();
    if (is_before) continue;
    SmallFrame small = part.builder.shrink(frame);
    if (whole && !previous) job.begins[which] = mark_of(small);
    if (whole && is_end) job.ends[which] = mark_of(small);
    job.show(which, small, is_end);
    if (!part.first || which < part.first_run) {
      part.first = small;
      part.first_run = which;
    }
    if (previous) part.builder.add(small, std::move(*previous));
    previous = std::move(small);
    if (is_end) return;
  }
}

void work(FrameSource& source, Job& job, Part& part) {
  while (!job.is_stopped()) {
    const std::size_t which = job.next.fetch_add(1);
    if (which >= job.plan.runs.size()) break;
    const Burst& burst = job.plan.runs[which];
    const std::int64_t before = part.frames_decoded;
    job.begin(which);
    try {
      read_run(source, which, job, part);
    } catch (const Error& error) {
      // One damaged place does not spoil the rest.
      note(part.report, {1, burst.start, error.what()});
    }
    job.end(which);
    if (!job.plan.whole) job.progress.advance(burst.frames - (part.frames_decoded - before));
    if (job.plan.whole && part.report.errors + source.report().errors > 0) job.give_up();
  }
  part.builder.finish();
}

/// True where each run ended with just the frame that the next one began with.
bool are_joined(const Job& job) {
  for (std::size_t i = 0; i + 1 < job.ends.size(); ++i) {
    if (!job.ends[i] || job.ends[i] != job.begins[i + 1]) return false;
  }
  return true;
}

/// What all workers have done together; nullopt if nothing could be read.
std::optional<MetricRecord> sum_of(std::vector<Part>& parts, const MapGeometry& geometry, double step_s,
                                   const DecodeReport& of_source) {
  const auto workers = static_cast<double>(parts.size());
  MetricRecord record{Field(geometry), SamplingMode::dense};
  record.timeline = MetricTimeline(step_s);
  record.decoding = of_source;
  const Part* earliest = nullptr;
  for (Part& part : parts) {
    record.field += part.builder.finish();
    record.timeline += part.builder.timeline();
    record.frames_decoded += part.frames_decoded;
    record.frames_measured += part.builder.pairs();
    record.decode_s += part.decode_s / workers;
    record.metrics_s += part.builder.seconds() / workers;
    note(record.decoding, part.report);
    if (part.first && (!earliest || part.first_run < earliest->first_run)) earliest = &part;
  }
  if (!earliest) return std::nullopt;
  if (record.frames_measured == 0) {
    const FramePair alone{*earliest->first, std::nullopt};
    record.timeline.add(alone, record.field.add(std::span(&alone, 1)).front());
  }
  return record;
}

}  // namespace

std::optional<MetricRecord> measure_runs(FrameSource& source, const FrameRange& range, const RunPlan& plan,
                                         ProgressTracker& progress, const MeasureOptions& options,
                                         FrameSink& sink) {
  const MapGeometry geometry = map_geometry(source.info().size);
  const double step_s = options.timeline_step_s.value_or(timeline_step_s(range, source.info()));
  const std::size_t count = plan.runs.size();
  Job job{range, plan, options, progress, sink, {}, {}, {}, {}};
  job.begins.resize(count);
  job.ends.resize(count);
  if (plan.whole && sink.needs_one_run()) {
    job.in_order.emplace([&](const SmallFrame& frame) { sink.frame(0, frame); }, count, sink.most_waiting());
    sink.begin_run(0);
  }

  // Also a single worker reads a clone, which can be told how to decode. The first is opened here: where it
  // cannot be, the source itself does all.
  int workers = optimal_worker_count(count, options.threads);
  std::vector<std::unique_ptr<FrameSource>> clones(static_cast<std::size_t>(workers));
  const CloneOptions cloning{.threads = 1, .deblocking = plan.deblocking};
  if (workers > 1 || plan.deblocking != Deblocking::all) clones[0] = source.clone(cloning);
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
  if (plan.whole && (job.is_stopped() || !are_joined(job))) return std::nullopt;
  if (job.in_order) sink.end_run(0);
  if (job.behind) sink.frame_behind(*job.behind);

  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (clones[i]) note(parts[i].report, clones[i]->report());
  }
  return sum_of(parts, geometry, step_s, source.report());
}

}  // namespace smartcrop::internal
