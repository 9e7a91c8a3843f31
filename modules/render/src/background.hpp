#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// A background is blurred at this long side, px: cheap, and whatever the output's size as coarse as not to
/// draw the eye.
inline constexpr int kBlurredSide = 96;
inline constexpr double kBlurSigma = 2.5;  ///< px of that
/// The size that a background of the output's (or a plane's) size is blurred at.
cv::Size blurred_size(cv::Size output);

/// Paints a whole picture of a plain planar format: one color, or the middle of `window` (px of `source`, a
/// picture of the same format) scaled to cover it and blurred. The color is told by the picture's own matrix
/// and range.
void paint_background(AVFrame& picture, const AVFrame& source, const CropWindow& window,
                      const Background& background);

/// Where a window shows in a picture of size `output` when it keeps its shape: in the middle, sides and
/// corner on whole multiples of `block` (chroma samples).
cv::Rect place_in(cv::Size output, const CropWindow& window, cv::Size block);

}  // namespace smartcrop::internal
