#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/metric.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Mean of each metric over something, in 8-bit codes (see metric.hpp), by Metric.
using MetricValues = std::array<double, kMetricCount>;

/// Sum of each metric over the cells of one frame, 1/256 codes, by Metric; 0 for a metric that needs a
/// previous frame where there is none.
using FrameSums = std::array<std::uint64_t, kMetricCount>;

/// Sums of the metrics over frames, per cell of the small map. Sums are whole numbers of 1/256 code held
/// in doubles (exact below 2^53: 30 years of video at 60 fps), so adding is associative: the fields of two
/// parts of a video add up to the field of the whole, bit by bit, in any order and on any number of threads.
struct Field {
  MapGeometry geometry;
  std::array<cv::Mat, kMetricCount> sum;  ///< CV_64FC1, map_size(), 1/256 codes
  /// Frames summed; metrics that need a previous frame count those that have one.
  std::array<std::int64_t, kMetricCount> count{};

  /// An empty field (all zero).
  explicit Field(const MapGeometry& geometry);
  /// Copies own their sums (cv::Mat by itself would share them).
  Field(const Field& other);
  Field& operator=(const Field& other);
  Field(Field&&) = default;
  Field& operator=(Field&&) = default;

  /// Measures the frames and adds them: for each metric its map (metric.hpp), added to the sum, the metrics
  /// shared out over `workers` threads (core/parallel.hpp; 0 = all cores). Gray frames (no chroma) count with
  /// saturation 0. Returns each frame's sums, in order. Throws std::invalid_argument where a geometry
  /// differs.
  std::vector<FrameSums> add(std::span<const FramePair> frames, int workers = 1);

  /// Throws std::invalid_argument where the geometries differ.
  Field& operator+=(const Field& other);

  /// Mean map of one metric in codes, CV_32FC1; zero where nothing was counted.
  cv::Mat mean(Metric metric) const;
};

/// Summed-area tables of a field: the mean of each metric over any window in four look-ups per metric.
/// Immutable after construction, so any number of threads may ask.
class WindowQuery {
 public:
  explicit WindowQuery(const Field& field);

  /// Mean over the window, exact for windows with fractions of a cell: a cell counts by the area of it
  /// inside, in px (the last column and row may be narrower). The metric is taken as constant within a cell.
  /// `window` in displayed source px; what lies outside the frame does not count. Throws
  /// std::invalid_argument for an empty window or one wholly outside.
  MetricValues mean(const CropWindow& window) const;

 private:
  MapGeometry geometry_;
  std::array<cv::Mat, kMetricCount> table_;  // CV_64FC1, (rows+1) x (cols+1), mean codes * px^2
};

}  // namespace smartcrop
