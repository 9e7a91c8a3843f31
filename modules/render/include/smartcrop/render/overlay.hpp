#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>

#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// How a plan is shown on its source.
struct OverlayOptions {
  double outside = 0.35;  ///< brightness outside the window, 0..1; a third leaves the scene readable
  int strip_height = 0;   ///< px of the strip below the picture, 0 or more, even; 0 = none
  /// Draws the strip at a moment of the source: CV_8UC3, `overlay_size().width` x strip_height, black at
  /// first. Needed where there is a strip.
  std::function<void(cv::Mat& bgr, Time time)> paint_strip;

  std::vector<std::string> problems() const;
};

/// The size of the overlay's picture: the source as displayed, its sides rounded down to even numbers, and
/// the strip below.
cv::Size overlay_size(cv::Size source, const OverlayOptions& overlay);

/// Like render(), but shows the windows instead of cropping to them: the whole source, darkened outside the
/// window, with a strip below. The plan's output size and background have no meaning here.
RenderReport render_overlay(const std::string& input, const CropPlan& plan, const OverlayOptions& overlay,
                            const std::string& output, const RenderOptions& options = {});

}  // namespace smartcrop
