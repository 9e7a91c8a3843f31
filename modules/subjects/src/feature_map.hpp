#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "products.hpp"

namespace smartcrop::internal {

/// An image of many channels; those of a pixel lie side by side. Its border is 0.
class FeatureMap {
 public:
  FeatureMap() = default;
  FeatureMap(cv::Size size, int channels, int border = 1) { reshape(size, channels, border); }

  /// Values inside are undefined where the shape is another; else they stay as they are. `border`: px, at
  /// least 1.
  void reshape(cv::Size size, int channels, int border = 1);

  /// The channels of a pixel; places outside are in the border.
  float* at(int x, int y) { return values_.data() + place(x, y); }
  const float* at(int x, int y) const { return values_.data() + place(x, y); }
  std::ptrdiff_t row_step() const { return std::ptrdiff_t{size_.width + 2 * border_} * channels_; }
  cv::Size size() const { return size_; }
  int channels() const { return channels_; }
  int border() const { return border_; }

 private:
  std::ptrdiff_t place(int x, int y) const {
    return (y + border_) * row_step() + std::ptrdiff_t{x + border_} * channels_;
  }

  cv::Size size_;
  int channels_ = 0, border_ = 0;
  std::vector<float> values_;
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

inline constexpr int kColors = 3;

/// `input`: CV_32F, 1x3xHxW.
void copy_colors(const cv::Mat& input, FeatureMap& colors);

/// A 1x1 convolution: `in` has as many channels as the product is deep. `skip` is added: null, or as `out`.
void multiply(const Product& product, const FeatureMap& in, FeatureMap& out,
              const FeatureMap* skip = nullptr);

/// `values`, made at least so long.
float* at_least(std::size_t count, std::vector<float>& values);

}  // namespace smartcrop::internal
