#include "muxer.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <span>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavutil/opt.h>
}

namespace smartcrop::internal {
namespace {

/// Codecs of MPEG transport and program streams. FFmpeg's muxers write all others as unreadable data.
std::span<const AVCodecID> known_codecs(std::string_view container) {
  static constexpr std::array kTransport{
      AV_CODEC_ID_H264,   AV_CODEC_ID_HEVC,         AV_CODEC_ID_MPEG1VIDEO,  AV_CODEC_ID_MPEG2VIDEO,
      AV_CODEC_ID_MPEG4,  AV_CODEC_ID_VC1,          AV_CODEC_ID_DIRAC,       AV_CODEC_ID_CAVS,
      AV_CODEC_ID_MP2,    AV_CODEC_ID_MP3,          AV_CODEC_ID_AAC,         AV_CODEC_ID_AAC_LATM,
      AV_CODEC_ID_AC3,    AV_CODEC_ID_EAC3,         AV_CODEC_ID_DTS,         AV_CODEC_ID_OPUS,
      AV_CODEC_ID_TRUEHD, AV_CODEC_ID_DVB_SUBTITLE, AV_CODEC_ID_DVB_TELETEXT};
  // Not H.264: a program stream has no time for each picture, and readers guess the times of reordered
  // pictures in the wrong order.
  static constexpr std::array kProgram{AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MP2,
                                       AV_CODEC_ID_MP3,        AV_CODEC_ID_AC3,        AV_CODEC_ID_DTS};
  if (container == "mpegts") return kTransport;
  if (container == "mpeg" || container == "vob" || container == "dvd" || container == "svcd" ||
      container == "vcd") {
    return kProgram;
  }
  return {};
}

/// Of the MP4 family.
bool is_quicktime(const AVOutputFormat& format) {
  return format.priv_class != nullptr &&
         av_opt_find(const_cast<const AVClass**>(&format.priv_class), "movie_timescale", nullptr, 0,
                     AV_OPT_SEARCH_FAKE_OBJ) != nullptr;
}

}  // namespace

const AVOutputFormat& container_for(const std::string& path) {
  libav::set_up_ffmpeg();
  const AVOutputFormat* format = av_guess_format(nullptr, path.c_str(), nullptr);
  const auto slash = path.find_last_of('/');
  const auto dot = path.find_last_of('.');
  const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  if (format == nullptr) {
    throw Error(path + ": no video container is known for " +
                (has_extension ? "the extension '" + path.substr(dot) + "'" : "a name without extension") +
                "; use .mp4, .mkv, .mov or .webm");
  }
  // AVFMT_NOFILE: one file for each frame, or a device.
  if ((format->flags & AVFMT_NOFILE) != 0 || format->video_codec == AV_CODEC_ID_NONE) {
    throw Error(path + ": the format '" + format->name +
                "' cannot hold a video; use .mp4, .mkv, .mov or .webm");
  }
  return *format;
}

bool container_takes(const AVOutputFormat& container, AVCodecID codec) {
  const std::string_view name = container.name;
  if (const auto known = known_codecs(name); !known.empty()) {
    return std::find(known.begin(), known.end(), codec) != known.end();
  }
  const int answer = avformat_query_codec(&container, codec, FF_COMPLIANCE_NORMAL);
  if (answer >= 0) return answer == 1;
  // FFmpeg does not know. Formats without timestamps are raw streams of one codec.
  const bool holds_one_codec = (container.flags & AVFMT_NOTIMESTAMPS) != 0 || name == "gif" || name == "apng";
  return !holds_one_codec || codec == container.video_codec;
}

Muxer::Muxer(libav::OutputFile& file) : file_(file) {
  AVFormatContext* context = nullptr;
  libav::check(
      avformat_alloc_output_context2(&context, &container_for(file.path()), nullptr, file.path().c_str()),
      file.path() + ": cannot be written");
  context_.reset(context);
  context_->pb = file.io();
  context_->flags |= AVFMT_FLAG_CUSTOM_IO;
  // Matroska can hold times before zero (audio that starts before the picture). FFmpeg's default shifts all
  // streams, which would change the picture's times. Other containers keep the default.
  const std::string_view name = format().name;
  if (name == "matroska" || name == "webm") context_->avoid_negative_ts = 0;
}

bool Muxer::keeps_times() const {
  // Not by AVFMT_VARIABLE_FPS: MP4 and MPEG-TS keep times but do not set it.
  constexpr std::array<std::string_view, 9> kCountFrames{"avi", "amv", "mxf", "mxf_d10",     "mxf_opatom",
                                                         "gxf", "dv",  "swf", "yuv4mpegpipe"};
  return std::find(kCountFrames.begin(), kCountFrames.end(), format().name) == kCountFrames.end();
}

AVStream& Muxer::add_stream() {
  AVStream* stream = avformat_new_stream(context_.get(), nullptr);
  if (stream == nullptr) throw std::bad_alloc();
  return *stream;
}

void Muxer::start(AVRational picture_time_base) {
  libav::Dictionary options;
  // MP4 stores the start of a stream in ticks of the movie, 1 ms by default.
  constexpr int kLeast = 1000, kMost = 1'000'000;
  int ticks = picture_time_base.num == 1 ? picture_time_base.den : 0;
  while (ticks > 0 && ticks < kLeast) ticks *= 2;
  if (ticks > 0 && ticks <= kMost && is_quicktime(format())) {
    options.set("movie_timescale", std::to_string(ticks).c_str());
  }
  const int code = avformat_write_header(context_.get(), options.get());
  file_.throw_if_write_failed();
  libav::check(code, file_.path() + ": the container '" + format().name + "' cannot hold these streams");
}

Muxer::Written Muxer::write(AVPacket& packet, const AVStream& stream, AVRational time_base) {
  const std::lock_guard lock(writing_);
  av_packet_rescale_ts(&packet, time_base, stream.time_base);
  packet.stream_index = stream.index;
  packet.pos = -1;
  const int code = av_interleaved_write_frame(context_.get(), &packet);
  file_.throw_if_write_failed();
  if (code == AVERROR(EINVAL) || code == AVERROR_INVALIDDATA) return Written::refused;
  libav::check(code, file_.path() + ": cannot be written");
  return Written::yes;
}

void Muxer::finish() {
  const int code = av_write_trailer(context_.get());
  file_.throw_if_write_failed();
  libav::check(code, file_.path() + ": cannot be completed");
}

}  // namespace smartcrop::internal
