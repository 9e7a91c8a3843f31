#include "encoder_quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

extern "C" {
#include <libavutil/opt.h>
}

namespace smartcrop::internal {
namespace {

bool has_option(const AVCodec& codec, const char* name) {
  const AVClass* options = codec.priv_class;
  return options != nullptr &&
         av_opt_find(static_cast<void*>(&options), name, nullptr, 0, AV_OPT_SEARCH_FAKE_OBJ) != nullptr;
}

/// FFmpeg's encoders of the MPEG family, and Xvid. FFmpeg's API does not tell which encoders have one.
bool has_quantizer_scale(std::string_view name) {
  constexpr std::array<std::string_view, 13> kNames{
      "mpeg1video", "mpeg2video", "mpeg4", "msmpeg4v2", "msmpeg4", "wmv1",   "wmv2",
      "h261",       "h263",       "h263p", "flv",       "mjpeg",   "libxvid"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_lossless(const AVCodec& codec) {
  const AVCodecDescriptor* descriptor = avcodec_descriptor_get(codec.id);
  return descriptor != nullptr && (descriptor->props & AV_CODEC_PROP_LOSSLESS) != 0 &&
         (descriptor->props & AV_CODEC_PROP_LOSSY) == 0;
}

}  // namespace

int quantizer_scale(int crf) {
  // H.264's step is 1 at 4 and doubles every 6; MPEG-4's is twice the scale.
  return std::clamp(static_cast<int>(std::lround(std::exp2((crf - 10) / 6.0))), 1, 31);
}

std::vector<std::pair<std::string, std::string>> quality_settings(
    const AVCodec& codec, int crf, const std::map<std::string, std::string>& user_options,
    double pixels_per_s) {
  for (const char* chosen : {"crf", "qp", "cqp", "cq", "b", "rc", "rc_mode", "global_quality"}) {
    if (user_options.contains(chosen)) return {};
  }
  const std::string_view name = codec.name;
  const std::string value = std::to_string(crf);
  // Bit rate 0: quality alone decides. libvpx and libaom would otherwise keep FFmpeg's default of 200 kbit/s.
  if (has_option(codec, "crf")) return {{"crf", value}, {"b", "0"}};
  if (has_option(codec, "cq")) return {{"rc", "vbr"}, {"cq", value}, {"b", "0"}};
  if (name.ends_with("_qsv")) return {{"global_quality", value}};
  if (name.ends_with("_vaapi")) return {{"rc_mode", "CQP"}, {"qp", value}};
  if (name == "librav1e") return {{"qp", std::to_string(4 * crf)}, {"b", "0"}};
  if (has_quantizer_scale(name)) {
    return {{"flags", "+qscale"}, {"global_quality", std::to_string(FF_QP2LAMBDA * quantizer_scale(crf))}};
  }
  if (codec.id == AV_CODEC_ID_PRORES || is_lossless(codec) || pixels_per_s <= 0) return {};
  constexpr double kBitsPerPixel = 0.2, kMostBits = 1e9;
  return {{"b", std::to_string(std::llround(std::min(kBitsPerPixel * pixels_per_s, kMostBits)))}};
}

}  // namespace smartcrop::internal
