#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/importance/importance_options.hpp"

namespace smartcrop::internal {

/// Follows the strongest blob of `blob_width` x `blob_height` over time, first along x on the whole height,
/// then along y in the columns around it. maps: CV_32FC1, one per analyzed frame, `step_s` apart, not empty.
/// Result: its center in each map, in cells.
std::vector<cv::Point2d> blob_track(const std::vector<cv::Mat>& maps, double step_s,
                                    const ImportanceOptions& options);

}  // namespace smartcrop::internal
