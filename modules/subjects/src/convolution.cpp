#include "convolution.hpp"

#include <algorithm>
#include <array>

#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

constexpr int kKernel = 3, kTaps = kKernel * kKernel;
/// Winograd's tile: 4 x 4 values give 2 x 2 results.
constexpr int kTile = 4, kTileValues = kTile * kTile, kResults = 2;
/// Pixels or tiles that are gathered for one product: their values stay in the second cache.
constexpr int kGathered = 8 * kPixels;

float* at_least(std::size_t count, std::vector<float>& values) {
  if (values.size() < count) values.resize(count);
  return values.data();
}

/// A kernel's 3 weights in one direction as the 4 of a tile.
std::array<float, kTile> tile_weights(float a, float b, float c) {
  return {a, (a + b + c) / 2, (a - b + c) / 2, c};
}

/// The 16 weights of a tile for the 9 of a kernel.
std::array<float, kTileValues> tile_weights(const float* kernel) {
  std::array<std::array<float, kTile>, kKernel> rows;
  for (std::size_t i = 0; i < kKernel; ++i, kernel += kKernel)
    rows[i] = tile_weights(kernel[0], kernel[1], kernel[2]);
  std::array<float, kTileValues> result{};
  for (std::size_t j = 0; j < kTile; ++j) {
    const std::array<float, kTile> column = tile_weights(rows[0][j], rows[1][j], rows[2][j]);
    for (std::size_t i = 0; i < kTile; ++i) result[i * kTile + j] = column[i];
  }
  return result;
}

/// Four values of a tile in one direction, made ready for the product.
[[gnu::always_inline]] inline std::array<Eight, kTile> spread(const Eight& a, const Eight& b, const Eight& c,
                                                              const Eight& d) {
  return {a - c, b + c, c - b, b - d};
}

/// `in`: the tile's first pixel. Value v of the tile goes to out + v * out_step.
SMARTCROP_VECTORIZE void spread_tile(const float* in, std::ptrdiff_t row, std::ptrdiff_t pixel, int channels,
                                     float* out, std::ptrdiff_t out_step) {
  for (int c = 0; c < channels; c += kEight, in += kEight, out += kEight) {
    std::array<std::array<Eight, kTile>, kTile> rows;
    for (int i = 0; i < kTile; ++i) {
      const float* at = in + i * row;
      rows[static_cast<std::size_t>(i)] =
          spread(load(at), load(at + pixel), load(at + 2 * pixel), load(at + 3 * pixel));
    }
    for (std::size_t j = 0; j < kTile; ++j) {
      const std::array<Eight, kTile> column = spread(rows[0][j], rows[1][j], rows[2][j], rows[3][j]);
      for (std::size_t i = 0; i < kTile; ++i)
        store(column[i], out + static_cast<std::ptrdiff_t>(i * kTile + j) * out_step);
    }
  }
}

[[gnu::always_inline]] inline Eight leaky(const Eight& value) {
  return value > 0 ? value : value * Convolution::kLeak;
}

/// The products of a tile's values, `in_step` apart, as 2 x 2 results. `out`: row y, pixel x, or null.
SMARTCROP_VECTORIZE void gather_tile(const float* in, std::ptrdiff_t in_step, int channels, const float* bias,
                                     const std::array<std::array<float*, kResults>, kResults>& out) {
  for (int c = 0; c < channels; c += kEight) {
    std::array<std::array<Eight, kTile>, kResults> rows;
    for (std::size_t j = 0; j < kTile; ++j) {
      const auto value = [&](std::size_t i) {
        return load(in + c + static_cast<std::ptrdiff_t>(i * kTile + j) * in_step);
      };
      const Eight middle = value(1), next = value(2);
      rows[0][j] = value(0) + middle + next;
      rows[1][j] = middle - next - value(3);
    }
    const Eight offset = load(bias + c);
    for (std::size_t y = 0; y < kResults; ++y) {
      const auto& [a, b, d, e] = rows[y];
      if (out[y][0] != nullptr) store(leaky(a + b + d + offset), out[y][0] + c);
      if (out[y][1] != nullptr) store(leaky(b - d - e + offset), out[y][1] + c);
    }
  }
}

