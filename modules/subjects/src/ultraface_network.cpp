#include "ultraface_network.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace smartcrop::internal {
namespace {

/// Between the taps of the last convolution of each branch, px.
constexpr std::array<int, 3> kDilations{2, 3, 5};
constexpr int kNarrow = 8, kBranch = 16;

/// Sides of the priors of each grid's cells, px of the input.
const std::array<std::vector<float>, 4> kPriors{{{10, 16, 24}, {32, 48}, {64, 96}, {128, 192, 256}}};
/// Numbers of a prior: logits of no face and of a face; where its middle and how large it is.
constexpr int kScores = 2, kSides = 4;
/// Of SSD: offsets of the middle in sides of the prior, and logarithms of the size, by these factors.
constexpr float kMiddleFactor = 0.1F, kSizeFactor = 0.2F;

/// "ReLU": nothing below 0.
std::vector<float> rectified(int channels) {
  return std::vector<float>(static_cast<std::size_t>(channels), 0.0F);
}

Product read_product(LayerReader& reader, int ins, int outs, const std::vector<float>& slopes = {}) {
  const auto [kernels, bias] = reader.convolution(ins, outs, 1);
  return {kernels, bias, slopes};
}

Convolution read_convolution(LayerReader& reader, int ins, int outs, const std::vector<float>& slopes,
                             const Sampling& sampling = {}) {
  const auto [kernels, bias] = reader.convolution(ins, outs, 3);
  return {kernels, bias, slopes, sampling};
}

Separable read_separable(LayerReader& reader, int ins, int outs, int stride,
                         const std::vector<float>& slopes) {
  const auto [kernels, bias] = reader.convolution(1, ins, 3);
  return {{kernels, bias, stride, 1, 0}, read_product(reader, ins, outs, slopes)};
}

/// Adds the hits of one grid.
void decode(const FeatureMap& scores, const FeatureMap& sides, const std::vector<float>& priors,
            float min_score, std::vector<UltraFaceHit>& hits) {
  const cv::Size2f input(kUltraFaceInput), cells(scores.size());
  for (int y = 0; y < scores.size().height; ++y)
    for (int x = 0; x < scores.size().width; ++x) {
      const float *score = scores.at(x, y), *side = sides.at(x, y);
      const cv::Point2f middle((static_cast<float>(x) + 0.5F) / cells.width,
                               (static_cast<float>(y) + 0.5F) / cells.height);
      for (const float length : priors) {
        const float probability = 1 / (1 + std::exp(score[0] - score[1]));
        if (probability >= min_score) {
          const cv::Point2f prior(std::min(length / input.width, 1.0F),
                                  std::min(length / input.height, 1.0F));
          const cv::Point2f at(middle.x + side[0] * kMiddleFactor * prior.x,
                               middle.y + side[1] * kMiddleFactor * prior.y);
          const cv::Point2f half(std::exp(side[2] * kSizeFactor) * prior.x / 2,
                                 std::exp(side[3] * kSizeFactor) * prior.y / 2);
          hits.push_back({probability, at - half, at + half});
        }
        score += kScores;
        side += kSides;
      }
    }
}

}  // namespace

