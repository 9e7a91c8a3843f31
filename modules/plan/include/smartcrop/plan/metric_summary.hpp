#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "smartcrop/selection/strategies.hpp"

namespace smartcrop {

/// A metric over the frame, for pictures: 8 bits per cell.
struct MetricMap {
  double largest = 0;               ///< the value of 255
  std::vector<std::uint8_t> cells;  ///< row by row
  bool operator==(const MetricMap&) const = default;
};

/// Means of the metrics over the whole range, for each cell of the frame, at a resolution for pictures. Cells
/// are squares of `cell_px` displayed px, starting at the top left corner; the last column and row may extend
/// beyond the frame.
struct MetricMaps {
  int cell_px = 1;
  cv::Size cells;
  /// By metric; nullopt if it was not measured. Metrics: mean in codes (metrics/metric.hpp). Importance:
  /// density, 1 = the value of every cell if importance were uniform.
  std::array<std::optional<MetricMap>, kWindowMetricCount> maps;

  /// One map as CV_32FC1, rows x cols of `cells`. Throws std::invalid_argument if it was not measured.
  cv::Mat map(std::size_t metric) const;
  bool operator==(const MetricMaps&) const = default;
};

/// Largest number of cells along the long side.
inline constexpr int kMostMapCells = 96;

/// Converts values >= 0, CV_32FC1, to 8 bits.
MetricMap metric_map(const cv::Mat& values);

/// The metrics over time. Metrics: mean over the frame in codes. Importance: the sum of a map
/// (importance/importance.hpp).
struct MetricCurves {
  double step_s = 1;
  struct Step {
    std::int64_t index = 0;  ///< the step is [index, index + 1) * step_s since the video's first frame
    std::array<std::optional<double>, kWindowMetricCount>
        values;  ///< by metric; nullopt if it was not measured
    bool operator==(const Step&) const = default;
  };
  std::vector<Step> steps;  ///< ascending; only steps with a measured frame
  bool operator==(const MetricCurves&) const = default;
};

/// How good a window is over time, one value for each step of the document's timeline; nullopt if the step
/// has no analyzed frame.
struct WindowCurves {
  /// Share of what matters inside the window, relative to the most that fits, 0..1.
  std::vector<std::optional<double>> kept;
  /// How certain the choice is, 0..1: 0 = something outside the window is equally probable, 1 = there is no
  /// alternative.
  std::vector<std::optional<double>> certainty;
  bool operator==(const WindowCurves&) const = default;
};

}  // namespace smartcrop
