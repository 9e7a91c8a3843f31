#pragma once

// Private to reframe: shared by the observer and the estimate.

#include <opencv2/core.hpp>

namespace smartcrop {

/// `map` (CV_32FC1) less its mean, negative values cut, scaled to sum 1; all 0 for a flat map.
cv::Mat above_mean(const cv::Mat& map);

}  // namespace smartcrop
