#include "nanodet_network.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "layer_reader.hpp"
#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

constexpr int kStem = 32, kPyramid = 128;
constexpr float kLeak = 0.1F;
/// Channels of the last layer: a score for each class, then four sides in bins.
constexpr int kSides = 44, kResults = kObjectClasses + kSides;

/// The largest of 3x3 pixels, by their distances from `in`.
SMARTCROP_VECTORIZE void pool_pixels(const float* in, const std::array<std::ptrdiff_t, 3>& columns,
                                     const std::array<std::ptrdiff_t, 3>& rows, int channels, float* out) {
  const auto larger = [](const Eight& a, const Eight& b) { return a > b ? a : b; };
  for (int c = 0; c < channels; c += kEight) {
    Eight most = load(in + c);
    for (const std::ptrdiff_t row : rows)
      for (const std::ptrdiff_t column : columns) most = larger(most, load(in + row + column + c));
    store(most, out + c);
  }
}

/// The largest of each 3x3 pixels around every other one, without the border.
void pool(const FeatureMap& in, FeatureMap& out) {
  out.reshape(in.size() / 2, in.channels());
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x) {
      const std::ptrdiff_t column = in.channels(), row = in.row_step();
      pool_pixels(in.at(2 * x, 2 * y), {x == 0 ? 0 : -column, 0, column}, {y == 0 ? 0 : -row, 0, row},
                  in.channels(), out.at(x, y));
    }
}

/// out += the sum of four pixels times their weights.
SMARTCROP_VECTORIZE void add_weighted(const std::array<const float*, 4>& in,
                                      const std::array<float, 4>& weights, int channels, float* out) {
  for (int c = 0; c < channels; c += kEight) {
    Eight sum = load(out + c);
    for (std::size_t i = 0; i < in.size(); ++i) sum += load(in[i] + c) * weights[i];
    store(sum, out + c);
  }
}

/// Adds a map of half the size, interpolated between the middles of its pixels.
void add_enlarged(const FeatureMap& in, FeatureMap& out) {
  // The nearer of two pixels counts 3/4.
  constexpr std::array<float, 4> kWeights{9.0F / 16, 3.0F / 16, 3.0F / 16, 1.0F / 16};
  const cv::Size size = in.size();
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x) {
      const int near_x = x / 2, far_x = std::clamp(near_x + (x % 2 == 0 ? -1 : 1), 0, size.width - 1);
      const int near_y = y / 2, far_y = std::clamp(near_y + (y % 2 == 0 ? -1 : 1), 0, size.height - 1);
      add_weighted({in.at(near_x, near_y), in.at(far_x, near_y), in.at(near_x, far_y), in.at(far_x, far_y)},
                   kWeights, out.channels(), out.at(x, y));
    }
}

/// Adds the means of 2x2 pixels of a map of twice the size.
void add_reduced(const FeatureMap& in, FeatureMap& out) {
  constexpr std::array<float, 4> kWeights{0.25F, 0.25F, 0.25F, 0.25F};
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x) {
      const cv::Point at(2 * x, 2 * y);
      add_weighted(
          {in.at(at.x, at.y), in.at(at.x + 1, at.y), in.at(at.x, at.y + 1), in.at(at.x + 1, at.y + 1)},
          kWeights, out.channels(), out.at(x, y));
    }
}

LayerReader::Weights read_weights(LayerReader& reader, int ins, int outs, int side) {
  LayerReader::Weights read = reader.convolution(ins, outs, side);
  read.bias = reader.numbers("Add", outs);
  return read;
}

Convolution read_convolution(LayerReader& reader, int ins, int outs, int stride = 1) {
  const auto [kernels, bias] = read_weights(reader, ins, outs, 3);
  return {kernels, bias, std::vector<float>(static_cast<std::size_t>(outs), kLeak), {.stride = stride}};
}

Product read_product(LayerReader& reader, int ins, int outs) {
  const auto [kernels, bias] = read_weights(reader, ins, outs, 1);
  return {kernels, bias};
}

}  // namespace

