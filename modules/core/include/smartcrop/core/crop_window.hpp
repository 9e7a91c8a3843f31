// Crop windows in pixels of the displayed frame, and the size of a crop of a given aspect ratio.
#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// A crop window in pixels of the displayed frame (after rotation): left, top, width, height. Pixel (i, j)
/// covers [i, i+1) x [j, j+1), so a window may lie between pixels.
struct CropWindow {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;

  bool operator==(const CropWindow&) const = default;
};

/// The window with this top left corner and size, px.
CropWindow window_at(cv::Point top_left, cv::Size size);

/// Area of the intersection of two windows, px^2.
double common_area(const CropWindow& a, const CropWindow& b);

/// Intersection over union of two windows or boxes, 0..1; 0 if either is empty.
double intersection_over_union(const CropWindow& a, const CropWindow& b);
double intersection_over_union(const cv::Rect2d& a, const cv::Rect2d& b);

/// The largest window of a displayed aspect ratio that fits the frame, times `scale`. Both sides are rounded
/// to the nearest even number that fits, odd numbers down (4:2:0 chroma has one sample per 2x2 pixels). They
/// are at least 2, or 1 if that side of the frame is 1 px. `frame`: displayed frame in px, both sides > 0.
/// `scale`: 0 < scale <= 1. `pixel_aspect`: width : height of one pixel of the displayed frame (sample aspect
/// ratio), > 0. Throws std::invalid_argument naming the field that is out of range.
cv::Size crop_dimensions(cv::Size frame, AspectRatio ratio, double scale, Rational pixel_aspect = {1, 1});

}  // namespace smartcrop
