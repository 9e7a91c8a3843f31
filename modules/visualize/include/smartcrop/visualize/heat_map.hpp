#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/plan/metric_summary.hpp"
#include "smartcrop/selection/candidates.hpp"

namespace smartcrop {

/// A window to be drawn on a picture of the frame.
struct MarkedWindow {
  CropWindow window;       ///< displayed source px
  std::string label;       ///< shown in its corner; may be empty
  bool is_chosen = false;  ///< drawn last, with a thick bright line; the others with a thin one
};

/// The chosen windows (one or two) and the first `count` candidates, labeled with their ranks; a candidate
/// that is a chosen window is not drawn twice.
std::vector<MarkedWindow> marked_windows(std::span<const Candidate> candidates,
                                         std::span<const CropWindow> chosen, std::size_t count);

/// Draws the windows of a source of `source` px on a picture of its whole frame at any scale (CV_8UC3,
/// modified).
void draw_windows(cv::Mat& bgr, std::span<const MarkedWindow> windows, cv::Size source);

/// The picture with everything outside the windows darkened to 35 %. `bgr` as for draw_windows().
cv::Mat highlighted(const cv::Mat& bgr, std::span<const CropWindow> windows, cv::Size source);

/// A metric over a picture of the frame: the picture in gray, covered by the colors of the map, more strongly
/// for larger values. `bgr`: CV_8UC3, the whole frame at any scale. Throws std::invalid_argument if the
/// metric is not in the maps.
cv::Mat heat_map(const cv::Mat& bgr, const MetricMaps& maps, std::size_t metric, cv::Size source);

/// What a heat map's colors mean.
struct HeatLegend {
  std::string title;  ///< "Motion"
  std::string unit;   ///< "mean change from frame to frame, 8-bit codes"
  double largest = 0;
  cv::Mat bar;  ///< CV_8UC3, 1 x 256: from 0 to the largest value, over the picture's mean brightness
};
HeatLegend heat_legend(const cv::Mat& bgr, const MetricMaps& maps, std::size_t metric);

/// The heat map with its title above and its legend below, for a separate file.
cv::Mat with_legend(const cv::Mat& map, const HeatLegend& legend);

}  // namespace smartcrop
