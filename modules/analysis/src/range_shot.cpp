#include "range_shot.hpp"

#include <algorithm>

namespace smartcrop::internal {
namespace {

/// For containers without a frame rate: one that most videos are close to.
constexpr int kUsualRate = 25;

}  // namespace

double frame_rate_of(const VideoInfo& video) {
  return video.frame_rate > Rational(0) ? video.frame_rate.value() : kUsualRate;
}

std::optional<Time> duration_of(const VideoInfo& video, const MetricRecord& metrics) {
  if (video.duration || !metrics.has_reached_end || !metrics.last_frame) return video.duration;
  return end_after(video, *metrics.last_frame);
}

Shot range_shot(const RangeRecord& record) {
  const VideoInfo& video = record.video;
  const Rational rate = video.frame_rate;
  const auto time_of = [&](const TimePoint& point) -> std::optional<Time> {
    if (const Time* time = std::get_if<Time>(&point)) return *time;
    if (!(rate > Rational(0))) return std::nullopt;
    return Time{Rational(std::get<FrameIndex>(point).value) / rate};
  };
  const auto frame_of = [&](const TimePoint& point) {
    if (const FrameIndex* frame = std::get_if<FrameIndex>(&point)) return *frame;
    return FrameIndex{static_cast<std::int64_t>(std::get<Time>(point).value() * rate.value() + 0.5)};
  };
  Shot shot;
  if (record.start) {
    shot.start = time_of(*record.start).value_or(Time{});
    shot.start_frame = frame_of(*record.start);
  }
  const std::optional<Time> video_end = duration_of(video, record.metrics);
  const std::optional<Time> asked_end = record.end ? time_of(*record.end) : std::nullopt;
  shot.end = shot.start;
  if (video_end && asked_end) {
    shot.end = std::min(*video_end, *asked_end);
  } else if (video_end || asked_end) {
    shot.end = video_end ? *video_end : *asked_end;
  } else if (record.metrics.last_frame) {
    shot.end = end_after(video, *record.metrics.last_frame);
  }
  shot.end_frame = video.frames ? FrameIndex{*video.frames} : frame_of(shot.end);
  if (record.end) shot.end_frame = std::min(shot.end_frame, frame_of(*record.end));
  shot.end_frame = std::max(shot.start_frame, shot.end_frame);
  return shot;
}

Time end_after(const VideoInfo& video, Time last) {
  const Time period{video.frame_rate > Rational(0) ? Rational(1) / video.frame_rate
                                                   : Rational(1, kUsualRate)};
  const Time after_last = last + period;
  return video.duration && *video.duration > last ? std::min(*video.duration, after_last) : after_last;
}

}  // namespace smartcrop::internal
