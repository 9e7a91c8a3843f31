#include "frame_range.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/metrics/metric_timeline.hpp"

namespace smartcrop::internal {
namespace {

bool lies_before(const Frame& frame, const TimePoint& point) {
  if (const auto* index = std::get_if<FrameIndex>(&point)) return frame.index < *index;
  return frame.time < std::get<Time>(point);
}

std::string text_of(const TimePoint& point) {
  if (const auto* index = std::get_if<FrameIndex>(&point)) return "frame " + std::to_string(index->value);
  return to_clock(std::get<Time>(point));
}

/// The frame at a point, fractional; nullopt if that needs a frame rate that is not known.
std::optional<double> frames_until(const TimePoint& point, Rational rate) {
  if (const auto* index = std::get_if<FrameIndex>(&point)) return static_cast<double>(index->value);
  if (rate == Rational(0)) return std::nullopt;
  return std::ceil(std::get<Time>(point).value() * rate.value());
}

}  // namespace

bool FrameRange::is_before(const Frame& frame) const {
  return start && lies_before(frame, *start);
}

bool FrameRange::is_past(const Frame& frame) const {
  return end && !lies_before(frame, *end);
}

bool FrameRange::counts_frames() const {
  const auto is_index = [](const std::optional<TimePoint>& point) {
    return point && std::holds_alternative<FrameIndex>(*point);
  };
  return is_index(start) || is_index(end);
}

std::string FrameRange::text() const {
  return (start ? "from " + text_of(*start) : "from the beginning") +
         (end ? " to before " + text_of(*end) : " to the end");
}

std::optional<std::int64_t> estimated_frames(const FrameRange& range, const VideoInfo& info) {
  std::optional<double> first = 0.0;
  std::optional<double> last;
  if (const auto all = info.estimated_frames()) last = static_cast<double>(*all);
  if (range.start) first = frames_until(*range.start, info.frame_rate);
  if (range.end) {
    const std::optional<double> wanted = frames_until(*range.end, info.frame_rate);
    if (wanted) last = last ? std::min(*last, *wanted) : *wanted;
  }
  if (!first || !last) return std::nullopt;
  return std::llround(std::max(*last - *first, 0.0));
}

double timeline_step_s(const FrameRange& range, const VideoInfo& info) {
  const auto frames = estimated_frames(range, info);
  if (!frames || info.frame_rate == Rational(0)) return smartcrop::timeline_step_s(std::nullopt);
  return smartcrop::timeline_step_s(static_cast<double>(*frames) / info.frame_rate.value());
}

}  // namespace smartcrop::internal
