#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// A box on the picture, with a label above its upper left corner.
struct OverlayMark {
  cv::Rect2d box;  ///< displayed source px; clipped to the picture
  cv::Scalar bgr{255, 255, 255};
  int width_px = 2;    ///< of the lines, above 0
  cv::Mat label = {};  ///< CV_8UC3; empty = none. Marks that share the pixels of a label are faster: it is
                       ///< converted once.
};

/// How a plan is shown on its source.
struct OverlayOptions {
  double outside = 0.35;  ///< brightness outside the window, 0..1; at a third the scene is still recognizable
  int strip_height = 0;   ///< px of the strip below the picture, 0 or more, even; 0 = none
  /// Draws the strip for a time of the source: CV_8UC3, `overlay_size().width` x strip_height, black at
  /// first. Required if there is a strip.
  std::function<void(cv::Mat& bgr, Time time)> paint_strip;

  /// The marks at a time, in the order of painting. No function = no marks.
  std::function<std::vector<OverlayMark>(Time time)> marks = {};

  std::vector<std::string> problems() const;
};

/// The size of the overlay's picture, px: the source as displayed, sides rounded down to even numbers, and
/// the strip below.
cv::Size overlay_size(cv::Size source, const OverlayOptions& overlay);

}  // namespace smartcrop
