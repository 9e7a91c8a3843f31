#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "face_mesh.hpp"
#include "layer_reader.hpp"
#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

constexpr int kKernel = 3;

/// The largest of each 2x2 pixels. Channels that the input has not stay as they are.
SMARTCROP_VECTORIZE void shrink_rows(const float* above, const float* below, int places, int channels,
                                     int out_channels, float* out) {
  const auto larger = [](const Eight& a, const Eight& b) { return a > b ? a : b; };
  for (int x = 0; x < places; ++x, above += 2 * channels, below += 2 * channels, out += out_channels)
    for (int c = 0; c < channels; c += kEight)
      store(larger(larger(load(above + c), load(above + channels + c)),
                   larger(load(below + c), load(below + channels + c))),
            out + c);
}

std::vector<float> read_slopes(LayerReader& reader, int channels) {
  const cv::Mat values = reader.numbers("PRelu", channels);
  return {values.ptr<float>(), values.ptr<float>() + channels};
}

Product read_product(LayerReader& reader, int ins, int outs) {
  const auto [kernels, bias] = reader.convolution(ins, outs, 1);
  return {kernels, bias, read_slopes(reader, outs)};
}

/// Where TensorFlow's "SAME" puts the first tap.
int taps_before(int stride) {
  return stride == 1 ? 1 : 0;
}

Separable read_block(LayerReader& reader, int channels, int stride, int outs) {
  const auto [kernels, bias] = reader.convolution(1, channels, kKernel);
  return {{kernels, bias, stride, taps_before(stride), 1}, read_product(reader, channels, outs)};
}

}  // namespace

FaceMeshNetwork::FaceMeshNetwork(const std::string& path) {
  LayerReader reader(path, "face mesh model", "FaceMesh");
  int channels = 16;
  const auto [kernels, bias] = reader.convolution(kColors, channels, kKernel);
  first_ = {kernels, bias, read_slopes(reader, channels), {.stride = 2, .before = taps_before(2)}};
  for (const int wider : {32, 64, 128, 128}) {
    blocks_.push_back(read_block(reader, channels, 1, channels));
    blocks_.push_back(read_block(reader, channels, 1, channels));
    blocks_.push_back(read_block(reader, channels, 2, wider));
    channels = wider;
  }
  blocks_.push_back(read_block(reader, channels, 1, channels));
  blocks_.push_back(read_block(reader, channels, 1, channels));
  face_ = read_branch(reader, 1, 1);
  points_ = read_branch(reader, 3, kFaceMeshNumbers);
}

FaceMeshNetwork::Branch FaceMeshNetwork::read_branch(LayerReader& reader, std::size_t blocks, int results) {
  constexpr int kWide = 128, kNarrow = 32;
  Branch branch;
  for (std::size_t i = 0; i < blocks; ++i)
    branch.blocks.push_back(read_block(reader, kWide, i == 0 ? 2 : 1, kWide));
  branch.narrow = read_product(reader, kWide, kNarrow);
  branch.last = read_block(reader, kNarrow, 1, kNarrow);
  const auto [kernels, bias] = reader.convolution(kNarrow, results, kKernel);
  branch.result = {kernels, bias};
  return branch;
}

void FaceMeshNetwork::run(const Separable& block, const FeatureMap& in, FeatureMap& out, Maps& maps) {
  if (block.depthwise.stride == 1) return block.run(in, out, maps.row, &in);
  FeatureMap& shrunk = maps.shrunk;
  const int channels = padded_channels(block.product.channels);
  shrunk.reshape(in.size() / 2, channels);
  for (int y = 0; y < shrunk.size().height; ++y) {
    std::fill_n(shrunk.at(0, y), volume(shrunk.size().width, channels), 0.0F);
    shrink_rows(in.at(0, 2 * y), in.at(0, 2 * y + 1), shrunk.size().width, in.channels(), channels,
                shrunk.at(0, y));
  }
  block.run(in, out, maps.row, &shrunk);
}

const FeatureMap& FaceMeshNetwork::run(const std::vector<Separable>& blocks, const FeatureMap& in,
                                       Maps& maps) {
  const FeatureMap* from = &in;
  for (const Separable& block : blocks) {
    FeatureMap& to = from == &maps.even ? maps.odd : maps.even;
    run(block, *from, to, maps);
    from = &to;
  }
  return *from;
}

cv::Mat FaceMeshNetwork::run(const Branch& branch, const FeatureMap& in, Maps& maps) {
  multiply(branch.narrow, run(branch.blocks, in, maps), maps.narrow);
  run(branch.last, maps.narrow, maps.last, maps);
  const int results = branch.result.channels, row = kKernel * maps.last.channels();
  float* const all = at_least(volume(kKernel, row), maps.row);
  for (int y = 0; y < kKernel; ++y) std::copy_n(maps.last.at(0, y), row, all + std::ptrdiff_t{y} * row);
  cv::Mat result(1, padded_channels(results), CV_32F);
  branch.result.run(all, 1, result.ptr<float>(), result.cols);
  return result.colRange(0, results);
}

FaceMeshNetwork::Result FaceMeshNetwork::run(const cv::Mat& input, Maps& maps) const {
  copy_colors(input, maps.colors);
  maps.even.reshape(maps.colors.size() / 2, 16);
  first_.run({&maps.colors}, {&maps.even}, maps.buffer);
  const FeatureMap common = run(blocks_, maps.even, maps);
  Result result{run(points_, common, maps), run(face_, common, maps)};
  auto& confidence = result.confidence.at<float>(0);
  confidence = 1 / (1 + std::exp(-confidence));
  return result;
}

FaceMeshNetwork::Result FaceMeshNetwork::run(const cv::Mat& input) const {
  return maps_.with([] { return std::make_unique<Maps>(); }, [&](Maps& maps) { return run(input, maps); });
}

}  // namespace smartcrop::internal
