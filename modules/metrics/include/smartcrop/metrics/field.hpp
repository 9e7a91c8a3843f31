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

/// Means in 8-bit codes (see metric.hpp), indexed by Metric.
using MetricValues = std::array<double, kMetricCount>;

/// Sums over the cells of one frame in 1/256 codes, indexed by Metric; 0 if a metric needs a previous frame
/// and there is none.
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

  /// Measures frames and adds each metric's map (metric.hpp) to its sum; metrics are computed in parallel by
  /// `workers` threads (core/parallel.hpp; 0 = all cores). Gray frames (no chroma) have saturation 0. Returns
  /// the sums of each frame, in order. Throws std::invalid_argument if a geometry differs.
  std::vector<FrameSums> add(std::span<const FramePair> frames, int workers = 1);

  /// Throws std::invalid_argument if the geometries differ.
  Field& operator+=(const Field& other);

  /// Mean map of one metric in codes, CV_32FC1; all 0 if no frame was counted.
  cv::Mat mean(Metric metric) const;
};

/// Summed-area tables of a field: the mean of each metric over any window in four look-ups per metric.
/// Immutable, so any number of threads may use it.
class WindowQuery {
 public:
  explicit WindowQuery(const Field& field);

  /// Mean over the window, exact for windows with fractions of a cell: each cell is weighted by its area
  /// inside the window, in px (the last column and row may be narrower). A metric is constant within a cell.
  /// `window`: displayed source px; parts outside the frame do not count. Throws std::invalid_argument for a
  /// window that is empty or entirely outside.
  MetricValues mean(const CropWindow& window) const;

 private:
  MapGeometry geometry_;
  std::array<cv::Mat, kMetricCount> table_;  // CV_64FC1, (rows+1) x (cols+1), mean codes * px^2
};

}  // namespace smartcrop
