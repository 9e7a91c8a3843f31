#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/aspect_ratio.hpp"

namespace smartcrop::app {

/// Output paths of the crops of one video: `output` itself for one ratio; for several, one path per ratio
/// such as `out.9x16.mp4`.
std::vector<std::string> ratio_paths(const std::string& output, std::span<const AspectRatio> ratios);

}  // namespace smartcrop::app
