#include "feature_map.hpp"

#include <algorithm>

namespace smartcrop::internal {

void FeatureMap::reshape(cv::Size size, int channels, int border) {
  if (size == size_ && channels == channels_ && border == border_) return;
  size_ = size, channels_ = channels, border_ = border;
  // A tile of a convolution that begins at the last odd row and column reaches one pixel beyond the border.
  const std::ptrdiff_t count = (size.height + 2 * border + 1) * row_step() + channels;
  float* const begin = at_least(static_cast<std::size_t>(count), values_);
  std::fill(begin, at(0, 0), 0.0F);
  for (int y = 0; y < size.height; ++y) std::fill_n(at(size.width, y), 2 * border * channels, 0.0F);
  std::fill(at(size.width, size.height - 1), begin + count, 0.0F);
}

void copy_colors(const cv::Mat& input, FeatureMap& colors) {
  colors.reshape({input.size[3], input.size[2]}, kColors);
  for (int color = 0; color < kColors; ++color)
    for (int y = 0; y < colors.size().height; ++y) {
      const auto* from = input.ptr<float>(0, color, y);
      float* to = colors.at(0, y) + color;
      for (int x = 0; x < colors.size().width; ++x) to[x * kColors] = from[x];
    }
}

void multiply(const Product& product, const FeatureMap& in, FeatureMap& out, const FeatureMap* skip) {
  out.reshape(in.size(), padded_channels(product.channels));
  for (int y = 0; y < in.size().height; ++y)
    product.run(in.at(0, y), in.size().width, out.at(0, y), out.channels(),
                skip == nullptr ? nullptr : skip->at(0, y));
}

float* at_least(std::size_t count, std::vector<float>& values) {
  if (values.size() < count) values.resize(count);
  return values.data();
}

}  // namespace smartcrop::internal
