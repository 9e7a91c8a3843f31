#pragma once

// Maps over grid cells, CV_32FC1, rows x cols of the grid.

#include <opencv2/core.hpp>
#include <vector>

namespace smartcrop::internal {

/// The map minus its mean, negative values set to 0, scaled to sum 1; all 0 for a flat map.
cv::Mat above_mean(const cv::Mat& map);

/// A Gaussian of height 1 around (x, y); all numbers in cells.
cv::Mat gaussian_map(cv::Size size, double x, double y, double sigma_x, double sigma_y);

/// Smooths each cell over time by a Gaussian of `sigma` maps, in place and in order: maps before are already
/// smoothed. Does nothing for sigma up to 0.1. The ends are not padded.
void smooth_over_time(std::vector<cv::Mat>& maps, double sigma);

}  // namespace smartcrop::internal
