#include "encoder_choice.hpp"

#include <algorithm>
#include <array>
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

const AVCodec& choose_encoder(const std::string& name, const AVOutputFormat& container,
                              std::vector<std::string>& notes) {
  const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
  const bool is_default = name == RenderOptions{}.encoder;
  if (codec == nullptr || codec->type != AVMEDIA_TYPE_VIDEO) {
    throw Error("this FFmpeg has no video encoder '" + name + "'; it has: " + video_encoder_names());
  }
  if (container_takes(container, codec->id)) return *codec;
  const std::string container_name = container.name;
  const AVCodec* other = encoder_of_container(container);
  if (is_default && other != nullptr) {
    notes.push_back("the container '" + container_name + "' cannot hold " + libav::codec_name(codec->id) +
                    ": encoded with " + other->name);
    return *other;
  }
  throw Error("the container '" + container_name + "' cannot hold " + libav::codec_name(codec->id) +
              ", which " + name + " makes" +
              (other != nullptr ? "; use " + std::string(other->name) : std::string()));
}

bool has_alpha(AVPixelFormat format) {
  return (describe(format).flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

PictureFormat choose_format(const AVCodec& codec, PictureFormat source, cv::Size size,
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
  if (std::find(plain.begin(), plain.end(), source.format) == plain.end()) {
    int loss = 0;
    chosen.format = avcodec_find_best_pix_fmt_of_list(plain.data(), source.format,
                                                      has_alpha(source.format) ? 1 : 0, &loss);
    notes.push_back("encoder " + std::string(codec.name) + " does not take pixel format " +
                    libav::pixel_format_name(source.format) + ": converted to " +
                    libav::pixel_format_name(chosen.format));
  }
  const bool from_rgb = (describe(source.format).flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  const bool to_rgb = (describe(chosen.format).flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  if (from_rgb && !to_rgb) {
    // As players assume where nothing is said.
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
  for (const auto& [name, value] : options.encoder_options) settings += ", " + name + "=" + value;
  return settings;
}

}  // namespace smartcrop::internal