NanoDetNetwork::Block NanoDetNetwork::read_block(LayerReader& reader, int channels, int residuals,
                                                 int stride) {
  Block block{read_convolution(reader, channels, channels, stride), {}, {}, channels, stride};
  for (int i = 0; i < residuals; ++i) {
    Convolution first = read_convolution(reader, channels, channels / 2);
    block.residuals.push_back({std::move(first), read_convolution(reader, channels / 2, channels / 2)});
  }
  block.last = read_convolution(reader, channels, channels);
  return block;
}

NanoDetNetwork::NanoDetNetwork(const std::string& path) {
  LayerReader reader(path, "object model", "NanoDet-g");
  stem_ = read_convolution(reader, kColors, kStem, 2);
  constexpr std::array<int, 4> kResiduals{1, 2, 2, 3};
  int channels = kStem;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i] = read_block(reader, channels, kResiduals[i], i == 0 ? 1 : 2);
    channels *= 2;
  }
  for (Product& lateral : laterals_) {
    lateral = read_product(reader, channels, kPyramid);
    channels /= 2;
  }
  for (Head& head : heads_) {
    head.convolution = read_convolution(reader, kPyramid, kPyramid);
    head.result = read_product(reader, kPyramid, kResults);
  }
}

void NanoDetNetwork::run(const Block& block, const FeatureMap& in, BlockMaps& maps,
                         Convolution::Buffer& buffer) {
  const cv::Size size = in.size() / block.stride;
  const int half = block.channels / 2;
  maps.out.reshape(size, 2 * block.channels);
  maps.even.reshape(size, block.channels);
  maps.odd.reshape(size, block.channels);
  block.first.run({&in}, {&maps.out, block.channels}, buffer);
  ChannelsIn from{&maps.out, block.channels};
  FeatureMap *to = &maps.even, *next = &maps.odd;
  for (const Residual& residual : block.residuals) {
    residual.first.run(from, {to, half}, buffer);
    residual.second.run({to, half}, {to, 0}, buffer);
    from = {to, 0};
    std::swap(to, next);
  }
  block.last.run(from, {&maps.out, 0}, buffer);
}

NanoDetGrid NanoDetNetwork::run(const Head& head, const FeatureMap& in, FeatureMap& hidden,
                                Convolution::Buffer& buffer) {
  hidden.reshape(in.size(), kPyramid);
  head.convolution.run({&in}, {&hidden}, buffer);
  cv::Mat results(in.size().area(), padded_channels(kResults), CV_32F);
  for (int y = 0; y < in.size().height; ++y)
    head.result.run(hidden.at(0, y), in.size().width, results.ptr<float>(y * in.size().width), results.cols);
  return {results.colRange(0, kObjectClasses), results.colRange(kObjectClasses, kResults)};
}

std::array<NanoDetGrid, 3> NanoDetNetwork::run(const cv::Mat& input, Maps& maps) const {
  copy_colors(input, maps.colors);
  maps.stem.reshape(maps.colors.size() / 2, kStem);
  stem_.run({&maps.colors}, {&maps.stem}, maps.buffer);
  pool(maps.stem, maps.pooled);
  const FeatureMap* in = &maps.pooled;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    run(blocks_[i], *in, maps.blocks[i], maps.buffer);
    in = &maps.blocks[i].out;
  }
  auto& [coarse, middle, fine] = maps.pyramid;
  multiply(laterals_[0], maps.blocks[3].out, coarse);
  multiply(laterals_[1], maps.blocks[2].out, middle);
  multiply(laterals_[2], maps.blocks[1].out, fine);
  add_enlarged(coarse, middle);
  add_enlarged(middle, fine);
  add_reduced(fine, middle);
  add_reduced(middle, coarse);
  std::array<NanoDetGrid, 3> grids;
  for (std::size_t i = 0; i < grids.size(); ++i)
    grids[grids.size() - 1 - i] = run(heads_[i], maps.pyramid[i], maps.hidden[i], maps.buffer);
  return grids;
}

std::array<NanoDetGrid, 3> NanoDetNetwork::run(const cv::Mat& input) const {
  return maps_.with([] { return std::make_unique<Maps>(); }, [&](Maps& maps) { return run(input, maps); });
}

}  // namespace smartcrop::internal
