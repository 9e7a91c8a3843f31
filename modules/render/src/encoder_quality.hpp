#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// The encoder's options, in order, that stand for RenderOptions::crf: `crf` if it has that; `cq` (NVENC);
/// `global_quality` (Quick Sync); `qp` (VA-API; rav1e, whose scale is four times as long); or a quantizer
/// scale of the same step (MPEG-1, -2, -4, Motion JPEG and similar). None for ProRes, whose profile decides,
/// and for lossless encoders. All others get a bit rate of 0.2 bits a pixel, or none where `pixels_per_s` is
/// 0 or less (unknown). Empty if the user's own options set quality or bit rate.
std::vector<std::pair<std::string, std::string>> quality_settings(
    const AVCodec& codec, int crf, const std::map<std::string, std::string>& user_options,
    double pixels_per_s);

/// The quantizer scale of MPEG-1, -2 and -4, 1 to 31, with the quantizer step of H.264 at `crf`.
int quantizer_scale(int crf);

}  // namespace smartcrop::internal
