// A source that draws frames with known content, for tests and benchmarks.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

/// A rectangle that moves in a straight line at constant speed over the background, for tests with known
/// answers.
struct MovingShape {
  cv::Rect2d start;         ///< px, at frame 0; drawn on whole pixels (rounded)
  cv::Point2d velocity_px;  ///< px per frame
  int luma = 235;           ///< 8-bit code
  int cb = 128, cr = 128;   ///< 8-bit codes
};

struct SyntheticOptions {
  cv::Size size{320, 180};  ///< px, stored
  int frames = 50;
  Rational frame_rate{25, 1};
  int bit_depth = 8;         ///< 8..16; codes are scaled up by 2^(bit_depth-8)
  int background_luma = 64;  ///< 8-bit code
  int texture = 0;  ///< amplitude of a fixed checker of 8 px squares added to the background; 0 = flat
  int key_frame_interval = 12;  ///< frames between key frames, for key_frames() and seek()
  bool gray = false;            ///< no chroma planes
  Orientation orientation;
  std::vector<MovingShape> shapes;
};

/// Draws frames on demand; 4:2:0 chroma. Seeks and clones. Throws std::invalid_argument naming the field that
/// is out of range.
std::unique_ptr<FrameSource> make_synthetic_source(const SyntheticOptions& options);

}  // namespace smartcrop
