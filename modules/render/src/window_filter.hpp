#pragma once

#include <string>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// Frames of a video lie farther apart than this: what begins at a frame's time begins safely before the
/// frame.
inline constexpr double kBefore_s = 0.0005;

/// The chain of ffmpeg's filters that shows the plan's windows in the plan's output size, frames outside the
/// shots left out. Times count from the first frame where the plan starts with the source, else the plan's
/// start is zero, as after `-ss`.
std::string window_filter(const CropPlan& plan);

/// Seven decimals at most: a cubic over 24 s is then off by less than 0.01 px.
std::string number_text(double value);

/// An expression's beginning that puts the plan's time into variable 2. Variables keep their values from
/// frame to frame; 0 is the first frame's time, 1 tells that it is known.
std::string plan_time_text(const CropPlan& plan);

}  // namespace smartcrop::internal
