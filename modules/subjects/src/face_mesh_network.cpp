#include <array>
#include <cmath>
#include <utility>

#include "face_mesh.hpp"
#include "layer_reader.hpp"
#include "smartcrop/core/vectorize.hpp"

// Functions that pass registers are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace smartcrop::internal {
namespace {

constexpr int kKernel = 3, kTaps = kKernel * kKernel;
constexpr int kColors = 3;

/// Rows of the input under a kernel; null beyond the input.
using Rows = std::array<const float*, kKernel>;

/// The taps of eight channels from `at` of the rows on. `is_inside`: of a tap, by row and column.
template <typename IsInside>
[[gnu::always_inline]] inline Eight taps_sum(const Rows& rows, int at, int channels, const float* taps,
                                             const IsInside& is_inside) {
  Eight sum{};
  for (int i = 0; i < kKernel; ++i)
    for (int j = 0; j < kKernel; ++j)
      if (is_inside(i, j))
        sum += load(taps + (i * kKernel + j) * channels) *
               load(rows[static_cast<std::size_t>(i)] + at + j * channels);
  return sum;
}

/// One row of a 3x3 convolution of each channel. The first tap lies `before` columns before each place.
SMARTCROP_VECTORIZE void convolve_row(const Rows& rows, int columns, int channels, int stride, int before,
                                      const float* taps, float* out) {
  const bool has_rows = rows[0] != nullptr && rows[2] != nullptr;
  for (int place = 0; place < columns / stride; ++place) {
    const int x = place * stride - before;
    const bool is_whole = has_rows && x >= 0 && x + kKernel <= columns;
    const auto is_inside = [&](int i, int j) {
      return rows[static_cast<std::size_t>(i)] != nullptr && x + j >= 0 && x + j < columns;
    };
    for (int c = 0; c < channels; c += kEight, out += kEight) {
      const int at = x * channels + c;
      store(is_whole ? taps_sum(rows, at, channels, taps + c, [](int, int) { return true; })
                     : taps_sum(rows, at, channels, taps + c, is_inside),
            out);
    }
  }
}

/// Adds what was there before, and scales what is below 0. `skip`: null, or as `values`.
SMARTCROP_VECTORIZE void finish_row(float* values, const float* skip, int pixels, int channels,
                                    const float* slopes) {
  for (int p = 0; p < pixels; ++p)
    for (int c = 0; c < channels; c += kEight, values += kEight) {
      Eight sum = load(values);
      if (skip != nullptr) sum += load(skip + p * channels + c);
      store(sum > 0 ? sum : sum * load(slopes + c), values);
    }
}

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

}  // namespace

/// The weights of the network's layers, one after the other.
class FaceMeshNetwork::WeightReader {
 public:
  explicit WeightReader(const std::string& path) : layers_(path, "face mesh model", "FaceMesh") {}

  /// Of the next convolution. Its inputs are ordered by tap, then channel.
  Product product(int channels) {
    const std::vector<cv::Mat> blobs = layers_.next("Convolution", 2);
    layers_.expect(blobs[0].size[0] == channels && static_cast<int>(blobs[1].total()) == channels);
    return {blobs[0], blobs[1]};
  }

  std::vector<float> slopes(int channels) {
    const cv::Mat values = layers_.next("PReLU", 1).front();
    layers_.expect(static_cast<int>(values.total()) == channels);
    return {values.ptr<float>(), values.ptr<float>() + channels};
  }

  Block block(int channels, int stride, int out_channels) {
    const cv::Mat weights = layers_.next("Convolution", 1).front();
    layers_.expect(weights.size[0] == channels && static_cast<int>(weights.total()) == channels * kTaps);
    Block block{channels, stride, {}, {}, {}};
    block.taps.reserve(weights.total());
    for (int tap = 0; tap < kTaps; ++tap)
      for (int c = 0; c < channels; ++c) block.taps.push_back(weights.ptr<float>()[c * kTaps + tap]);
    block.product = product(out_channels);
    layers_.expect(block.product.depth == channels);
    block.slopes = slopes(out_channels);
    return block;
  }

 private:
  LayerReader layers_;
};

FaceMeshNetwork::FaceMeshNetwork(const std::string& path) {
  WeightReader reader(path);
  int channels = 16;
  first_ = reader.product(channels);
  first_slopes_ = reader.slopes(channels);
  for (const int wider : {32, 64, 128, 128}) {
    blocks_.push_back(reader.block(channels, 1, channels));
    blocks_.push_back(reader.block(channels, 1, channels));
    blocks_.push_back(reader.block(channels, 2, wider));
    channels = wider;
  }
  blocks_.push_back(reader.block(channels, 1, channels));
  blocks_.push_back(reader.block(channels, 1, channels));
  face_ = read_branch(reader, 1, 1);
  points_ = read_branch(reader, 3, kFaceMeshNumbers);
}

