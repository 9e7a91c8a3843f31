#include "../../modules/subjects/src/convolution.hpp"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "../../modules/subjects/src/depthwise.hpp"

using namespace smartcrop::internal;

namespace {

constexpr float kSlope = 0.1F;

cv::Mat random_weights(int outs, int ins, cv::RNG& random) {
  const std::array<int, 4> shape{outs, ins, 3, 3};
  cv::Mat weights(static_cast<int>(shape.size()), shape.data(), CV_32F);
  random.fill(weights, cv::RNG::UNIFORM, -1, 1);
  return weights;
}

FeatureMap random_map(cv::Size size, int channels, int border, cv::RNG& random) {
  FeatureMap map(size, channels, border);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) map.at(x, y)[c] = random.uniform(-1.0F, 1.0F);
  return map;
}

/// The sum of one channel's taps by the definition, in double precision.
double convolved(const FeatureMap& in, int channel, const cv::Mat& kernel, const Sampling& sampling,
                 cv::Point at) {
  const auto [stride, dilation, before] = sampling;
  double sum = 0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      sum += static_cast<double>(kernel.ptr<float>()[i * 3 + j]) *
             static_cast<double>(in.at(at.x * stride + j * dilation - before,
                                       at.y * stride + i * dilation - before)[channel]);
  return sum;
}

double activated(double sum) {
  return sum < 0 ? sum * static_cast<double>(kSlope) : sum;
}

cv::Mat kernel_of(const cv::Mat& weights, int out, int in) {
  return {3, 3, CV_32F, const_cast<float*>(weights.ptr<float>(out, in))};
}

void check(cv::Size size, int ins, int outs, const Sampling& sampling, int first_in, int first_out) {
  cv::RNG random(1);
  const cv::Mat weights = random_weights(outs, ins, random);
  cv::Mat bias(1, outs, CV_32F);
  random.fill(bias, cv::RNG::UNIFORM, -1, 1);
  const FeatureMap in = random_map(size, first_in + ins, sampling.before, random);
  FeatureMap out(size / sampling.stride, first_out + padded_channels(outs));
  Convolution::Buffer buffer;
  const std::vector<float> slopes(static_cast<std::size_t>(outs), kSlope);
  Convolution(weights, bias, slopes, sampling).run({&in, first_in}, {&out, first_out}, buffer);
  double worst = 0;
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x) {
      for (int c = 0; c < first_out; ++c) BOOST_TEST(out.at(x, y)[c] == 0);
      for (int c = 0; c < outs; ++c) {
        auto sum = static_cast<double>(bias.at<float>(c));
        for (int k = 0; k < ins; ++k)
          sum += convolved(in, first_in + k, kernel_of(weights, c, k), sampling, {x, y});
        worst = std::max(worst, std::abs(activated(sum) - static_cast<double>(out.at(x, y)[first_out + c])));
      }
    }
  BOOST_TEST(worst < 1e-4);
  // The border stays 0.
  for (int x = -1; x <= out.size().width; ++x) BOOST_TEST(out.at(x, out.size().height)[first_out] == 0);
  for (int y = -1; y <= out.size().height; ++y) BOOST_TEST(out.at(out.size().width, y)[first_out] == 0);
}

/// A depthwise convolution, the product of its results with a skip.
void check_separable(cv::Size size, cv::Size expected, int channels, int outs, const Sampling& sampling) {
  cv::RNG random(2);
  const cv::Mat taps = random_weights(channels, 1, random);
  const std::array<int, 4> shape{outs, channels, 1, 1};
  cv::Mat weights(static_cast<int>(shape.size()), shape.data(), CV_32F), bias(1, channels + outs, CV_32F);
  random.fill(weights, cv::RNG::UNIFORM, -1, 1);
  random.fill(bias, cv::RNG::UNIFORM, -1, 1);
  const cv::Mat taps_bias = bias.colRange(0, channels), outs_bias = bias.colRange(channels, channels + outs);
  const FeatureMap in = random_map(size, channels, 1, random);
  const FeatureMap skip = random_map(expected, padded_channels(outs), 1, random);
  const std::vector<float> slopes(static_cast<std::size_t>(outs), kSlope);
  const Separable separable{{taps, taps_bias, sampling.stride, sampling.before, kSlope},
                            {weights, outs_bias, slopes}};
  FeatureMap out;
  std::vector<float> row;
  separable.run(in, out, row, &skip);
  BOOST_TEST(out.size() == expected);
  double worst = 0;
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x)
      for (int c = 0; c < outs; ++c) {
        double sum = static_cast<double>(outs_bias.at<float>(c)) + static_cast<double>(skip.at(x, y)[c]);
        for (int k = 0; k < channels; ++k)
          sum += static_cast<double>(weights.ptr<float>(c)[k]) *
                 activated(static_cast<double>(taps_bias.at<float>(k)) +
                           convolved(in, k, kernel_of(taps, k, 0), sampling, {x, y}));
        worst = std::max(worst, std::abs(activated(sum) - static_cast<double>(out.at(x, y)[c])));
      }
  BOOST_TEST(worst < 1e-4);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(convolution)

BOOST_AUTO_TEST_CASE(of_stride_one_it_is_the_sum_of_its_definition) {
  check({12, 6}, 16, 32, {}, 0, 0);
}

BOOST_AUTO_TEST_CASE(odd_sides_and_many_tiles_end_where_the_map_ends) {
  check({21, 17}, 8, 16, {}, 0, 0);
  check({1, 1}, 8, 16, {}, 0, 0);
}

BOOST_AUTO_TEST_CASE(channels_of_wider_maps_are_read_and_written) {
  check({10, 6}, 16, 16, {}, 16, 32);
}

BOOST_AUTO_TEST_CASE(of_stride_two_it_takes_every_other_pixel) {
  check({20, 12}, 3, 32, {.stride = 2}, 0, 0);
  check({10, 6}, 32, 64, {.stride = 2}, 0, 64);
}

BOOST_AUTO_TEST_CASE(groups_of_channels_need_not_be_whole) {
  check({10, 6}, 16, 12, {}, 0, 0);
  check({10, 6}, 3, 6, {.stride = 2}, 0, 16);
}

BOOST_AUTO_TEST_CASE(taps_may_lie_apart) {
  check({12, 9}, 16, 16, {.dilation = 3, .before = 3}, 0, 16);
}

BOOST_AUTO_TEST_CASE(separable_convolutions_are_the_sums_of_their_definition) {
  check_separable({13, 7}, {13, 7}, 16, 32, {});
  check_separable({12, 7}, {6, 4}, 16, 6, {.stride = 2});
  check_separable({12, 8}, {6, 4}, 8, 16, {.stride = 2, .before = 0});
}

BOOST_AUTO_TEST_CASE(a_map_of_another_shape_has_a_border_of_zeros) {
  FeatureMap map(cv::Size(5, 4), 8);
  for (int y = 0; y < 4; ++y) std::fill_n(map.at(0, y), 5 * 8, 1.0F);
  map.reshape({3, 4}, 8, 2);
  for (int y = -2; y < 6; ++y)
    for (int x = -2; x < 5; ++x)
      if (!cv::Rect(0, 0, 3, 4).contains({x, y})) BOOST_TEST(map.at(x, y)[7] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
