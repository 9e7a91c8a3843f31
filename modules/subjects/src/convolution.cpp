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

/// The products of a tile's values, `in_step` apart, as 2 x 2 results. `out`: row y, pixel x, or null.
SMARTCROP_VECTORIZE void gather_tile(const float* in, std::ptrdiff_t in_step, int channels, const float* bias,
                                     const float* slopes,
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
    const Eight offset = load(bias + c), factors = load(slopes + c);
    for (std::size_t y = 0; y < kResults; ++y) {
      const auto& [a, b, d, e] = rows[y];
      if (out[y][0] != nullptr) store(activated(a + b + d + offset, factors), out[y][0] + c);
      if (out[y][1] != nullptr) store(activated(b - d - e + offset, factors), out[y][1] + c);
    }
  }
}

}  // namespace

Convolution::Convolution(const cv::Mat& weights, const cv::Mat& bias, const std::vector<float>& slopes,
                         const Sampling& sampling)
    : ins_((weights.size[1] + kEight - 1) / kEight * kEight),
      outs_(padded_channels(weights.size[0])),
      sampling_(sampling) {
  if (sampling.stride != 1 || sampling.dilation != 1) {
    products_.emplace_back(weights, bias, slopes);
    ins_ = weights.size[1];
    return;
  }
  bias_ = padded(bias.ptr<float>(), weights.size[0]);
  slopes_ = slopes.empty() ? std::vector<float>(bias_.size(), 1) : padded(slopes.data(), weights.size[0]);
  products_.reserve(kTileValues);
  for (int v = 0; v < kTileValues; ++v) products_.emplace_back(ins_, outs_);
  // In the order in which weights lie there.
  for (int group = 0; group < weights.size[0]; group += kLanes)
    for (int in = 0; in < weights.size[1]; ++in)
      for (int out = group; out < std::min(group + kLanes, weights.size[0]); ++out) {
        const std::array<float, kTileValues> values = tile_weights(weights.ptr<float>(out, in));
        const std::size_t place = products_[0].place(out, in);
        for (std::size_t v = 0; v < kTileValues; ++v) products_[v].weights[place] = values[v];
      }
}

void Convolution::run(ChannelsIn in, ChannelsOut out, Buffer& buffer) const {
  if (products_.size() > 1) {
    run_tiles(in, out, buffer);
  } else {
    run_direct(*in.map, out, buffer);
  }
}

void Convolution::run_direct(const FeatureMap& in, ChannelsOut out, Buffer& buffer) const {
  const cv::Size size = out.map->size();
  float* const taps = at_least(volume(size.width, kTaps * ins_), buffer.gathered);
  const auto [stride, dilation, before] = sampling_;
  // Without dilation the taps of a row lie side by side.
  const int runs = dilation == 1 ? 1 : kKernel, length = kKernel / runs * ins_;
  for (int y = 0; y < size.height; ++y) {
    float* to = taps;
    for (int x = 0; x < size.width; ++x)
      for (int i = 0; i < kKernel; ++i)
        for (int j = 0; j < runs; ++j, to += length) {
          const float* from = in.at(x * stride + j * dilation - before, y * stride + i * dilation - before);
          for (int k = 0; k < length; ++k) to[k] = from[k];  // too few for a call
        }
    products_[0].run(taps, size.width, out.map->at(0, y) + out.first, out.map->channels());
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
      products_[static_cast<std::size_t>(v)].run(spread + v * in_step, count, sums + v * out_step, outs_);
    for (int tile = 0; tile < count; ++tile) {
      const cv::Point at = place(tile);
      const auto pixel = [&](int x, int y) {
        return x < size.width && y < size.height ? out.map->at(x, y) + out.first : nullptr;
      };
      gather_tile(
          sums + tile * outs_, out_step, outs_, bias_.data(), slopes_.data(),
          {{{pixel(at.x, at.y), pixel(at.x + 1, at.y)}, {pixel(at.x, at.y + 1), pixel(at.x + 1, at.y + 1)}}});
    }
  }
}

}  // namespace smartcrop::internal
