#pragma once

#include <string>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// The ffmpeg command line that crops as the plan does, quoted for a POSIX shell: the same window, the same
/// frames. One fixed window becomes `crop` with constants. Audio streams are copied.
std::string ffmpeg_command(const CropPlan& plan, const std::string& input, const std::string& output,
                           const std::string& encoder, int crf, const std::string& preset);

}  // namespace smartcrop
