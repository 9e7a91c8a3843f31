#include <algorithm>
#include <stdexcept>

#include "fixed_window_sink.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// How two files show that they are different videos; empty if they may be the same. Their paths may differ.
std::string difference(const VideoInfo& a, const VideoInfo& b) {
  if (a.size != b.size || a.orientation != b.orientation || a.pixel_aspect != b.pixel_aspect) return "size";
  if (a.codec != b.codec || a.pixel_format != b.pixel_format) return "codec";
  if (a.container != b.container) return "container";
  if (a.frame_rate != b.frame_rate) return "frame rate";
  if (a.frames != b.frames || a.duration != b.duration) return "length";
  if (a.start_time != b.start_time || a.audio_streams != b.audio_streams) return "streams";
  return {};
}

void check_mergeable(const NamedRecord& part) {
  const RangeRecord& record = part.record;
  if (record.metrics.mode != SamplingMode::dense || !record.first || !record.last)
    throw Error(part.name + ": was not sampled densely, so it cannot be merged");
}

/// `next` must begin with the frame after `part`.
void check_joint(const NamedRecord& part, const NamedRecord& next) {
  const std::string both = part.name + " and " + next.name;
  const std::string what = difference(part.record.video, next.record.video);
  if (!what.empty()) throw Error(both + ": are of different videos (" + what + ")");
  const Time begin = next.record.first->time;
  if (begin <= part.record.last->time)
    throw Error(both + ": overlap: the first goes up to the frame at " + to_clock(part.record.last->time) +
                ", the second begins at " + to_clock(begin));
  const std::optional<FrameMark>& expected = part.record.next;
  if (!expected) throw Error(both + ": do not belong together: the first goes to the end of its video");
  if (expected->time < begin)
    throw Error(both + ": leave a gap from " + to_clock(expected->time) + " to " + to_clock(begin) +
                "; analyze that part, too");
  if (expected->time > begin || *expected != mark_of(*next.record.first))
    throw Error(both + ": show different frames where they meet, at " + to_clock(begin) +
                ": another video, or one that cannot be entered there; analyze it as a whole");
}

void append(RangeRecord& whole, const RangeRecord& next, const AnalyzeOptions& options) {
  MetricRecord& sum = whole.metrics;
  const MetricRecord& added = next.metrics;
  const auto drop_lone_frame = [](MetricRecord& metrics) {
    metrics.field = Field(metrics.field.geometry);
    metrics.timeline = MetricTimeline(metrics.timeline.step_s());
  };
  // A part of one frame measured it without motion; here it is the later frame of a pair.
  if (sum.frames_measured == 0) drop_lone_frame(sum);
  if (added.frames_measured > 0) {
    sum.field += added.field;
    sum.timeline += added.timeline;
  }
  const FramePair joint{*next.first, whole.last};
  sum.timeline.add(joint, sum.field.add(std::span(&joint, 1)).front());
  sum.frames_measured += added.frames_measured + 1;
  sum.frames_decoded += added.frames_decoded;
  sum.last_frame = added.last_frame;
  sum.has_reached_end = added.has_reached_end;
  sum.decode_s += added.decode_s;
  sum.metrics_s += added.metrics_s;
  sum.decoding.errors += added.decoding.errors;
  if (!sum.decoding.first_error) {
    sum.decoding.first_error = added.decoding.first_error;
    sum.decoding.first_message = added.decoding.first_message;
  }
  if (auto signals = internal::signals_between(whole, next, options)) whole.signals.push_back(*signals);
  whole.signals.insert(whole.signals.end(), next.signals.begin(), next.signals.end());
  whole.borders += next.borders;
  whole.end = next.end;
  whole.last = next.last;
  whole.next = next.next;
  whole.elapsed_s += next.elapsed_s;
  whole.threads = std::max(whole.threads, next.threads);
}

}  // namespace

RangeRecord merge(std::vector<NamedRecord> parts, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  if (parts.empty()) throw std::invalid_argument("merge: there are no parts, there must be at least one");
  for (const NamedRecord& part : parts) check_mergeable(part);
  std::ranges::stable_sort(parts, {}, [](const NamedRecord& part) { return part.record.first->time; });
  for (std::size_t i = 1; i < parts.size(); ++i) check_joint(parts[i - 1], parts[i]);
  RangeRecord whole = std::move(parts.front().record);
  for (std::size_t i = 1; i < parts.size(); ++i) append(whole, parts[i].record, options);
  return whole;
}

}  // namespace smartcrop
