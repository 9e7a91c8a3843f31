#include "smartcrop/importance/saliency.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace smartcrop;

namespace {

const cv::Size kSize{64, 36};

cv::Mat plane(double code) {
  return {kSize, CV_32FC1, cv::Scalar(code)};
}

cv::Point peak(const cv::Mat& map) {
  cv::Point at;
  cv::minMaxLoc(map, nullptr, nullptr, nullptr, &at);
  return at;
}

double largest(const cv::Mat& map) {
  double value = 0;
  cv::minMaxLoc(map, nullptr, &value);
  return value;
}

// Sides of the two surrounds at 64 px: a quarter and .6 of it, odd.
constexpr double kSmall = 1.0 / (17 * 17), kLarge = 1.0 / (39 * 39);

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_saliency)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_each_constraint_is_checked) {
  BOOST_TEST(SaliencyOptions{}.problems().empty());
  SaliencyOptions options;
  options.spectrum_box = 4;
  options.blur = 0.3;
  options.surround_small = options.surround_large = 0;
  options.chroma_weight = -1;
  BOOST_TEST(options.problems().size() == 5u);
}

BOOST_AUTO_TEST_CASE(a_flat_frame_has_no_contrast) {
  BOOST_TEST(cv::countNonZero(color_contrast(plane(90), plane(128), plane(128))) == 0);
}

BOOST_AUTO_TEST_CASE(a_spot_on_even_ground_is_the_most_salient_wherever_it_is) {
  for (const cv::Point spot : {cv::Point(45, 10), cv::Point(32, 18), cv::Point(12, 27)}) {
    cv::Mat luma = plane(60);
    luma.at<float>(spot) = 200;
    const cv::Mat map = spectral_residual(luma);
    BOOST_TEST((peak(map) == spot));
    BOOST_TEST(largest(map) == 1.0, boost::test_tools::tolerance(1e-6));
  }
}

BOOST_AUTO_TEST_CASE(the_contrast_around_a_spot_is_its_share_of_the_surround) {
  cv::Mat luma = plane(100);
  luma.at<float>(18, 32) = 150;
  const cv::Mat map = color_contrast(luma, plane(128), plane(128));
  BOOST_TEST(map.at<float>(18, 32) == 1.0F);
  const double beside = (kSmall + kLarge) / (2 - kSmall - kLarge);
  BOOST_TEST(map.at<float>(18, 36) == static_cast<float>(beside), boost::test_tools::tolerance(1e-3F));
  const double in_large_only = kLarge / (2 - kSmall - kLarge);
  BOOST_TEST(map.at<float>(18, 45) == static_cast<float>(in_large_only), boost::test_tools::tolerance(1e-3F));
}

BOOST_AUTO_TEST_CASE(chroma_counts_twice) {
  cv::Mat luma = plane(100), u = plane(128);
  luma.at<float>(18, 14) = 120;
  u.at<float>(18, 50) = 148;
  const cv::Mat map = color_contrast(luma, u, plane(128));
  BOOST_TEST(map.at<float>(18, 50) == 1.0F, boost::test_tools::tolerance(1e-6F));
  BOOST_TEST(map.at<float>(18, 14) == 0.5F, boost::test_tools::tolerance(1e-4F));
}

BOOST_AUTO_TEST_CASE(planes_of_another_type_are_refused) {
  BOOST_CHECK_THROW(spectral_residual(cv::Mat(kSize, CV_8UC1)), std::invalid_argument);
  BOOST_CHECK_THROW(color_contrast(plane(0), plane(0), cv::Mat()), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
