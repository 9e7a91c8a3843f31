#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/platform.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::app {

/// What of the output is more than the platform takes, one line each. `video`: as far as it is known.
std::vector<std::string> exceeded_limits(const Platform& platform, const VideoInfo& video,
                                         const CropPlan& plan);

}  // namespace smartcrop::app
