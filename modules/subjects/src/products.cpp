#include "products.hpp"

#include <algorithm>
#include <cstddef>

#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

/// What one group of channels is multiplied by, and its results.
struct Group {
  int depth = 0;
  const float *weights = nullptr, *bias = nullptr, *slopes = nullptr, *skip = nullptr;
  float* out = nullptr;
  int out_step = 0;
};

/// The results of `count` pixels from the pixel `first` on: twelve of sixteen registers are sums.
template <int count>
[[gnu::always_inline]] inline void multiply_pixels(const float* in, int first, const Group& group) {
  in += std::ptrdiff_t{first} * group.depth;
  Eight low[count], high[count];
  for (int p = 0; p < count; ++p) low[p] = load(group.bias), high[p] = load(group.bias + kEight);
  for (int k = 0; k < group.depth; ++k) {
    const Eight weights = load(group.weights + k * kLanes), more = load(group.weights + k * kLanes + kEight);
    for (int p = 0; p < count; ++p) {
      const float value = in[p * group.depth + k];
      low[p] += value * weights;
      high[p] += value * more;
    }
  }
  // Unrolled, so that the sums stay in registers.
#pragma GCC unroll 6
  for (int p = 0; p < count; ++p) {
    const std::ptrdiff_t at = std::ptrdiff_t{first + p} * group.out_step;
    if (group.skip != nullptr) low[p] += load(group.skip + at), high[p] += load(group.skip + at + kEight);
    if (group.slopes != nullptr) {
      low[p] = activated(low[p], load(group.slopes));
      high[p] = activated(high[p], load(group.slopes + kEight));
    }
    store(low[p], group.out + at);
    store(high[p], group.out + at + kEight);
  }
}

/// Of fewer than kPixels pixels.
template <int count = kPixels - 1>
[[gnu::always_inline]] inline void multiply_rest(int pixels, const float* in, int first, const Group& group) {
  if (pixels == count) {
    multiply_pixels<count>(in, first, group);
  } else if constexpr (count > 1) {
    multiply_rest<count - 1>(pixels, in, first, group);
  }
}

SMARTCROP_VECTORIZE void multiply(const float* in, int pixels, const Group& group) {
  int first = 0;
  for (; first + kPixels <= pixels; first += kPixels) multiply_pixels<kPixels>(in, first, group);
  multiply_rest(pixels - first, in, first, group);
}

}  // namespace

std::vector<float> padded(const float* values, int count) {
  std::vector<float> result(static_cast<std::size_t>(padded_channels(count)));
  std::copy_n(values, count, result.begin());
  return result;
}

Product::Product(int inputs, int outputs)
    : depth(inputs),
      channels(outputs),
      weights(volume(padded_channels(outputs), inputs)),
      bias(static_cast<std::size_t>(padded_channels(outputs))) {}

Product::Product(const cv::Mat& kernels, const cv::Mat& offsets, const std::vector<float>& factors)
    : Product(kernels.size[1] * kernels.size[2] * kernels.size[3], kernels.size[0]) {
  const int ins = kernels.size[1], taps = depth / ins;
  const auto* weight = kernels.ptr<float>();
  for (int out = 0; out < channels; ++out)
    for (int in = 0; in < ins; ++in)
      for (int tap = 0; tap < taps; ++tap, ++weight) weights[place(out, tap * ins + in)] = *weight;
  bias = padded(offsets.ptr<float>(), channels);
  if (!factors.empty()) slopes = padded(factors.data(), channels);
}

void Product::run(const float* in, int pixels, float* out, int out_step, const float* skip) const {
  for (int first = 0; first < channels; first += kLanes) {
    multiply(in, pixels,
             {depth, weights.data() + std::ptrdiff_t{first} * depth, bias.data() + first,
              slopes.empty() ? nullptr : slopes.data() + first, skip == nullptr ? nullptr : skip + first,
              out + first, out_step});
  }
}

}  // namespace smartcrop::internal
