#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/importance/edge_comparison.hpp"

namespace smartcrop::internal {

/// The longest gap within a run, cells.
inline constexpr int kLongestEdgeGap = 4;

/// 255 where luma (CV_16UC1, a small map) jumps along its row from one flat level to another. CV_8UC1.
cv::Mat step_mask(const cv::Mat& luma);

/// Straight runs of edges along the columns of luma, ascending by column, then first cell. For those along
/// rows, transpose it.
std::vector<EdgeRun> edge_runs(const cv::Mat& luma);

}  // namespace smartcrop::internal
