#pragma once

#include <opencv2/core/mat.hpp>

#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// A frame as it is seen: CV_8UC3, BGR, full range, turned upright by the frame's orientation, scaled to
/// `size` (px, upright; empty = the frame's own displayed size) with libswscale's bicubic filter, widened
/// where it makes smaller. Luma of 8 to 16 bits, gray or any chroma subsampling. Matrix and range as the
/// frame's coding says; where it names no matrix, the one that players assume (known_matrix). No tone
/// mapping: HDR looks flat. The same bytes on every machine. Cost: about 4 ms for 1080p at its own size.
/// Thread-safe. Throws Error where libswscale cannot show such planes.
cv::Mat bgr_picture(const Frame& frame, cv::Size size = {});

}  // namespace smartcrop
