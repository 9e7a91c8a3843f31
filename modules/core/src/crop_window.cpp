#include "smartcrop/core/crop_window.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// Swallows the rounding of `side * ratio * scale` in doubles, so that an exact odd length stays a tie.
constexpr double kTieTolerance = 1e-9;

int nearest_even_that_fits(double length, int frame_side) {
  if (frame_side < 2) return frame_side;
  const double even = 2 * std::ceil((length - 1) / 2 - kTieTolerance);
  return static_cast<int>(std::clamp(even, 2.0, static_cast<double>(frame_side - frame_side % 2)));
}

}  // namespace

CropWindow window_at(cv::Point top_left, cv::Size size) {
  return {static_cast<double>(top_left.x), static_cast<double>(top_left.y), static_cast<double>(size.width),
          static_cast<double>(size.height)};
}

double common_area(const CropWindow& a, const CropWindow& b) {
  const double w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  return std::max(0.0, w) * std::max(0.0, h);
}

double intersection_over_union(const CropWindow& a, const CropWindow& b) {
  if (a.w <= 0 || a.h <= 0 || b.w <= 0 || b.h <= 0) return 0;
  const double intersection = common_area(a, b);
  return std::min(1.0, intersection / (a.w * a.h + b.w * b.h - intersection));
}

double intersection_over_union(const cv::Rect2d& a, const cv::Rect2d& b) {
  return intersection_over_union(CropWindow{a.x, a.y, a.width, a.height},
                                 CropWindow{b.x, b.y, b.width, b.height});
}

cv::Size crop_dimensions(cv::Size frame, AspectRatio ratio, double scale, Rational pixel_aspect) {
  if (frame.width <= 0 || frame.height <= 0) {
    throw std::invalid_argument("frame size " + size_text(frame) + " must be positive");
  }
  if (ratio.width <= 0 || ratio.height <= 0) {
    throw std::invalid_argument("aspect ratio " + to_string(ratio) + " must be positive");
  }
  if (!(scale > 0 && scale <= 1)) {
    throw std::invalid_argument("scale " + std::to_string(scale) + " must be above 0 and at most 1");
  }
  if (pixel_aspect <= Rational(0)) {
    throw std::invalid_argument("pixel aspect " + to_string(pixel_aspect) + " must be positive");
  }
  // Sides in px: width / height = ratio / pixel_aspect.
  const double across = static_cast<double>(ratio.width) * static_cast<double>(pixel_aspect.denominator());
  const double down = static_cast<double>(ratio.height) * static_cast<double>(pixel_aspect.numerator());
  const double width = std::min<double>(frame.width, frame.height * across / down);
  const double height = std::min<double>(frame.height, frame.width * down / across);
  return {nearest_even_that_fits(width * scale, frame.width),
          nearest_even_that_fits(height * scale, frame.height)};
}

}  // namespace smartcrop
