#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/subjects/object_detector.hpp"

namespace smartcrop::internal {

/// NanoDet's three grids over the input: a cell every so many px.
inline constexpr std::array<int, 3> kStrides{8, 16, 32};

/// What the network gives for one grid. Cells in rows, from the input's top left; n of them.
/// Source: Lyu, "NanoDet", 2020; the boxes as in Li et al., "Generalized Focal Loss", 2020.
struct NanoDetGrid {
  cv::Mat scores;  ///< CV_32F n x 80: logit of each class's probability
  cv::Mat
      sides;  ///< CV_32F n x 44: for left, top, right, bottom the logits of 0 to 10 strides from the middle
};

/// Boxes in px of the input, possibly reaching out of it, each class of a cell whose probability reaches
/// `min_score` one. In the order of grids, cells, classes. Throws Error where the grids do not fit the input.
std::vector<DetectedObject> decode_nanodet(const std::array<NanoDetGrid, 3>& grids, cv::Size input,
                                           double min_score);

/// Best first, ties from top to bottom, left to right. Each keeps out the weaker ones that overlap it more
/// than `max_overlap` (intersection over union).
std::vector<DetectedObject> suppress_overlaps(std::vector<DetectedObject> objects, double max_overlap);

}  // namespace smartcrop::internal
