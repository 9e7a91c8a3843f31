#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "feature_map.hpp"
#include "products.hpp"

namespace smartcrop::internal {

/// A 3x3 convolution of each channel, with a bias; what is below 0 is multiplied by `slope`.
struct Depthwise {
  /// weights: CV_32F, channels x 1 x 3 x 3; channels are a multiple of kEight. bias: a number for each.
  /// `before`: the first tap lies so many pixels before each place.
  Depthwise(const cv::Mat& weights, const cv::Mat& bias, int stride, int before, float slope);
  Depthwise() = default;

  /// Row `y` of the result.
  void run_row(const FeatureMap& in, int y, float* out) const;

  int channels = 0, stride = 1, before = 1;
  float slope = 1;
  std::vector<float> taps;  ///< by tap, then channel
  std::vector<float> bias;
};

/// A depthwise convolution and the product of its results, row by row while they are in the cache.
struct Separable {
  /// The size of `out` is that of `in`, divided by the stride and rounded up. `skip` is added to the product:
  /// null, or as `out`.
  void run(const FeatureMap& in, FeatureMap& out, std::vector<float>& row,
           const FeatureMap* skip = nullptr) const;

  Depthwise depthwise;
  Product product;
};

}  // namespace smartcrop::internal
