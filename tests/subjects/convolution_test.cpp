#include "../../modules/subjects/src/convolution.hpp"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>

using namespace smartcrop::internal;

namespace {

cv::Mat random_weights(int outs, int ins, cv::RNG& random) {
  const std::array<int, 4> shape{outs, ins, 3, 3};
  cv::Mat weights(static_cast<int>(shape.size()), shape.data(), CV_32F);
  random.fill(weights, cv::RNG::UNIFORM, -1, 1);
  return weights;
}

FeatureMap random_map(cv::Size size, int channels, cv::RNG& random) {
  FeatureMap map(size, channels);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) map.at(x, y)[c] = random.uniform(-1.0F, 1.0F);
  return map;
}

/// By the definition, in double precision.
double convolved(const FeatureMap& in, int first, const cv::Mat& weights, int stride, int out, int x, int y) {
  double sum = 0;
  for (int c = 0; c < weights.size[1]; ++c)
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        const auto weight = weights.ptr<float>(out, c, i)[j];
        sum += static_cast<double>(weight) *
               static_cast<double>(in.at(x * stride + j - 1, y * stride + i - 1)[first + c]);
      }
  return sum;
}

void check(cv::Size size, int ins, int outs, int stride, int first_in, int first_out) {
  cv::RNG random(1);
  const cv::Mat weights = random_weights(outs, ins, random);
  cv::Mat bias(1, outs, CV_32F);
  random.fill(bias, cv::RNG::UNIFORM, -1, 1);
  const FeatureMap in = random_map(size, first_in + ins, random);
  FeatureMap out(size / stride, first_out + outs);
  Convolution::Buffer buffer;
  Convolution(weights, bias, stride).run({&in, first_in}, {&out, first_out}, buffer);
  double worst = 0;
  for (int y = 0; y < out.size().height; ++y)
    for (int x = 0; x < out.size().width; ++x) {
      for (int c = 0; c < first_out; ++c) BOOST_TEST(out.at(x, y)[c] == 0);
      for (int c = 0; c < outs; ++c) {
        const double sum =
            convolved(in, first_in, weights, stride, c, x, y) + static_cast<double>(bias.at<float>(c));
        const double expected = sum < 0 ? sum * static_cast<double>(Convolution::kLeak) : sum;
        worst = std::max(worst, std::abs(expected - static_cast<double>(out.at(x, y)[first_out + c])));
      }
    }
  BOOST_TEST(worst < 1e-4);
  // The border stays 0.
  for (int x = -1; x <= out.size().width; ++x) BOOST_TEST(out.at(x, out.size().height)[first_out] == 0);
  for (int y = -1; y <= out.size().height; ++y) BOOST_TEST(out.at(out.size().width, y)[first_out] == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(convolution)

BOOST_AUTO_TEST_CASE(of_stride_one_it_is_the_sum_of_its_definition) {
  check({12, 6}, 16, 32, 1, 0, 0);
}

BOOST_AUTO_TEST_CASE(odd_sides_and_many_tiles_end_where_the_map_ends) {
  check({21, 17}, 8, 16, 1, 0, 0);
  check({1, 1}, 8, 16, 1, 0, 0);
}

BOOST_AUTO_TEST_CASE(channels_of_wider_maps_are_read_and_written) {
  check({10, 6}, 16, 16, 1, 16, 32);
}

BOOST_AUTO_TEST_CASE(of_stride_two_it_takes_every_other_pixel) {
  check({20, 12}, 3, 32, 2, 0, 0);
  check({10, 6}, 32, 64, 2, 0, 64);
}

BOOST_AUTO_TEST_SUITE_END()
