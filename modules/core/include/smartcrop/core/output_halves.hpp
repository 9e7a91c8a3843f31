#pragma once

#include <array>
#include <opencv2/core/types.hpp>

namespace smartcrop {

/// The two halves of an output that shows two windows. The first half is above the second if the output is
/// taller than wide, else to its left. They meet at an even pixel. The first half may be empty if the divided
/// side is shorter than 4 px.
std::array<cv::Rect, 2> output_halves(cv::Size output);

}  // namespace smartcrop
