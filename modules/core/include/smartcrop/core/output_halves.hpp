#pragma once

#include <array>
#include <opencv2/core/types.hpp>

namespace smartcrop {

/// The halves of an output that shows two windows: the first above the second where the output is taller than
/// wide, else to its left. They join at an even pixel. Of sides of less than 4 px the first half may be
/// empty.
std::array<cv::Rect, 2> output_halves(cv::Size output);

}  // namespace smartcrop
