#include "encoder_choice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"
#include "smartcrop/video/color_coding.hpp"

extern "C" {
#include <libavutil/opt.h>
}

namespace smartcrop::internal {
namespace {

std::string video_encoder_names() {
  std::vector<std::string> names;
  void* position = nullptr;
  while (const AVCodec* codec = av_codec_iterate(&position)) {
    if (av_codec_is_encoder(codec) != 0 && codec->type == AVMEDIA_TYPE_VIDEO) names.emplace_back(codec->name);
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// FFmpeg's default encoder of a codec, except for AV1: FFmpeg's order is alphabetic there.
const AVCodec* usual_encoder(AVCodecID codec) {
  const AVCodec* found = nullptr;
  if (codec == AV_CODEC_ID_AV1) found = avcodec_find_encoder_by_name("libsvtav1");
  return found != nullptr ? found : avcodec_find_encoder(codec);
}

const AVCodec* encoder_of_container(const AVOutputFormat& container) {
  // MPEG-1 has eight frame rates and sizes up to 4095; program streams hold MPEG-2 today.
  const AVCodecID codec =
      container.video_codec == AV_CODEC_ID_MPEG1VIDEO ? AV_CODEC_ID_MPEG2VIDEO : container.video_codec;
  const AVCodecDescriptor* descriptor = avcodec_descriptor_get(codec);
  const bool is_still = descriptor == nullptr || (descriptor->id == AV_CODEC_ID_PNG) ||
                        (descriptor->id == AV_CODEC_ID_MJPEG && (container.flags & AVFMT_NOTIMESTAMPS) == 0);
  return is_still ? nullptr : usual_encoder(codec);
}

bool is_known_full(AVColorRange range) {
  return range == AVCOL_RANGE_JPEG;
}

}  // namespace

namespace {

/// "auto": the first of the usual encoders that fits, else the container's.
const AVCodec& usual_choice(bool is_deep, const AVOutputFormat& container, std::vector<std::string>& notes) {
  if (is_deep) {
    const AVCodec* hevc = avcodec_find_encoder_by_name("libx265");
    if (hevc != nullptr && container_takes(container, hevc->id)) {
      notes.emplace_back(
          "the source is HDR or has more than 8 bits: encoded as HEVC Main 10 with libx265, which more "
          "devices "
          "play than H.264 of 10 bits; --encoder chooses another");
      return *hevc;
    }
  }
  const AVCodec* h264 = avcodec_find_encoder_by_name("libx264");
  if (h264 != nullptr && container_takes(container, h264->id)) return *h264;
  const AVCodec* other = encoder_of_container(container);
  const std::string name = container.name;
  if (other == nullptr)
    throw Error("the container '" + name + "' cannot hold h264, which libx264 makes; name an --encoder");
  notes.push_back("the container '" + name + "' cannot hold h264: encoded with " + other->name);
  return *other;
}

}  // namespace

const AVCodec& choose_encoder(const std::string& name, bool is_deep, const AVOutputFormat& container,
                              std::vector<std::string>& notes) {
  if (name == RenderOptions{}.encoder) return usual_choice(is_deep, container, notes);
  const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
  if (codec == nullptr || codec->type != AVMEDIA_TYPE_VIDEO) {
    throw Error("this FFmpeg has no video encoder '" + name + "'; it has: " + video_encoder_names());
  }
  if (container_takes(container, codec->id)) return *codec;
  const AVCodec* other = encoder_of_container(container);
  throw Error("the container '" + std::string(container.name) + "' cannot hold " +
              libav::codec_name(codec->id) + ", which " + name + " makes" +
              (other != nullptr ? "; use " + std::string(other->name) : std::string()));
}

AVPixelFormat usual_format(const std::string& name, bool is_deep, const AVCodec& codec,
                           AVPixelFormat source) {
  if (codec.id == AV_CODEC_ID_GIF) return AV_PIX_FMT_BGRA;  // each picture gets a palette, see palette.hpp
  if (name != RenderOptions{}.encoder) return AV_PIX_FMT_NONE;
  if (codec.id == AV_CODEC_ID_HEVC && is_deep) return AV_PIX_FMT_YUV420P10;
  // Few devices play H.264 of 4:4:4, to which RGB would come nearest.
  const bool is_rgb = source != AV_PIX_FMT_NONE &&
                      (describe(source).flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  return codec.id == AV_CODEC_ID_H264 && is_rgb ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_NONE;
}

bool is_deep(const PictureFormat& format, AVColorTransferCharacteristic transfer) {
  return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67 ||
         describe(format.format).comp[0].depth > 8;
}

bool stores_shape(const AVCodec& codec, cv::Size size, AVRational pixel_aspect) {
  if (pixel_aspect.num <= 0 || pixel_aspect.num == pixel_aspect.den) return true;
  const bool has_none = codec.id == AV_CODEC_ID_FLV1 || codec.id == AV_CODEC_ID_GIF;
  const bool has_few = codec.id == AV_CODEC_ID_MPEG1VIDEO || codec.id == AV_CODEC_ID_MPEG2VIDEO;
  if (!has_few) return !has_none;
  const double shape = size.width * av_q2d(pixel_aspect) / size.height;
  constexpr double kInvisible = 0.01;
  constexpr std::array kShapes{4.0 / 3, 16.0 / 9, 2.21};  // of whole pictures, ISO 13818-2, table 6-3
  return std::ranges::any_of(kShapes, [&](double known) { return std::abs(shape / known - 1) < kInvisible; });
}

bool has_alpha(AVPixelFormat format) {
  return (describe(format).flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

PictureFormat choose_format(const AVCodec& codec, PictureFormat source, AVPixelFormat wanted, cv::Size size,
                            std::vector<std::string>& notes) {
  PictureFormat chosen = source;
  if (codec.pix_fmts == nullptr) return chosen;
  // Some encoders list the deprecated full-range formats only.
  std::vector<AVPixelFormat> plain;
  for (const AVPixelFormat* format = codec.pix_fmts; *format != AV_PIX_FMT_NONE; ++format) {
    if ((describe(*format).flags & AV_PIX_FMT_FLAG_HWACCEL) == 0) plain.push_back(without_range(*format));
  }
  if (plain.empty())
    throw Error("encoder " + std::string(codec.name) +
                " takes frames in hardware memory only; use a software encoder such as libx264");
  plain.push_back(AV_PIX_FMT_NONE);
  const bool is_taken = std::find(plain.begin(), plain.end(), source.format) != plain.end();
  if (wanted != AV_PIX_FMT_NONE) {
    chosen.format = wanted;
  } else if (!is_taken) {
    int loss = 0;
    chosen.format = avcodec_find_best_pix_fmt_of_list(plain.data(), source.format,
                                                      has_alpha(source.format) ? 1 : 0, &loss);
  }
  // HEVC Main 10 has its own line, a GIF's palettes need none.
  if (!is_taken && (wanted == AV_PIX_FMT_NONE || codec.id == AV_CODEC_ID_H264)) {
    notes.push_back("encoder " + std::string(codec.name) + " does not take pixel format " +
                    libav::pixel_format_name(source.format) + ": converted to " +
                    libav::pixel_format_name(chosen.format));
  }
  const bool from_rgb = (describe(source.format).flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  const bool to_rgb = (describe(chosen.format).flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  if (from_rgb && !to_rgb) {
    // As players assume if nothing is said.
    chosen.matrix = static_cast<AVColorSpace>(known_matrix(AVCOL_SPC_UNSPECIFIED, size));
    chosen.range = AVCOL_RANGE_MPEG;
  } else if (to_rgb && !from_rgb) {
    chosen.matrix = AVCOL_SPC_RGB;
    chosen.range = AVCOL_RANGE_JPEG;
  }
  const bool needs_full = codec.id == AV_CODEC_ID_MJPEG || codec.id == AV_CODEC_ID_LJPEG;
  if (needs_full && !is_known_full(chosen.range)) chosen.range = AVCOL_RANGE_JPEG;
  return chosen;
}

void set_encoder_option(AVCodecContext& encoder, const std::string& name, const std::string& value) {
  const int code = av_opt_set(&encoder, name.c_str(), value.c_str(), AV_OPT_SEARCH_CHILDREN);
  const std::string who = "encoder " + std::string(encoder.codec->name);
  if (code == AVERROR_OPTION_NOT_FOUND)
    throw Error(who + " has no option '" + name +
                "'; list its options with ffmpeg -h encoder=" + encoder.codec->name);
  if (code < 0) throw Error(who + ": option " + name + "=" + value + ": " + libav::error_text(code));
}

void set_encoder_options(AVCodecContext& encoder, const std::map<std::string, std::string>& options,
                         const HdrMetadata& hdr) {
  const std::string_view name = encoder.codec->name;
  // The only way to silence SVT-AV1. A value set by the user stays.
  static std::once_flag once;
  if (name == "libsvtav1") std::call_once(once, [] { setenv("SVT_LOG", "-1", 0); });
  std::map<std::string, std::string> all = options;
  // Later parameters win, so the user's follow ours.
  std::string own = hdr_parameters(*encoder.codec, hdr);
  if (name == "libx265") own = "log-level=none" + (own.empty() ? own : ":" + own);
  if (const std::string option = parameter_option(*encoder.codec); !option.empty() && !own.empty()) {
    std::string& text = all[option];
    text = text.empty() ? own : own + ":" + text;
  }
  for (const auto& [option, value] : all) set_encoder_option(encoder, option, value);
}

void check_preset(const AVCodec& codec, const std::string& preset) {
  constexpr std::array<std::string_view, 10> kPresets{"ultrafast", "superfast", "veryfast", "faster",
                                                      "fast",      "medium",    "slow",     "slower",
                                                      "veryslow",  "placebo"};
  const std::string_view name = codec.name;
  const bool has_these = name == "libx264" || name == "libx264rgb" || name == "libx265";
  if (!has_these || std::find(kPresets.begin(), kPresets.end(), preset) != kPresets.end()) return;
  std::string known;
  for (const std::string_view each : kPresets) known += (known.empty() ? "" : ", ") + std::string(each);
  throw Error("encoder " + std::string(name) + " has no preset '" + preset + "'; it has: " + known);
}

std::string describe_settings(const AVCodecContext& encoder, const RenderOptions& options) {
  std::string settings = size_text({encoder.width, encoder.height});
  const AVPixFmtDescriptor& format = describe(encoder.pix_fmt);
  if (encoder.width % (1 << format.log2_chroma_w) != 0 || encoder.height % (1 << format.log2_chroma_h) != 0) {
    settings += " (most encoders need even sides)";
  }
  settings += " " + libav::pixel_format_name(encoder.pix_fmt);
  const auto has = [&](const char* name) {
    return encoder.priv_data != nullptr && av_opt_find(encoder.priv_data, name, nullptr, 0, 0) != nullptr;
  };
  if (has("crf") && !options.encoder_options.contains("crf"))
    settings += ", crf " + std::to_string(options.crf);
  if (has("preset")) settings += ", preset " + options.preset;
  for (const auto& [name, value] : options.encoder_options)
    settings.append(", ").append(name).append("=").append(value);
  return settings;
}

}  // namespace smartcrop::internal