UltraFaceNetwork::UltraFaceNetwork(const std::string& path) {
  LayerReader reader(path, "face model", "UltraFace RFB-320");
  int channels = 16;
  first_ = read_convolution(reader, kColors, channels, rectified(channels), {.stride = 2});
  const auto add = [&](std::size_t stage, int outs, int stride) {
    stages_[stage].push_back(read_separable(reader, channels, outs, stride, rectified(outs)));
    channels = outs;
  };
  const auto add_head = [&](std::size_t stage) {
    const int priors = static_cast<int>(kPriors[stage].size());
    heads_[stage].scores = read_separable(reader, channels, priors * kScores, 1, {});
    heads_[stage].sides = read_separable(reader, channels, priors * kSides, 1, {});
  };
  for (const auto& [outs, stride] : {std::pair(32, 1), {32, 2}, {32, 1}, {64, 2}, {64, 1}, {64, 1}})
    add(0, outs, stride);
  for (std::size_t i = 0; i < kBranches; ++i) {
    Branch& branch = branches_[i];
    branch.narrow = read_product(reader, channels, kNarrow);
    int ins = kNarrow;
    const auto convolve = [&](int outs, const std::vector<float>& slopes, const Sampling& sampling = {}) {
      branch.convolutions.push_back(read_convolution(reader, ins, outs, slopes, sampling));
      ins = outs;
    };
    if (i == 2) convolve(12, rectified(12));
    convolve(kBranch, rectified(kBranch));
    convolve(kBranch, {}, {.dilation = kDilations[i], .before = kDilations[i]});
  }
  joined_ = read_product(reader, kBranches * kBranch, channels, rectified(channels));
  shortcut_ = read_product(reader, channels, channels);
  add_head(0);
  for (const auto& [outs, stride] : {std::pair(128, 2), {128, 1}, {128, 1}}) add(1, outs, stride);
  add_head(1);
  for (const auto& [outs, stride] : {std::pair(256, 2), {256, 1}}) add(2, outs, stride);
  add_head(2);
  constexpr int kLast = 64;
  narrow_ = read_product(reader, channels, kLast, rectified(kLast));
  last_ = read_separable(reader, kLast, channels, 2, rectified(channels));
  last_scores_ = read_convolution(reader, channels, 3 * kScores, {});
  last_sides_ = read_convolution(reader, channels, 3 * kSides, {});
}

void UltraFaceNetwork::run(const std::vector<Separable>& layers, Maps& maps) {
  for (const Separable& layer : layers) {
    layer.run(maps.map, maps.next, maps.row);
    std::swap(maps.map, maps.next);
  }
}

void UltraFaceNetwork::run_field(Maps& maps) const {
  const cv::Size size = maps.map.size();
  maps.branches.reshape(size, kBranches * kBranch);
  for (std::size_t i = 0; i < kBranches; ++i) {
    const Branch& branch = branches_[i];
    multiply(branch.narrow, maps.map, maps.hidden[0]);
    const FeatureMap* from = &maps.hidden[0];
    for (std::size_t k = 0; k + 1 < branch.convolutions.size(); ++k) {
      FeatureMap& to = maps.hidden[k + 1];
      to.reshape(size, kBranch, kDilations.back());
      branch.convolutions[k].run({from}, {&to}, maps.buffer);
      from = &to;
    }
    branch.convolutions.back().run({from}, {&maps.branches, static_cast<int>(i) * kBranch}, maps.buffer);
  }
  multiply(shortcut_, maps.map, maps.shortcut);
  multiply(joined_, maps.branches, maps.map, &maps.shortcut);
}

std::vector<UltraFaceHit> UltraFaceNetwork::run(const cv::Mat& input, float min_score, Maps& maps) const {
  std::vector<UltraFaceHit> hits;
  copy_colors(input, maps.colors);
  maps.map.reshape(maps.colors.size() / 2, 16);
  first_.run({&maps.colors}, {&maps.map}, maps.buffer);
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    run(stages_[i], maps);
    if (i == 0) run_field(maps);
    heads_[i].scores.run(maps.map, maps.scores, maps.row);
    heads_[i].sides.run(maps.map, maps.sides, maps.row);
    decode(maps.scores, maps.sides, kPriors[i], min_score, hits);
  }
  multiply(narrow_, maps.map, maps.next);
  last_.run(maps.next, maps.map, maps.row);
  for (FeatureMap* result : {&maps.scores, &maps.sides}) result->reshape(maps.map.size(), kLanes);
  last_scores_.run({&maps.map}, {&maps.scores}, maps.buffer);
  last_sides_.run({&maps.map}, {&maps.sides}, maps.buffer);
  decode(maps.scores, maps.sides, kPriors.back(), min_score, hits);
  return hits;
}

std::vector<UltraFaceHit> UltraFaceNetwork::run(const cv::Mat& input, float min_score) const {
  return maps_.with([] { return std::make_unique<Maps>(); },
                    [&](Maps& maps) { return run(input, min_score, maps); });
}

}  // namespace smartcrop::internal
