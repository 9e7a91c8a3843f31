#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <string_view>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

// The metrics as small maps. Input: planes of a SmallFrame (CV_16UC1, 8 fractional bits). Output: CV_16UC1 of
// the same size, 8 fractional bits (unit 1/256 code), rounded to nearest. Borders are replicated. All throw
// std::invalid_argument for empty planes, other types and unequal sizes. Thread-safe.
//
// The bits are the same on every machine: integers are exact; x^2 + y^2, the root, the factor and the + 0.5
// before truncation are single precision operations, each rounded separately (IEEE 754, not fused). Before
// rounding a map is within 1/200 of a unit of the exact value.

/// Motion: |Y(t) - Y(t-1)| by cv::absdiff, in 8-bit codes, 0..255. Both planes must have the same size.
cv::Mat motion_map(const cv::Mat& previous_luma, const cv::Mat& luma);

/// Complexity: standard deviation of luma over 5x5 cells, in codes, 0..127.5. Luma is first rounded to 4
/// fractional bits (1/16 code), so that n sum(x^2) - (sum x)^2, n = 25, is exact in 32 bits; the map is the
/// root of that times 16 / 25.
cv::Mat complexity_map(const cv::Mat& luma);

/// Edges: sqrt(gx^2 + gy^2) with g = cv::Sobel 3x3 / 8 (a ramp of one code per cell gives 1), in codes per
/// cell, 0..181. gx and gy in map units are exact integers; the map is sqrt(gx^2 + gy^2) / 8.
cv::Mat edge_map(const cv::Mat& luma);

/// Saturation: distance of chroma from gray, sqrt((Cb-128)^2 + (Cr-128)^2), in codes, 0..181.
cv::Mat saturation_map(const cv::Mat& cb, const cv::Mat& cr);

/// One metric, as the rest of the program sees it.
struct MetricEntry {
  std::string_view name;                  ///< in documents, options, tables and files; one lower-case word
  cv::Mat (*map)(const FramePair& pair);  ///< as above
  bool needs_previous;                    ///< frames without a previous one are not counted
  std::string_view unit;
  std::string_view meaning;  ///< in reports: "MEANING, UNIT"
  std::string_view noun;     ///< in the reasons of candidates: "most NOUN of all windows"
};

namespace internal {
cv::Mat motion_of(const FramePair& pair);
cv::Mat complexity_of(const FramePair& pair);
cv::Mat edges_of(const FramePair& pair);
cv::Mat saturation_of(const FramePair& pair);
}  // namespace internal

/// The metrics. To add a metric, append a row; all programs and documents follow this table. Its order is
/// that of all arrays indexed by metric.
inline constexpr std::array kMetricTable{
    MetricEntry{"motion", internal::motion_of, true, "8-bit codes", "mean change from frame to frame",
                "movement"},
    MetricEntry{"complexity", internal::complexity_of, false, "8-bit codes",
                "mean local contrast (standard deviation)", "detail"},
    MetricEntry{"edges", internal::edges_of, false, "8-bit codes per cell", "mean slope of brightness",
                "edges"},
    MetricEntry{"saturation", internal::saturation_of, false, "8-bit codes",
                "mean distance of color from gray", "color"},
};
inline constexpr int kMetricCount = kMetricTable.size();

/// Index of a row. Rows that code refers to by name have a name here.
enum class Metric : std::uint8_t { motion, complexity, edges, saturation };

/// All rows.
inline constexpr std::array<Metric, kMetricCount> kMetrics = [] {
  std::array<Metric, kMetricCount> all{};
  for (int i = 0; i < kMetricCount; ++i) all[static_cast<std::size_t>(i)] = static_cast<Metric>(i);
  return all;
}();

constexpr const MetricEntry& entry_of(Metric metric) {
  return kMetricTable.at(static_cast<std::size_t>(metric));
}
constexpr std::string_view metric_name(Metric metric) {
  return entry_of(metric).name;
}

static_assert(metric_name(Metric::motion) == "motion" && metric_name(Metric::complexity) == "complexity" &&
              metric_name(Metric::edges) == "edges" && metric_name(Metric::saturation) == "saturation");

/// The map of one frame; nullopt if the metric needs a previous frame and there is none.
std::optional<cv::Mat> map_of(Metric metric, const FramePair& pair);

}  // namespace smartcrop
