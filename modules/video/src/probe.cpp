#include <cmath>
#include <string_view>

#include "key_index.hpp"
#include "packet_reader.hpp"
#include "picture.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop {
namespace {

/// Beyond these a header is not believed: 30 years, and as many frames as a thousand frames a second are then
/// (the bounds of the documents, see plan/src/json_reader.hpp).
constexpr double kLongest_s = 1e9, kMostFrames = 1e12;

/// The index also knows which frames an edit list hides.
std::optional<std::int64_t> frames_in_index(const AVFormatContext& input, AVStream& stream) {
  if (!has_whole_index(input, stream)) return std::nullopt;
  std::int64_t frames = 0;
  const int entries = avformat_index_get_entries_count(&stream);
  for (int i = 0; i < entries; ++i) {
    const AVIndexEntry* entry = avformat_index_get_entry(&stream, i);
    if ((entry->flags & AVINDEX_DISCARD_FRAME) == 0 && entry->size > 0) ++frames;
  }
  if (frames == 0) return std::nullopt;
  return frames;
}

std::optional<Time> claimed_duration(const AVFormatContext& input, const AVStream& stream, Time start) {
  if (stream.duration > 0 && libav::is_sound_time(stream.duration, stream.time_base))
    return libav::to_time(stream.duration, stream.time_base);
  if (input.duration == AV_NOPTS_VALUE || input.duration <= 0) return std::nullopt;
  const Time duration{Rational(input.duration, AV_TIME_BASE)};
  // Matroska counts from zero, whenever the first frame comes.
  const bool counts_from_zero = std::string_view(input.iformat->name).starts_with("matroska");
  return counts_from_zero && Time{} < start && start < duration ? duration - start : duration;
}

/// Transport and program streams: FFmpeg takes the last time in the file minus the first, which is wrong
/// where the clock jumps. Not to be believed where the rest of the file would have less than a third of the
/// bytes per second that its beginning has.
bool jumps_ahead(PacketReader& reader, Time duration) {
  constexpr std::size_t kLookAhead = 63;  // as far as the search for the first frame looks
  if (!needs_scan(reader)) return false;
  const AVPacket* first = reader.peek(0);
  const AVPacket* last = first;
  for (std::size_t i = 1; i <= kLookAhead; ++i) {
    const AVPacket* packet = reader.peek(i);
    if (packet != nullptr && packet->pos >= 0 && packet->dts != AV_NOPTS_VALUE) last = packet;
  }
  if (first == nullptr || first->pos < 0 || first->dts == AV_NOPTS_VALUE || last->dts <= first->dts)
    return false;
  const double bytes = static_cast<double>(last->pos - first->pos);
  const double rate =
      bytes / (static_cast<double>(last->dts - first->dts) * av_q2d(reader.stream().time_base));
  constexpr double kLeastShare = 1.0 / 3;
  return static_cast<double>(avio_size(reader.input().pb)) < kLeastShare * rate * duration.value();
}

std::optional<Time> duration_of(PacketReader& reader, Time start) {
  const std::optional<Time> claimed = claimed_duration(reader.input(), reader.stream(), start);
  if (!claimed || claimed->value() > kLongest_s || jumps_ahead(reader, *claimed)) return std::nullopt;
  return claimed;
}

/// Where a file does not say its size, FFmpeg finds it by decoding a picture.
[[noreturn]] void refuse_without_size(const VideoInfo& info) {
  const bool is_webp = info.codec == "webp";
  throw Error(info.path + ": no picture in it can be decoded (" + info.codec + ")" +
              (is_webp ? "; FFmpeg reads no animated WebP: convert it to a GIF or a video" : ""));
}

}  // namespace

VideoInfo describe(PacketReader& reader, std::optional<std::int64_t> start) {
  AVFormatContext& input = reader.input();
  AVStream& stream = reader.stream();
  const AVCodecParameters& codec = *stream.codecpar;
  VideoInfo info;
  info.path = reader.path();
  info.container = input.iformat->name;
  info.codec = libav::codec_name(codec.codec_id);
  info.pixel_format = libav::pixel_format_name(codec.format);
  info.bit_depth = depth_of_luma(codec.format);
  info.stored_size = {codec.width, codec.height};
  if (info.stored_size.empty()) refuse_without_size(info);
  info.orientation = libav::orientation_of(stream);
  info.size = info.orientation.swaps_sides() ? cv::Size(codec.height, codec.width) : info.stored_size;
  const Rational aspect = libav::to_rational(av_guess_sample_aspect_ratio(&input, &stream, nullptr));
  if (aspect > Rational(0))
    info.pixel_aspect = info.orientation.swaps_sides() ? Rational(1) / aspect : aspect;
  info.frame_rate = libav::to_rational(libav::frame_rate(stream));
  if (start) info.start_time = libav::to_time(*start, stream.time_base);
  info.duration = duration_of(reader, info.start_time);
  info.frames = frames_in_index(input, stream);
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    if (input.streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO) ++info.audio_streams;
  }
  return info;
}

std::optional<std::int64_t> VideoInfo::estimated_frames() const {
  if (frames) return frames;
  if (!duration || frame_rate <= Rational(0)) return std::nullopt;
  const double count = duration->value() * frame_rate.value();
  return count <= kMostFrames ? std::optional(std::llround(count)) : std::nullopt;
}

VideoInfo probe(const std::string& path) {
  PacketReader reader(path, {});
  const std::optional<std::int64_t> start = first_frame_ticks(reader);
  return describe(reader, start);
}

}  // namespace smartcrop
