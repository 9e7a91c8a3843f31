#pragma once

#include <cstddef>
#include <cstring>
#include <opencv2/core.hpp>
#include <vector>

namespace smartcrop::internal {

/// A register of AVX2, two without. Functions that pass one are inlined.
using Eight = float __attribute__((vector_size(32)));
inline constexpr int kEight = 8;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"
[[gnu::always_inline]] inline Eight load(const float* from) {
  Eight values;
  std::memcpy(&values, from, sizeof(Eight));
  return values;
}

[[gnu::always_inline]] inline void store(const Eight& values, float* to) {
  std::memcpy(to, &values, sizeof(Eight));
}

/// An activation by the slopes of what is below 0.
[[gnu::always_inline]] inline Eight activated(const Eight& value, const Eight& slopes) {
  return value > 0 ? value : value * slopes;
}
#pragma GCC diagnostic pop

/// Channels that are summed at once, and pixels at once.
inline constexpr int kLanes = 16, kPixels = 6;

inline std::size_t volume(int a, int b) {
  return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
}

/// `channels`, rounded up to whole groups of kLanes.
inline int padded_channels(int channels) {
  return (channels + kLanes - 1) / kLanes * kLanes;
}

/// A matrix of weights by which many pixels are multiplied, and what follows it in a network. The bits do not
/// depend on how many pixels there are.
struct Product {
  /// All weights are 0 at first.
  Product(int inputs, int outputs);
  /// Of a convolution. weights: CV_32F, outputs x inputs x rows x columns. bias: a number for each output.
  /// The product's inputs are ordered by tap, then channel.
  Product(const cv::Mat& weights, const cv::Mat& bias, const std::vector<float>& slopes = {});
  Product() = default;

  /// Where the weight of value `k` of the input for a channel lies in `weights`.
  std::size_t place(int channel, int k) const {
    return (static_cast<std::size_t>(channel / kLanes * depth) + static_cast<std::size_t>(k)) * kLanes +
           static_cast<std::size_t>(channel % kLanes);
  }
  /// in: `pixels` x depth values. out: padded_channels(channels) values for each pixel, `out_step` apart:
  /// bias + sum of weights * in + skip, what is below 0 multiplied by its slope. `skip`: null, or as `out`.
  void run(const float* in, int pixels, float* out, int out_step, const float* skip = nullptr) const;

  int depth = 0, channels = 0;
  std::vector<float> weights;  ///< by group of channels, then depth, then channel
  std::vector<float> bias;     ///< by channel, 0 beyond
  std::vector<float> slopes;   ///< by channel, 0 beyond; empty = 1
};

/// `values`, then 0 up to a whole group of kLanes.
std::vector<float> padded(const float* values, int count);

}  // namespace smartcrop::internal
