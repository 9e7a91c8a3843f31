#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/core/crop_window.hpp"

namespace smartcrop {

/// Where a window lies in an output that it does not fill: as large as it can be in its own shape, in the
/// middle, on whole blocks of `block` px (of 4:2:0 chroma 2x2).
cv::Rect place_in(cv::Size output, const CropWindow& window, cv::Size block);

}  // namespace smartcrop