FaceMeshNetwork::Branch FaceMeshNetwork::read_branch(WeightReader& reader, std::size_t blocks, int results) {
  constexpr int kWide = 128, kNarrow = 32;
  Branch branch;
  for (std::size_t i = 0; i < blocks; ++i)
    branch.blocks.push_back(reader.block(kWide, i == 0 ? 2 : 1, kWide));
  branch.narrow = reader.product(kNarrow);
  branch.slopes = reader.slopes(kNarrow);
  branch.last = reader.block(kNarrow, 1, kNarrow);
  branch.result = reader.product(results);
  return branch;
}

void FaceMeshNetwork::Image::reshape(int length, int depth) {
  side = length, channels = depth;
  values.resize(volume(length, length) * volume(depth, 1));
}

void FaceMeshNetwork::see(const cv::Mat& input, Image& out) const {
  out.reshape(kFaceMeshInput / 2, first_.channels);
  std::vector<float> seen(static_cast<std::size_t>(out.side * first_.depth));
  for (int y = 0; y < out.side; ++y) {
    for (int tap = 0; tap < kTaps; ++tap)
      for (int color = 0; color < kColors; ++color) {
        const int row = 2 * y + tap / kKernel, column = tap % kKernel;
        float* to = seen.data() + tap * kColors + color;
        const float* from = row < kFaceMeshInput ? input.ptr<float>(0, color, row) + column : nullptr;
        for (int x = 0; x < out.side; ++x, to += first_.depth)
          *to = from != nullptr && 2 * x + column < kFaceMeshInput ? from[2 * x] : 0;
      }
    first_.run(seen.data(), out.side, out.row(y));
    finish_row(out.row(y), nullptr, out.side, out.channels, first_slopes_.data());
  }
}

void FaceMeshNetwork::run(const Block& block, const Image& in, Image& out) {
  const int before = block.stride == 1 ? 1 : 0;  // TensorFlow's "SAME"
  out.reshape(in.side / block.stride, block.product.channels);
  std::vector<float> convolved(static_cast<std::size_t>(out.side * in.channels));
  std::vector<float> shrunk(static_cast<std::size_t>(out.side * out.channels));
  for (int y = 0; y < out.side; ++y) {
    Rows rows{};
    for (int i = 0; i < kKernel; ++i) {
      const int from = y * block.stride + i - before;
      if (from >= 0 && from < in.side) rows[static_cast<std::size_t>(i)] = in.row(from);
    }
    convolve_row(rows, in.side, in.channels, block.stride, before, block.taps.data(), convolved.data());
    block.product.run(convolved.data(), out.side, out.row(y));
    if (block.stride == 2)
      shrink_rows(in.row(2 * y), in.row(2 * y + 1), out.side, in.channels, out.channels, shrunk.data());
    finish_row(out.row(y), block.stride == 2 ? shrunk.data() : in.row(y), out.side, out.channels,
               block.slopes.data());
  }
}

void FaceMeshNetwork::run(const std::vector<Block>& blocks, Image& image) {
  Image next;
  for (const Block& block : blocks) {
    run(block, image, next);
    std::swap(image, next);
  }
}

cv::Mat FaceMeshNetwork::run(const Branch& branch, Image image) {
  run(branch.blocks, image);
  Image narrow, last;
  narrow.reshape(image.side, branch.narrow.channels);
  const int pixels = image.side * image.side;
  branch.narrow.run(image.values.data(), pixels, narrow.values.data());
  finish_row(narrow.values.data(), nullptr, pixels, narrow.channels, branch.slopes.data());
  run(branch.last, narrow, last);
  const int results = branch.result.channels;
  cv::Mat result(1, padded_channels(results), CV_32F);
  branch.result.run(last.values.data(), 1, result.ptr<float>());
  return result.colRange(0, results);
}

FaceMeshNetwork::Result FaceMeshNetwork::run(const cv::Mat& input) const {
  Image image;
  see(input, image);
  run(blocks_, image);
  Result result{run(points_, image), run(face_, image)};
  auto& confidence = result.confidence.at<float>(0);
  confidence = 1 / (1 + std::exp(-confidence));
  return result;
}

}  // namespace smartcrop::internal
