#pragma once

#include <opencv2/core/mat.hpp>

namespace smartcrop::internal {

/// Values 0..1 (CV_32FC1; what is outside counts as the end) in the colors of the map "inferno" (van der
/// Walt and Smith 2015, perceptually even: equal steps of the value look equally far apart, in gray too).
/// CV_8UC3.
cv::Mat heat_colors(const cv::Mat& values);

}  // namespace smartcrop::internal
