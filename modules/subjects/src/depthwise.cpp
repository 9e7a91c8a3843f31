#include "depthwise.hpp"

#include <algorithm>
#include <cstddef>

#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

constexpr int kKernel = 3, kTaps = kKernel * kKernel;

/// `in`: under the first tap of the first place. Eight channels after the other, whose taps stay in
/// registers.
SMARTCROP_VECTORIZE void convolve_row(const float* in, std::ptrdiff_t row_step, int places,
                                      const Depthwise& layer, float* out) {
  const int channels = layer.channels, step = layer.stride * channels;
  const float slope = layer.slope;
  for (int c = 0; c < channels; c += kEight) {
    Eight taps[kTaps];
    for (int tap = 0; tap < kTaps; ++tap) taps[tap] = load(layer.taps.data() + tap * channels + c);
    const Eight bias = load(layer.bias.data() + c);
    const float* from = in + c;
    float* to = out + c;
    for (int place = 0; place < places; ++place, from += step, to += channels) {
      Eight sum = bias;
      for (int i = 0; i < kKernel; ++i)
        for (int j = 0; j < kKernel; ++j)
          sum += taps[i * kKernel + j] * load(from + i * row_step + j * channels);
      store(sum > 0 ? sum : sum * slope, to);
    }
  }
}

}  // namespace

Depthwise::Depthwise(const cv::Mat& weights, const cv::Mat& offsets, int step, int start, float factor)
    : channels(weights.size[0]),
      stride(step),
      before(start),
      slope(factor),
      bias(offsets.ptr<float>(), offsets.ptr<float>() + offsets.total()) {
  taps.reserve(weights.total());
  for (int tap = 0; tap < kTaps; ++tap)
    for (int c = 0; c < channels; ++c) taps.push_back(weights.ptr<float>()[c * kTaps + tap]);
}

void Depthwise::run_row(const FeatureMap& in, int y, float* out) const {
  convolve_row(in.at(-before, y * stride - before), in.row_step(), (in.size().width + stride - 1) / stride,
               *this, out);
}

void Separable::run(const FeatureMap& in, FeatureMap& out, std::vector<float>& row,
                    const FeatureMap* skip) const {
  const int stride = depthwise.stride;
  const cv::Size size((in.size().width + stride - 1) / stride, (in.size().height + stride - 1) / stride);
  out.reshape(size, padded_channels(product.channels));
  float* const convolved = at_least(volume(size.width, depthwise.channels), row);
  for (int y = 0; y < size.height; ++y) {
    depthwise.run_row(in, y, convolved);
    product.run(convolved, size.width, out.at(0, y), out.channels(),
                skip == nullptr ? nullptr : skip->at(0, y));
  }
}

}  // namespace smartcrop::internal
