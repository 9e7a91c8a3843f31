#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/core/crop_window.hpp"

namespace smartcrop {

/// The place of a window in an output of another shape: centered, as large as fits without distortion. Its
/// edges are multiples of `block` px (2x2 for 4:2:0 chroma).
cv::Rect place_in(cv::Size output, const CropWindow& window, cv::Size block);

}  // namespace smartcrop
