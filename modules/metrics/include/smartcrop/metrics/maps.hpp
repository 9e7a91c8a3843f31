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

// The four metrics as small maps, for pictures and as the plain reference of Field::add, which computes the same
// numbers in one pass. Input: planes of a SmallFrame (CV_16UC1, 8 fractional bits). Output: CV_16UC1 of the same
// size, 8 fractional bits, rounded to nearest. Borders are replicated.

/// Motion: |Y(t) - Y(t-1)| by cv::absdiff, in 8-bit codes, 0..255. Both planes must have one size.
cv::Mat motion_map(const cv::Mat& previous_luma, const cv::Mat& luma);

/// Edges: sqrt(gx^2 + gy^2) with g = cv::Sobel 3x3 / 8, in codes per cell, 0..181.
cv::Mat edge_map(const cv::Mat& luma);

/// Complexity: standard deviation of luma in the 5x5 cells around, in codes, 0..127.5. Luma enters with 4 fractional
/// bits (1/16 code), so that the sums of squares are exact in 32 bits.
cv::Mat complexity_map(const cv::Mat& luma);

/// Saturation: distance of chroma from grey, sqrt((Cb-128)^2 + (Cr-128)^2), in codes, 0..181.
cv::Mat saturation_map(const cv::Mat& cb, const cv::Mat& cr);

}  // namespace smartcrop
