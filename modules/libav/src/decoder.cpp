#include "smartcrop/libav/decoder.hpp"

extern "C" {
#include <libavutil/cpu.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <string_view>

#include "picture_pool.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"

namespace smartcrop::libav {
namespace {

/// HEVC's level 7.2, the largest of any codec's: 16384x8704. FFmpeg's own bound is twice that, of which a
/// decoder may hold 17 pictures.
constexpr std::int64_t kMostPixels = 142'606'336;

AVDiscard unfiltered(Deblocking deblocking) {
  switch (deblocking) {
    case Deblocking::none:
      return AVDISCARD_ALL;
    case Deblocking::references:
      return AVDISCARD_NONREF;
    case Deblocking::all:
      break;
  }
  return AVDISCARD_DEFAULT;
}

}  // namespace

std::string codec_name(AVCodecID id) {
  return avcodec_get_name(id);
}

std::string pixel_format_name(int format) {
  const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(format));
  return name == nullptr ? std::string() : std::string(name);
}

namespace {

/// FFmpeg's own VP8 and VP9 decoders do not see the transparency that WebM keeps beside the picture.
const AVCodec* find_decoder(const AVStream& stream) {
  const AVCodecID id = stream.codecpar->codec_id;
  const AVDictionaryEntry* alpha = av_dict_get(stream.metadata, "alpha_mode", nullptr, 0);
  const bool has_alpha = alpha != nullptr && std::string_view(alpha->value) == "1";
  const AVCodec* codec = nullptr;
  if (has_alpha && id == AV_CODEC_ID_VP8) codec = avcodec_find_decoder_by_name("libvpx");
  if (has_alpha && id == AV_CODEC_ID_VP9) codec = avcodec_find_decoder_by_name("libvpx-vp9");
  return codec != nullptr ? codec : avcodec_find_decoder(id);
}

}  // namespace

CodecPtr open_decoder(const AVStream& stream, const std::string& path, const DecoderOptions& options) {
  set_up_ffmpeg();
  const AVCodecParameters& parameters = *stream.codecpar;
  const AVCodec* codec = find_decoder(stream);
  if (codec == nullptr)
    throw Error(path + ": no decoder for the codec '" + codec_name(parameters.codec_id) + "'");
  CodecPtr decoder(avcodec_alloc_context3(codec));
  if (!decoder) throw std::bad_alloc();
  const std::string what = path + ": the '" + codec_name(parameters.codec_id) + "' decoder cannot start";
  check(avcodec_parameters_to_context(decoder.get(), &parameters), what);
  decoder->pkt_timebase = stream.time_base;
  decoder->thread_count = options.threads > 0 ? options.threads : std::max(av_cpu_count(), 1) + 1;
  decoder->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
  decoder->max_pixels = kMostPixels;
  use_picture_pool(*decoder);
  if (options.reference_only) decoder->skip_frame = AVDISCARD_NONREF;
  decoder->skip_loop_filter = unfiltered(options.deblocking);
  check(avcodec_open2(decoder.get(), codec, nullptr), what);
  return decoder;
}

}  // namespace smartcrop::libav
