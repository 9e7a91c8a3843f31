#pragma once

#include <opencv2/core/mat.hpp>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// The output picture of one frame: what the plan shows at `time`, padding and background included, scaled to
/// `size` (px, both sides even and 2 or more). `bgr`: CV_8UC3, the whole frame, upright, at any scale; not
/// modified. If `time` lies in no shot, the nearest shot's window is shown. Throws std::invalid_argument.
cv::Mat preview_picture(const cv::Mat& bgr, const CropPlan& plan, Time time, cv::Size size);

}  // namespace smartcrop
