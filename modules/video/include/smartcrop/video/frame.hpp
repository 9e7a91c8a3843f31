#pragma once

#include <array>
#include <memory>
#include <opencv2/core/mat.hpp>

#include "smartcrop/core/time.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop {

/// What the codes of luma and chroma mean.
struct ColorCoding {
  /// MatrixCoefficients of ITU-T H.273: 1 = BT.709, 5 or 6 = BT.601, 9 = BT.2020; 2 = the video does not say.
  int matrix = 2;
  bool full_range = false;  ///< black to white is 0..255 (of 8 bits), not 16..235
  bool operator==(const ColorCoding&) const = default;
};

/// One decoded frame as the decoder holds it: planes of luma and chroma, not copied, not rotated.
/// luma:   CV_8UC1 or CV_16UC1 (bit_depth > 8, native endian), stored rows x cols.
/// chroma: Cb and Cr at their own resolution (4:2:0: half by half, rounded up), the same type; empty for gray
/// video. The views stay valid as long as a copy of `owner` is held. Treat the pixels as read-only.
struct Frame {
  FrameIndex index;  ///< exact when read from the start; after a seek, from time and average rate
  Time time;         ///< since the video's first frame
  bool is_key = false;
  int bit_depth = 8;
  ColorCoding coding;
  Orientation orientation;  ///< how to turn the planes to display them
  cv::Mat luma;
  std::array<cv::Mat, 2> chroma;
  std::shared_ptr<const void> owner;
};

}  // namespace smartcrop
