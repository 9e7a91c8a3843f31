#pragma once

#include <span>
#include <vector>

#include "smartcrop/importance/importance_options.hpp"
#include "smartcrop/importance/signals.hpp"

namespace smartcrop::internal {

/// For each frame the cells that are colored like the subject, CV_32FC1, 0..1. The subject's colors are
/// learned over `color_memory_s` from the cells of `training` (CV_32FC1) near the blob's centers, against all
/// other cells.
std::vector<cv::Mat> subject_maps(std::span<const FrameSignals> frames, double step_s,
                                  const std::vector<cv::Point2d>& centers,
                                  const std::vector<cv::Mat>& training, const ImportanceOptions& options);

}  // namespace smartcrop::internal