SMARTCROP_VECTORIZE void finish_pixel(const float* in, int channels, float* out) {
  for (int c = 0; c < channels; c += kEight) store(leaky(load(in + c)), out + c);
}

}  // namespace

void FeatureMap::reshape(cv::Size size, int channels) {
  if (size == size_ && channels == values_.cols) return;
  size_ = size;
  // A tile that begins at the last odd row and column reaches one pixel beyond the border.
  values_ = cv::Mat((size.width + 2) * (size.height + 3) + 1, channels, CV_32F, cv::Scalar(0));
}

Convolution::Convolution(const cv::Mat& weights, const cv::Mat& bias, int stride)
    : ins_(weights.size[1]),
      outs_(weights.size[0]),
      stride_(stride),
      bias_(bias.ptr<float>(), bias.ptr<float>() + bias.total()) {
  if (stride != 1) {
    products_.emplace_back(weights, bias);
    return;
  }
  products_.assign(kTileValues, Product(ins_, outs_));
  const auto* kernel = weights.ptr<float>();
  for (int out = 0; out < outs_; ++out)
    for (int in = 0; in < ins_; ++in, kernel += kTaps) {
      const std::array<float, kTileValues> values = tile_weights(kernel);
      const std::size_t place = products_[0].place(out, in);
      for (std::size_t v = 0; v < kTileValues; ++v) products_[v].weights[place] = values[v];
    }
}

void Convolution::run(ChannelsIn in, ChannelsOut out, Buffer& buffer) const {
  if (stride_ == 1) {
    run_tiles(in, out, buffer);
  } else {
    run_direct(*in.map, out, buffer);
  }
}

void Convolution::run_direct(const FeatureMap& in, ChannelsOut out, Buffer& buffer) const {
  const cv::Size size = out.map->size();
  float* const taps = at_least(volume(size.width, kTaps * ins_), buffer.gathered);
  float* const sums = at_least(volume(size.width, outs_), buffer.sums);
  for (int y = 0; y < size.height; ++y) {
    float* to = taps;
    for (int x = 0; x < size.width; ++x)
      for (int i = 0; i < kKernel; ++i)
        to = std::copy_n(in.at(x * stride_ - 1, y * stride_ + i - 1), kKernel * ins_, to);
    products_[0].run(taps, size.width, sums);
    for (int x = 0; x < size.width; ++x) finish_pixel(sums + x * outs_, outs_, out.map->at(x, y) + out.first);
  }
}

void Convolution::run_tiles(ChannelsIn in, ChannelsOut out, Buffer& buffer) const {
  const cv::Size size = out.map->size();
  const int across = (size.width + 1) / kResults, tiles = across * ((size.height + 1) / kResults);
  const int in_step = std::min(kGathered, tiles) * ins_, out_step = std::min(kGathered, tiles) * outs_;
  float* const spread = at_least(volume(kTileValues, in_step), buffer.gathered);
  float* const sums = at_least(volume(kTileValues, out_step), buffer.sums);
  for (int first = 0; first < tiles; first += kGathered) {
    const int count = std::min(kGathered, tiles - first);
    const auto place = [&](int tile) {
      return cv::Point((first + tile) % across * kResults, (first + tile) / across * kResults);
    };
    for (int tile = 0; tile < count; ++tile) {
      const cv::Point at = place(tile);
      spread_tile(in.map->at(at.x - 1, at.y - 1) + in.first, in.map->row_step(), in.map->channels(), ins_,
                  spread + tile * ins_, in_step);
    }
    for (int v = 0; v < kTileValues; ++v)
      products_[static_cast<std::size_t>(v)].run(spread + v * in_step, count, sums + v * out_step);
    for (int tile = 0; tile < count; ++tile) {
      const cv::Point at = place(tile);
      const auto pixel = [&](int x, int y) {
        return x < size.width && y < size.height ? out.map->at(x, y) + out.first : nullptr;
      };
      gather_tile(
          sums + tile * outs_, out_step, outs_, bias_.data(),
          {{{pixel(at.x, at.y), pixel(at.x + 1, at.y)}, {pixel(at.x, at.y + 1), pixel(at.x + 1, at.y + 1)}}});
    }
  }
}

}  // namespace smartcrop::internal
