#pragma once

// Dynamic programming over positions and time: the track with the most reward, less a price of moving. Exact.

#include <opencv2/core.hpp>
#include <vector>

namespace smartcrop {

/// reward: one row per time step, one column per position, CV_32FC1. Finds the positions p_t that maximize
///   sum_t reward(t, p_t) - sum_t price * (p_t - p_{t-1})^2.
/// price >= 0 in reward per squared position. Time O(rows * cols^2), exact. Returns one position per row.
std::vector<int> best_track(const cv::Mat& reward, double price);

/// Weight of each of `cells` cells for a window over [left, left + window), 0..1: 1 inside, falling to 0 over
/// `taper` * window cells on either side of each edge, except at the ends of the frame.
std::vector<float> window_weights(int cells, double left, double window, double taper);

/// Sums of the columns of a map if `along_x`, else of its rows; one row, CV_32FC1. A time step for
/// window_sums().
cv::Mat profile(const cv::Mat& map, bool along_x);

/// Share of the profile (CV_32FC1, one row per time step, cells along columns) inside a window of `window`
/// cells at each of `positions` places, evenly spaced from the left end to the right. Cells are weighted as
/// in window_weights(), so that what is well inside counts more than what touches an edge.
cv::Mat window_sums(const cv::Mat& profile, double window, int positions, double taper);

/// The best track of a window over `share` of the cells, as its center in each row of the profiles, cells.
/// Rows are `step_s` apart; `inertia`: reward given up for moving by all cells in one second.
std::vector<double> best_centers(const cv::Mat& profiles, double share, double step_s, double inertia);

}  // namespace smartcrop
