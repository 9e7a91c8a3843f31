#include "products.hpp"

#include <algorithm>

#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

/// The sums of `count` pixels for one group of channels: twelve of sixteen registers are sums.
template <int count>
[[gnu::always_inline]] inline void multiply_pixels(const float* in, int depth, const float* weights,
                                                   const float* bias, float* out, int out_step) {
  Eight low[count], high[count];
  for (int p = 0; p < count; ++p) low[p] = load(bias), high[p] = load(bias + kEight);
  for (int k = 0; k < depth; ++k) {
    const Eight first = load(weights + k * kLanes), second = load(weights + k * kLanes + kEight);
    for (int p = 0; p < count; ++p) {
      const float value = in[p * depth + k];
      low[p] += value * first;
      high[p] += value * second;
    }
  }
  for (int p = 0; p < count; ++p) {
    store(low[p], out + p * out_step);
    store(high[p], out + p * out_step + kEight);
  }
}

/// Of fewer than kPixels pixels.
template <int count = kPixels - 1>
[[gnu::always_inline]] inline void multiply_rest(int pixels, const float* in, int depth, const float* weights,
                                                 const float* bias, float* out, int out_step) {
  if (pixels == count) {
    multiply_pixels<count>(in, depth, weights, bias, out, out_step);
  } else if constexpr (count > 1) {
    multiply_rest<count - 1>(pixels, in, depth, weights, bias, out, out_step);
  }
}

SMARTCROP_VECTORIZE void multiply(const float* in, int pixels, int depth, const float* weights,
                                  const float* bias, int out_step, float* out) {
  for (int group = 0; group < out_step; group += kLanes, weights += depth * kLanes, bias += kLanes) {
    const float* from = in;
    float* to = out + group;
    int left = pixels;
    for (; left >= kPixels; left -= kPixels, from += kPixels * depth, to += kPixels * out_step)
      multiply_pixels<kPixels>(from, depth, weights, bias, to, out_step);
    multiply_rest(left, from, depth, weights, bias, to, out_step);
  }
}

}  // namespace

Product::Product(int inputs, int outputs)
    : depth(inputs),
      channels(outputs),
      weights(volume(padded_channels(outputs), inputs)),
      bias(static_cast<std::size_t>(padded_channels(outputs))) {}

Product::Product(const cv::Mat& kernels, const cv::Mat& offsets)
    : Product(kernels.size[1] * kernels.size[2] * kernels.size[3], kernels.size[0]) {
  const int ins = kernels.size[1], taps = depth / ins;
  const auto* weight = kernels.ptr<float>();
  for (int out = 0; out < channels; ++out)
    for (int in = 0; in < ins; ++in)
      for (int tap = 0; tap < taps; ++tap, ++weight) weights[place(out, tap * ins + in)] = *weight;
  std::copy_n(offsets.ptr<float>(), channels, bias.begin());
}

void Product::run(const float* in, int pixels, float* out) const {
  multiply(in, pixels, depth, weights.data(), bias.data(), padded_channels(channels), out);
}

}  // namespace smartcrop::internal
