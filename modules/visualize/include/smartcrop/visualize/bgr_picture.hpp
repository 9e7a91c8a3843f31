#pragma once

#include <opencv2/core/mat.hpp>

#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// A frame as displayed: CV_8UC3, BGR, full range, turned upright by the frame's orientation, scaled to
/// `size` (px, upright; empty = the frame's own displayed size) with libswscale's bicubic filter (wider when
/// it reduces the size). Accepts luma of 8 to 16 bits, gray and any chroma subsampling. Matrix and range are
/// those of the frame's coding; if it has no matrix, the one that players assume (known_matrix). No tone
/// mapping: HDR looks flat. The same bytes on every machine. Cost: about 4 ms for 1080p at its own size.
/// Thread-safe. Throws Error if libswscale does not support the format.
cv::Mat bgr_picture(const Frame& frame, cv::Size size = {});

}  // namespace smartcrop
