#include "range_shot.hpp"

#include <algorithm>

namespace smartcrop::internal {
namespace {

/// Where a container does not tell, a rate that most videos are near.
constexpr int kUsualRate = 25;

}  // namespace

double frame_rate_of(const VideoInfo& video) {
  return video.frame_rate > Rational(0) ? video.frame_rate.value() : kUsualRate;
}

Shot range_shot(const RangeRecord& record) {
  const VideoInfo& video = record.video;
  const bool rate_known = video.frame_rate > Rational(0);
  const auto time_of = [&](const TimePoint& point) {
    if (const Time* time = std::get_if<Time>(&point)) return *time;
    const std::int64_t frame = std::get<FrameIndex>(point).value;
    return rate_known ? Time{Rational(frame) / video.frame_rate} : Time{};
  };
  const auto frame_of = [&](const TimePoint& point) {
    if (const FrameIndex* frame = std::get_if<FrameIndex>(&point)) return *frame;
    const double frame = std::get<Time>(point).value() * video.frame_rate.value();
    return FrameIndex{static_cast<std::int64_t>(frame + 0.5)};
  };
  Shot shot;
  shot.end_frame = FrameIndex{video.estimated_frames().value_or(0)};
  shot.end = video.duration.value_or(Time{});
  if (record.start) {
    shot.start = time_of(*record.start);
    shot.start_frame = frame_of(*record.start);
  }
  if (record.end) {
    shot.end = std::min(shot.end, time_of(*record.end));
    shot.end_frame = std::min(shot.end_frame, frame_of(*record.end));
  }
  return shot;
}

Time end_after(const VideoInfo& video, Time last) {
  const Time period{video.frame_rate > Rational(0) ? Rational(1) / video.frame_rate
                                                   : Rational(1, kUsualRate)};
  const Time after_last = last + period;
  return video.duration && *video.duration > last ? std::min(*video.duration, after_last) : after_last;
}

}  // namespace smartcrop::internal
