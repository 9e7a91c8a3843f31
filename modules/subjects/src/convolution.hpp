#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "feature_map.hpp"
#include "products.hpp"

namespace smartcrop::internal {

/// Where the taps of a convolution lie.
struct Sampling {
  int stride = 1;
  int dilation = 1;  ///< from tap to tap, px
  int before = 1;    ///< from the first tap to the place, px
};

/// A 3x3 convolution with a bias, and an activation: what is below 0 is multiplied by the channel's slope.
/// Of stride 1 without dilation by Winograd's F(2x2, 3x3), which needs 4 products for each pixel instead
/// of 9. Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016.
class Convolution {
 public:
  /// weights: CV_32F, output channels x input channels x 3 x 3. bias, slopes: a number for each output
  /// channel; no slopes: no activation.
  Convolution(const cv::Mat& weights, const cv::Mat& bias, const std::vector<float>& slopes,
              const Sampling& sampling = {});
  Convolution() = default;

  /// Memory of a run, to be used again by the next.
  struct Buffer {
    std::vector<float> gathered, sums;
  };

  /// The size of `out` is that of `in`, divided by the stride. It is written in whole groups of kLanes, from
  /// `out.first` on. Winograd's reads whole groups of kEight, of which the rest does not matter; others read
  /// all channels of `in`. The border of `in` holds all taps.
  void run(ChannelsIn in, ChannelsOut out, Buffer& buffer) const;

 private:
  void run_direct(const FeatureMap& in, ChannelsOut out, Buffer& buffer) const;
  void run_tiles(ChannelsIn in, ChannelsOut out, Buffer& buffer) const;

  int ins_ = 0, outs_ = 0;  ///< in whole groups
  Sampling sampling_;
  std::vector<float> bias_, slopes_;
  std::vector<Product> products_;  ///< one, or one for each of the 16 values of a tile
};

}  // namespace smartcrop::internal
