// A decoded frame: views of the decoder's luma and chroma planes, not copied, not rotated.
#pragma once

#include <array>
#include <memory>
#include <opencv2/core/mat.hpp>

#include "smartcrop/core/time.hpp"
#include "smartcrop/video/color_coding.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop {

/// One decoded frame as the decoder holds it: planes of luma and chroma, not copied, not rotated.
/// luma:   CV_8UC1 or CV_16UC1 (bit_depth > 8, native endian), stored rows x cols.
/// chroma: Cb and Cr at their own resolution (4:2:0: half by half, rounded up), the same type; empty for gray
/// video. The views stay valid as long as a copy of `owner` is held. Treat the pixels as read-only.
struct Frame {
  FrameIndex index;  ///< exact when read from the start; after a seek, from time and average rate
  Time time;         ///< since the video's first frame
  bool is_key = false;
  int bit_depth = 8;
  ColorCoding coding;       ///< as far as the video says it
  Orientation orientation;  ///< how to turn the planes to display them
  cv::Mat luma;
  std::array<cv::Mat, 2> chroma;
  std::shared_ptr<const void> owner;
};

}  // namespace smartcrop
