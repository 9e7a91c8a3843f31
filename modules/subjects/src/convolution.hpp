#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "products.hpp"

namespace smartcrop::internal {

/// An image of many channels; those of a pixel lie side by side. Its border is one pixel wide and 0.
class FeatureMap {
 public:
  FeatureMap() = default;
  FeatureMap(cv::Size size, int channels) { reshape(size, channels); }

  /// All values are 0 where the shape is another; else they stay as they are.
  void reshape(cv::Size size, int channels);

  /// The channels of a pixel; -1 and the size itself are in the border.
  float* at(int x, int y) { return values_.ptr<float>(place(x, y)); }
  const float* at(int x, int y) const { return values_.ptr<float>(place(x, y)); }
  std::ptrdiff_t row_step() const { return std::ptrdiff_t{size_.width + 2} * channels(); }
  cv::Size size() const { return size_; }
  int channels() const { return values_.cols; }

 private:
  int place(int x, int y) const { return (y + 1) * (size_.width + 2) + x + 1; }

  cv::Size size_;
  cv::Mat values_;
};

/// Some channels of a map, from `first` on.
struct ChannelsIn {
  const FeatureMap* map;
  int first = 0;
};
struct ChannelsOut {
  FeatureMap* map;
  int first = 0;
};

/// A 3x3 convolution with a bias; what is below 0 is multiplied by kLeak.
/// Of stride 1 by Winograd's F(2x2, 3x3), which needs 4 products for each pixel instead of 9.
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016.
class Convolution {
 public:
  static constexpr float kLeak = 0.1F;

  /// weights: CV_32F, output channels x input channels x 3 x 3. bias: a number for each output channel.
  /// The number of output channels is a multiple of kLanes, that of input channels of kEight for stride 1.
  Convolution(const cv::Mat& weights, const cv::Mat& bias, int stride);
  Convolution() = default;

  /// Memory of a run, to be used again by the next.
  struct Buffer {
    std::vector<float> gathered, sums;
  };

  /// The size of `out` is that of `in`, divided by the stride. A stride of 2 takes all channels of `in`.
  void run(ChannelsIn in, ChannelsOut out, Buffer& buffer) const;

 private:
  void run_direct(const FeatureMap& in, ChannelsOut out, Buffer& buffer) const;
  void run_tiles(ChannelsIn in, ChannelsOut out, Buffer& buffer) const;

  int ins_ = 0, outs_ = 0, stride_ = 1;
  std::vector<float> bias_;
  std::vector<Product> products_;  ///< one, or one for each of the 16 values of a tile
};

}  // namespace smartcrop::internal
