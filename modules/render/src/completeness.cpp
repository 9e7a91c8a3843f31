#include "completeness.hpp"

extern "C" {
#include <libavutil/parseutils.h>
}

#include <algorithm>
#include <cmath>
#include <limits>

#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::internal {
namespace {

/// Rounding, variable rates and frames at the edges of a range explain less than a tenth, or this many.
constexpr std::int64_t kExplained = 3;

/// Where the picture ends, seconds; 0 if nothing tells. Matroska has the length of a stream only as text.
double announced_end_s(const AVFormatContext& input, const AVStream& picture) {
  if (picture.duration != AV_NOPTS_VALUE)
    return static_cast<double>(picture.duration) * av_q2d(picture.time_base);
  if (input.duration == AV_NOPTS_VALUE) return 0;
  const double whole_s = static_cast<double>(input.duration) / AV_TIME_BASE;
  const AVDictionaryEntry* tag = av_dict_get(picture.metadata, "DURATION", nullptr, 0);
  std::int64_t length_us = 0;
  if (tag == nullptr || av_parse_time(&length_us, tag->value, 1) < 0 || length_us <= 0) return whole_s;
  return std::min(whole_s, static_cast<double>(length_us) / AV_TIME_BASE);
}

double range_end_s(const CropPlan& plan, double announced_s) {
  const auto& end = plan.shots.back().end;
  return end ? std::min(end->value(), announced_s) : announced_s;
}

}  // namespace

std::int64_t announced_frames(const AVFormatContext& input, const AVStream& picture, const CropPlan& plan) {
  const double start_s = plan.shots.front().start.value();
  const bool is_whole = start_s == 0 && !plan.shots.back().end;
  if (is_whole && picture.nb_frames > 0) return picture.nb_frames;
  const double length_s = range_end_s(plan, announced_end_s(input, picture)) - start_s;
  return std::llround(std::clamp(length_s * av_q2d(libav::frame_rate(picture)), 0.0, 1e12));
}

void Completeness::look(const AVPacket& packet) {
  const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
  if (time == AV_NOPTS_VALUE) return;
  const AVRational ticks = input_.streams[packet.stream_index]->time_base;
  reached_s_ = std::max(reached_s_,
                        (static_cast<double>(time) + static_cast<double>(packet.duration)) * av_q2d(ticks));
  if (packet.stream_index == picture_.index && (packet.flags & AV_PKT_FLAG_DISCARD) == 0)
    shown_.push_back(time);
}

bool Completeness::ends_early(const CropPlan& plan, double origin_s) const {
  // The length of streams whose clock may jump comes from their last packet.
  if ((input_.iformat->flags & AVFMT_TS_DISCONT) != 0) return false;
  const double start_s = plan.shots.front().start.value();
  const double length_s = range_end_s(plan, announced_end_s(input_, picture_)) - start_s;
  // Some containers count from zero, whenever the first frame comes.
  const double reached_s = std::max(reached_s_, reached_s_ - origin_s) - start_s;
  return reached_s < 0.9 * length_s;
}

std::string Completeness::late_picture() const {
  for (unsigned i = known_streams_; i < input_.nb_streams; ++i) {
    const AVCodecParameters& codec = *input_.streams[i]->codecpar;
    if (codec.codec_type == AVMEDIA_TYPE_VIDEO)
      return "another video stream (" + libav::codec_name(codec.codec_id) +
             ") begins later and is left out: only one picture is cropped";
  }
  return {};
}

std::int64_t Completeness::packets_within(const CropPlan& plan, std::int64_t origin) const {
  return std::ranges::count_if(shown_, [&](std::int64_t ticks) {
    return view_at(plan, libav::to_time(ticks - origin, picture_.time_base)).has_value();
  });
}

std::string Completeness::flaw(const CropPlan& plan, std::int64_t origin, std::int64_t frames) const {
  const bool is_early = ends_early(plan, static_cast<double>(origin) * av_q2d(picture_.time_base));
  std::int64_t expected = announced_frames(input_, picture_, plan);
  if (!is_early && expected > 0) expected = std::min(expected, packets_within(plan, origin));
  if (frames >= expected - std::max(kExplained, expected / 10)) return {};
  if (is_early)
    return "the source ends early: " + std::to_string(frames) + " of about " + std::to_string(expected) +
           " frames were found";
  return "only " + std::to_string(frames) + " of about " + std::to_string(expected) +
         " frames can be decoded; the others need frames that are not in the file";
}

}  // namespace smartcrop::internal
