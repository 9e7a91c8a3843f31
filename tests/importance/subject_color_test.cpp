#include "smartcrop/importance/subject_color.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

cv::Mat one(float code) {
  return {1, 1, CV_32FC1, cv::Scalar(code)};
}

int bin_of(float y, float u, float v) {
  return color_bins(one(y), one(u), one(v)).at<uchar>(0, 0);
}

constexpr int bin(int luma, int u, int v) {
  return (luma * 7 + u) * 7 + v;
}

ColorHistogram only(int color) {
  ColorHistogram histogram{};
  histogram[static_cast<std::size_t>(color)] = 3;
  return histogram;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_subject_color)

BOOST_AUTO_TEST_CASE(colors_fall_into_five_steps_of_luma_and_seven_of_each_chroma) {
  BOOST_TEST(bin_of(16, 128, 128) == bin(0, 3, 3));
  BOOST_TEST(bin_of(60, 128, 128) == bin(1, 3, 3));
  BOOST_TEST(bin_of(235, 128, 128) == bin(4, 3, 3));
  BOOST_TEST(bin_of(110, 128 + 4, 128 - 10) == bin(2, 4, 1));
  BOOST_TEST(bin_of(110, 128 + 21, 128 - 21) == bin(2, 6, 0));
  BOOST_TEST(bin_of(0, 0, 0) == 0);
  BOOST_TEST(bin_of(255, 255, 255) == kColorBins - 1);
}

BOOST_AUTO_TEST_CASE(each_cell_adds_its_weight_to_its_bin) {
  cv::Mat bins(1, 3, CV_8UC1), weights(1, 3, CV_32FC1);
  bins.at<uchar>(0) = bins.at<uchar>(2) = 7;
  bins.at<uchar>(1) = 200;
  for (int i = 0; i < 3; ++i) weights.at<float>(i) = 0.25F * static_cast<float>(i + 1);
  ColorHistogram histogram{};
  add_colors(histogram, bins, weights);
  BOOST_TEST(histogram[7] == 1.0F);
  BOOST_TEST(histogram[200] == 0.5F);
}

BOOST_AUTO_TEST_CASE(a_color_seen_on_the_subject_alone_is_almost_surely_its_own) {
  const int red = bin(2, 2, 5), green = bin(2, 2, 1);
  const ColorHistogram p = subject_probability(only(red), only(green), 0.6);
  // The blur leaves an eighth of the mass in the bin; doubt adds .6 / 245 to both.
  const double lift = 0.6 / 245, sure = (0.125 + lift) / (0.125 + 2 * lift);
  BOOST_TEST(p[red] == static_cast<float>(sure), boost::test_tools::tolerance(1e-5F));
  BOOST_TEST(p[green] == static_cast<float>(1 - sure), boost::test_tools::tolerance(1e-4F));
  BOOST_TEST(p[bin(2, 2, 4)] > 0.9F);  // light changes move a color to the next bin
  BOOST_TEST(p[bin(2, 2, 3)] == 0.5F);
  BOOST_TEST(p[bin(4, 6, 6)] == 0.5F);  // never seen
}

BOOST_AUTO_TEST_CASE(colors_found_on_both_tell_nothing) {
  const ColorHistogram both = only(bin(1, 3, 3));
  for (const float p : subject_probability(both, both, 0.6)) BOOST_TEST(p == 0.5F);
  for (const float p : subject_probability({}, both, 0.6)) BOOST_TEST(p == 0.5F);
}

BOOST_AUTO_TEST_CASE(planes_of_unequal_size_are_refused) {
  BOOST_CHECK_THROW(color_bins(one(0), one(0), cv::Mat(2, 2, CV_32FC1)), std::invalid_argument);
  ColorHistogram histogram{};
  BOOST_CHECK_THROW(add_colors(histogram, one(0), one(0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
