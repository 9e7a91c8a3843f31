#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// How an encoder is told RenderOptions::crf, as options of it in this order: `crf` where it has that, `cq`
/// (NVENC), `global_quality` (Quick Sync), `qp` (VA-API; rav1e, whose scale is four times as long), or a
/// quantizer scale (MPEG-1, -2, -4, Motion JPEG and their kin) with the same quantizer step. Encoders whose
/// profile decides (ProRes) and lossless ones are told nothing. All others get 0.2 bit for each pixel.
/// `pixels_per_s` <= 0: not known; no bit rate is told then. Nothing is told where the user's own options
/// choose quality or bit rate.
std::vector<std::pair<std::string, std::string>> quality_settings(
    const AVCodec& codec, int crf, const std::map<std::string, std::string>& user_options,
    double pixels_per_s);

/// The quantizer scale, 1 to 31, of MPEG-4 and its kin whose step is that of H.264 at `crf`.
int quantizer_scale(int crf);

}  // namespace smartcrop::internal
