#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/aspect_ratio.hpp"

namespace smartcrop::app {

/// Where the crops of one video go: `output` itself for one ratio, `out.9x16.mp4` and so on beside it for
/// several.
std::vector<std::string> ratio_paths(const std::string& output, std::span<const AspectRatio> ratios);

}  // namespace smartcrop::app
