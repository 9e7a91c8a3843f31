#include "nanodet.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <tuple>

#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {
namespace {

constexpr int kBins = 11;  ///< distances of 0 to 10 strides

/// The mean of the distances 0 to kBins - 1 whose probabilities are the softmax of the logits.
double expected_distance(const float* logits) {
  const double largest = static_cast<double>(*std::max_element(logits, logits + kBins));
  double sum = 0, weighted = 0;
  for (int bin = 0; bin < kBins; ++bin) {
    const double weight = std::exp(static_cast<double>(logits[bin]) - largest);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}

CropWindow box_of_cell(const float* sides, int column, int row, int stride) {
  std::array<double, 4> distance{};  // left, top, right, bottom
  for (std::size_t side = 0; side < distance.size(); ++side) {
    distance[side] = stride * expected_distance(sides + side * kBins);
  }
  return {(column + 0.5) * stride - distance[0], (row + 0.5) * stride - distance[1],
          distance[0] + distance[2], distance[1] + distance[3]};
}

}  // namespace

std::vector<DetectedObject> decode_nanodet(const std::array<NanoDetGrid, 3>& grids, cv::Size input,
                                           double min_score) {
  const double min_logit = std::log(min_score / (1 - min_score));
  std::vector<DetectedObject> objects;
  for (std::size_t k = 0; k < grids.size(); ++k) {
    const int stride = kStrides[k];
    const cv::Size cells(input.width / stride, input.height / stride);
    const auto& [scores, sides] = grids[k];
    if (scores.rows != cells.area() || sides.rows != cells.area() || scores.cols != kObjectClasses ||
        sides.cols != 4 * kBins || scores.type() != CV_32F || sides.type() != CV_32F) {
      throw Error("object model: its outputs are not those of NanoDet-g");
    }
    for (int cell = 0; cell < cells.area(); ++cell) {
      const auto* score = scores.ptr<float>(cell);
      for (int id = 0; id < kObjectClasses; ++id) {
        const auto logit = static_cast<double>(score[id]);
        if (!(logit >= min_logit)) continue;
        objects.push_back(
            {box_of_cell(sides.ptr<float>(cell), cell % cells.width, cell / cells.width, stride), id,
             1 / (1 + std::exp(-logit))});
      }
    }
  }
  return objects;
}

std::vector<DetectedObject> suppress_overlaps(std::vector<DetectedObject> objects, double max_overlap) {
  std::sort(objects.begin(), objects.end(), [](const DetectedObject& a, const DetectedObject& b) {
    return std::tie(b.score, a.box.y, a.box.x, a.box.h, a.box.w, a.class_id) <
           std::tie(a.score, b.box.y, b.box.x, b.box.h, b.box.w, b.class_id);
  });
  std::vector<DetectedObject> kept;
  for (const DetectedObject& object : objects) {
    const bool is_new = std::none_of(kept.begin(), kept.end(), [&](const DetectedObject& better) {
      return intersection_over_union(object.box, better.box) > max_overlap;
    });
    if (is_new) kept.push_back(object);
  }
  return kept;
}

}  // namespace smartcrop::internal
