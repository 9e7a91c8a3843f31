#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <string_view>

namespace smartcrop {

/// What is measured at each cell of a small map. The order is that of every array indexed by metric.
enum class Metric { motion, complexity, edges, saturation };
inline constexpr int kMetricCount = 4;
inline constexpr std::array<Metric, kMetricCount> kMetrics{Metric::motion, Metric::complexity, Metric::edges,
                                                           Metric::saturation};

/// "motion", "complexity", "edges", "saturation": the names in documents, options and files.
std::string_view metric_name(Metric metric);

// The four metrics as small maps, for pictures and as the plain reference of Field::add, which computes the
// same numbers in one pass. Input: planes of a SmallFrame (CV_16UC1, 8 fractional bits). Output: CV_16UC1 of
// the same size, 8 fractional bits (unit 1/256 code), rounded to nearest. Borders are replicated. All throw
// std::invalid_argument for empty planes, other types, and planes that differ in size.
//
// Arithmetic, the same bits on every machine: integers are exact; x^2 + y^2, the root, the factor and + 0.5
// before the fraction is cut off are single precision operations, each rounded by itself (IEEE 754, nothing
// fused), so a map is within 1/200 of its unit of the exact value before rounding.

/// Motion: |Y(t) - Y(t-1)| by cv::absdiff, in 8-bit codes, 0..255. Both planes must have one size.
cv::Mat motion_map(const cv::Mat& previous_luma, const cv::Mat& luma);

/// Edges: sqrt(gx^2 + gy^2) with g = cv::Sobel 3x3 / 8 (a ramp of one code per cell gives 1), in codes per
/// cell, 0..181. gx and gy in map units are exact integers; the map is sqrt(gx^2 + gy^2) / 8.
cv::Mat edge_map(const cv::Mat& luma);

/// Complexity: standard deviation of luma in the 5x5 cells around, in codes, 0..127.5. Luma enters rounded to
/// 4 fractional bits (1/16 code), so that n sum(x^2) - (sum x)^2, n = 25, is exact in 32 bits; the map is the
/// root of that times 16 / 25.
cv::Mat complexity_map(const cv::Mat& luma);

/// Saturation: distance of chroma from gray, sqrt((Cb-128)^2 + (Cr-128)^2), in codes, 0..181.
cv::Mat saturation_map(const cv::Mat& cb, const cv::Mat& cr);

}  // namespace smartcrop
