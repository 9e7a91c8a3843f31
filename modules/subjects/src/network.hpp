#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop::internal {

/// Throws Error naming the file where it is missing. `what` names it in errors ("face model").
void require_file(const std::string& path, const std::string& what);

/// How a network wants its colors: three planes, each (value - mean) / spread of values 0..255.
struct ColorPlanes {
  bool blue_first = false;  ///< B, G, R instead of R, G, B
  std::array<float, 3> mean{};
  std::array<float, 3> spread{};
};

/// Where a small map lies in a network's input: in the middle, as large as fits, but at most `most` times its
/// size.
struct Letterbox {
  Letterbox(cv::Size map, cv::Size input, double most = 1e9);
  /// The map fills the input, its sides stretched each by itself.
  static Letterbox stretched(cv::Size map, cv::Size input);

  /// A point of the input, px, in cells of the map.
  cv::Point2d in_map(double x, double y) const {
    return {(x - picture.x) * cells_per_px.x, (y - picture.y) * cells_per_px.y};
  }

  cv::Size input;
  cv::Rect picture;
  cv::Point2d cells_per_px;
};

/// CV_32F 1x3xHxW: the small frame in its letterbox, 0 (the mean) around it.
cv::Mat network_input(const SmallFrame& frame, const Letterbox& box, const ColorPlanes& colors);

/// CV_32F 1x3xHxW: a part of the small frame, in cells, stretched to the input's size. Outside of the frame
/// its edges go on.
cv::Mat network_input(const SmallFrame& frame, const cv::Rect2d& part, cv::Size input,
                      const ColorPlanes& colors);

/// A box of cells of the map in px of the displayed frame, cut at its edges.
CropWindow in_frame(const CropWindow& cells, const MapGeometry& geometry);

}  // namespace smartcrop::internal
