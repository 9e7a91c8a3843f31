#pragma once

#include <string>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::detail {

/// The chain of ffmpeg's filters that shows the plan's windows in the plan's output size, frames outside the
/// shots left out. Times count from the first frame where the plan starts with the source, else the plan's
/// start is zero, as after `-ss`.
std::string window_filter(const CropPlan& plan);

/// Seven decimals at most: a cubic over 24 s is then off by less than 0.01 px.
std::string number_text(double value);

}  // namespace smartcrop::detail
