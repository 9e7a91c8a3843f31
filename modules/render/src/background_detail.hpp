#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::detail {

/// Paints a whole picture of a plain planar format: one colour, or the middle of `window` (px of `source`, a
/// picture of the same format) scaled to cover it and blurred. The colour is told by the picture's own matrix
/// and range.
void paint_background(AVFrame& picture, const AVFrame& source, const CropWindow& window,
                      const Background& background);

/// Where a window shows in a picture of size `output` when it keeps its shape: in the middle, sides and
/// corner on whole multiples of `block` (chroma samples).
cv::Rect place_in(cv::Size output, const CropWindow& window, cv::Size block);

}  // namespace smartcrop::detail
