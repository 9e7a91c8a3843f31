#include "muxer.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <span>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/opt.h>
}

namespace smartcrop::internal {
namespace {

/// Codecs of MPEG transport and program streams. FFmpeg's muxers write all others as unreadable data.
std::span<const AVCodecID> known_codecs(std::string_view container) {
  static constexpr std::array kTransport{
      AV_CODEC_ID_H264,      AV_CODEC_ID_HEVC,         AV_CODEC_ID_MPEG1VIDEO,   AV_CODEC_ID_MPEG2VIDEO,
      AV_CODEC_ID_MPEG4,     AV_CODEC_ID_VC1,          AV_CODEC_ID_DIRAC,        AV_CODEC_ID_CAVS,
      AV_CODEC_ID_MP2,       AV_CODEC_ID_MP3,          AV_CODEC_ID_AAC,          AV_CODEC_ID_AAC_LATM,
      AV_CODEC_ID_AC3,       AV_CODEC_ID_EAC3,         AV_CODEC_ID_DTS,          AV_CODEC_ID_OPUS,
      AV_CODEC_ID_TRUEHD,    AV_CODEC_ID_DVB_SUBTITLE, AV_CODEC_ID_DVB_TELETEXT, AV_CODEC_ID_S302M,
      AV_CODEC_ID_SMPTE_KLV, AV_CODEC_ID_TIMED_ID3};
  // Not H.264: a program stream has no time for each picture, and readers guess the times of reordered
  // pictures in the wrong order.
  static constexpr std::array kProgram{AV_CODEC_ID_MPEG1VIDEO,  AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MP2,
                                       AV_CODEC_ID_MP3,         AV_CODEC_ID_AC3,        AV_CODEC_ID_DTS,
                                       AV_CODEC_ID_EAC3,        AV_CODEC_ID_PCM_S16BE,  AV_CODEC_ID_PCM_DVD,
                                       AV_CODEC_ID_DVD_SUBTITLE};
  if (container == "mpegts") return kTransport;
  if (container == "mpeg" || container == "vob" || container == "dvd" || container == "svcd" ||
      container == "vcd") {
    return kProgram;
  }
  return {};
}

/// A file in memory.
struct CloseMemory {
  void operator()(AVIOContext* io) const {
    std::uint8_t* bytes = nullptr;
    avio_close_dyn_buf(io, &bytes);
    av_free(bytes);
  }
};

/// Asks the muxer itself: whether it writes a header for the streams that `add_streams` adds.
template <class AddStreams>
bool writes_header(const AVOutputFormat& container, const AddStreams& add_streams) {
  AVFormatContext* made = nullptr;
  AVIOContext* memory = nullptr;
  if (avformat_alloc_output_context2(&made, &container, nullptr, nullptr) < 0 ||
      avio_open_dyn_buf(&memory) < 0) {
    avformat_free_context(made);
    throw std::bad_alloc();
  }
  const std::unique_ptr<AVIOContext, CloseMemory> file(memory);
  const libav::OutputPtr context(made);
  context->pb = memory;
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  add_streams(*context);
  return avformat_write_header(context.get(), nullptr) >= 0;
}

AVStream& new_stream(AVFormatContext& context) {
  AVStream* stream = avformat_new_stream(&context, nullptr);
  if (stream == nullptr) throw std::bad_alloc();
  return *stream;
}

void copy_stream_description(const AVStream& source, AVStream& target) {
  libav::check(avcodec_parameters_copy(target.codecpar, source.codecpar), "stream parameters");
  target.time_base = source.time_base;
  target.avg_frame_rate = source.avg_frame_rate;
  target.sample_aspect_ratio = source.sample_aspect_ratio;
  target.disposition = source.disposition;
  av_dict_copy(&target.metadata, source.metadata, 0);
}

/// A usual picture of a codec.
void describe_usual(AVCodecID codec, AVStream& stream) {
  AVCodecParameters& parameters = *stream.codecpar;
  parameters.codec_type = AVMEDIA_TYPE_VIDEO;
  parameters.codec_id = codec;
  parameters.width = 1280;
  parameters.height = 720;
  parameters.format = AV_PIX_FMT_YUV420P;
  stream.time_base = {1, 25};
  stream.avg_frame_rate = {25, 1};
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
  // FFmpeg has no list. Formats of pictures alone are streams of one codec.
  if (container.audio_codec == AV_CODEC_ID_NONE) return codec == container.video_codec;
  return avcodec_get_type(codec) != AVMEDIA_TYPE_VIDEO ||
         writes_header(container,
                       [codec](AVFormatContext& trial) { describe_usual(codec, new_stream(trial)); });
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

bool Muxer::is_quicktime() const {
  return format().priv_class != nullptr &&
         av_opt_find(const_cast<const AVClass**>(&format().priv_class), "movie_timescale", nullptr, 0,
                     AV_OPT_SEARCH_FAKE_OBJ) != nullptr;
}

bool Muxer::holds_subtitles(AVCodecID codec) const {
  const auto known = known_codecs(format().name);
  if (!known.empty()) return std::find(known.begin(), known.end(), codec) != known.end();
  return avformat_query_codec(&format(), codec, FF_COMPLIANCE_NORMAL) == 1;
}

bool Muxer::keeps_times() const {
  // Not by AVFMT_VARIABLE_FPS: MP4 and MPEG-TS keep times but do not set it.
  constexpr std::array<std::string_view, 9> kCountFrames{"avi", "amv", "mxf", "mxf_d10",     "mxf_opatom",
                                                         "gxf", "dv",  "swf", "yuv4mpegpipe"};
  return std::find(kCountFrames.begin(), kCountFrames.end(), format().name) == kCountFrames.end();
}

bool Muxer::has_streams(AVMediaType type) const {
  for (unsigned i = 0; i < context_->nb_streams; ++i) {
    if (context_->streams[i]->codecpar->codec_type == type) return true;
  }
  return false;
}

bool Muxer::takes_also(const std::function<void(AVStream&)>& describe) const {
  return writes_header(format(), [&](AVFormatContext& trial) {
    for (unsigned i = 0; i < context_->nb_streams; ++i)
      copy_stream_description(*context_->streams[i], new_stream(trial));
    describe(new_stream(trial));
  });
}

AVStream& Muxer::add_stream() {
  return new_stream(*context_);
}

void Muxer::start(AVRational picture_time_base) {
  libav::Dictionary options;
  // MP4 stores the start of a stream in ticks of the movie, 1 ms by default.
  constexpr int kLeast = 1000, kMost = 1'000'000;
  int ticks = picture_time_base.num == 1 ? picture_time_base.den : 0;
  while (ticks > 0 && ticks < kLeast) ticks *= 2;
  if (ticks > 0 && ticks <= kMost && is_quicktime()) {
    options.set("movie_timescale", std::to_string(ticks).c_str());
  }
  const int code = avformat_write_header(context_.get(), options.get());
  file_.throw_if_write_failed();
  libav::check(code, file_.path() + ": the container '" + format().name + "' cannot hold these streams");
}

namespace {

constexpr std::int64_t kMostRefused = 100'000;  // packets; far more than may wait

/// The last: what the muxer makes of a packet of another codec, where recordings were joined.
bool is_refusal(int code) {
  return code == AVERROR(EINVAL) || code == AVERROR_INVALIDDATA || code == AVERROR_PATCHWELCOME;
}

}  // namespace

Muxer::Written Muxer::write(AVPacket& packet, const AVStream& stream, AVRational time_base) {
  const std::lock_guard lock(writing_);
  av_packet_rescale_ts(&packet, time_base, stream.time_base);
  packet.stream_index = stream.index;
  packet.pos = -1;
  const int code = av_interleaved_write_frame(context_.get(), &packet);
  file_.throw_if_write_failed();
  if (is_refusal(code)) return Written::refused;
  libav::check(code, file_.path() + ": cannot be written");
  return Written::yes;
}

std::int64_t Muxer::finish() {
  // Packets wait here for those of other streams. One that is refused must not end the file.
  std::int64_t refused = 0;
  while (is_refusal(av_interleaved_write_frame(context_.get(), nullptr)) && refused < kMostRefused) ++refused;
  const int code = av_write_trailer(context_.get());
  file_.throw_if_write_failed();
  libav::check(code, file_.path() + ": cannot be completed");
  return refused;
}

}  // namespace smartcrop::internal
