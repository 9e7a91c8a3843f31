#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/subjects/object_detector.hpp"

namespace smartcrop::internal {

/// Cell sizes of NanoDet's three grids over the input, px.
inline constexpr std::array<int, 3> kStrides{8, 16, 32};

/// The network's output for one grid of n cells, row by row from the top left.
/// Source: Lyu, "NanoDet", 2020; the boxes as in Li et al., "Generalized Focal Loss", 2020.
struct NanoDetGrid {
  cv::Mat scores;  ///< CV_32F n x 80: logit of each class's probability
  cv::Mat
      sides;  ///< CV_32F n x 44: for left, top, right, bottom the logits of 0 to 10 strides from the middle
};

/// A box for each cell and class whose probability is at least `min_score`, px of the input; it may extend
/// beyond the input. In the order of grids, cells, classes. Throws Error if the grids do not fit the input.
std::vector<DetectedObject> decode_nanodet(const std::array<NanoDetGrid, 3>& grids, cv::Size input,
                                           double min_score);

/// Non-maximum suppression: drops boxes that overlap a better one by more than `max_overlap` (intersection
/// over union). Best first, ties from top to bottom, left to right.
std::vector<DetectedObject> suppress_overlaps(std::vector<DetectedObject> objects, double max_overlap);

}  // namespace smartcrop::internal
