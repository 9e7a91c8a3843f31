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
  double largest = 0;               ///< what 255 stands for
  std::vector<std::uint8_t> cells;  ///< row by row
  bool operator==(const MetricMap&) const = default;
};

/// The metrics over the frame and the whole range, at the resolution of a picture of them. Cells are
/// squares of `cell_px` displayed px from the top left corner on; the last column and row may reach beyond
/// the frame.
struct MetricMaps {
  int cell_px = 1;
  cv::Size cells;
  /// By metric; none where it was not measured. Metrics: mean in codes (metrics/metric.hpp). Importance:
  /// density, 1 = what an even spread of the evidence over the frame would give each cell.
  std::array<std::optional<MetricMap>, kWindowMetricCount> maps;

  /// One of them as CV_32FC1, rows x cols of `cells`. Throws std::invalid_argument where it was not measured.
  cv::Mat map(std::size_t metric) const;
  bool operator==(const MetricMaps&) const = default;
};

/// The most cells along the long side.
inline constexpr int kMostMapCells = 96;

/// Makes a map's bytes from values >= 0, CV_32FC1.
MetricMap metric_map(const cv::Mat& values);

/// The metrics over time. Metrics: mean over the frame in codes; importance: amount of evidence, the sum of
/// a map (importance/importance.hpp).
struct MetricCurves {
  double step_s = 1;
  struct Step {
    std::int64_t index = 0;  ///< the step is [index, index + 1) * step_s since the video's first frame
    std::array<std::optional<double>, kWindowMetricCount>
        values;  ///< by metric; none where it was not measured
    bool operator==(const Step&) const = default;
  };
  std::vector<Step> steps;  ///< ascending; only those in which something was measured
  bool operator==(const MetricCurves&) const = default;
};

/// How a window does over time, one value for each step of the document's timeline; none where nothing was
/// analyzed.
struct WindowCurves {
  /// Share of what the moment is about that the window holds, of what fits, 0..1.
  std::vector<std::optional<double>> kept;
  /// How sure the choice is, 0..1: 0 = something beside the window is as likely, 1 = nothing else comes into
  /// question.
  std::vector<std::optional<double>> certainty;
  bool operator==(const WindowCurves&) const = default;
};

}  // namespace smartcrop
