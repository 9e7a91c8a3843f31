#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// A background is blurred at this long side, px: cheap, and at any output size too coarse to distract.
inline constexpr int kBlurredSide = 96;
inline constexpr double kBlurSigma = 2.5;  ///< px at that size
/// The size at which a background for an output (or a plane) of that size is blurred.
cv::Size blurred_size(cv::Size output);

/// Fills a picture of a plain planar format with one color, or with the middle of `window` (px of `source`, a
/// picture of the same format), scaled to cover the picture and blurred. The color is converted with the
/// picture's own matrix and range.
void paint_background(AVFrame& picture, const AVFrame& source, const CropWindow& window,
                      const Background& background);

}  // namespace smartcrop::internal
