#include "../../modules/picture/src/resample.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <opencv2/core.hpp>

namespace smartcrop::internal {
namespace {

constexpr int kMax16 = 65535;

/// A smooth wave around the middle of the range, at a phase in px.
cv::Mat wave(int width, double period, double phase, int type = CV_16UC1) {
  cv::Mat plane(8, width, CV_64FC1);
  for (int x = 0; x < width; ++x) {
    plane.col(x).setTo(0.5 + 0.4 * std::sin(2 * std::numbers::pi * (x + phase) / period));
  }
  cv::Mat result;
  plane.convertTo(result, type, type == CV_16UC1 ? kMax16 : 255);
  return result;
}

cv::Mat noise(cv::Size size, int type) {
  cv::Mat plane(size, type);
  cv::RNG random(7);
  random.fill(plane, cv::RNG::UNIFORM, 0, type == CV_16UC1 ? 1024 : 256);
  return plane;
}

cv::Mat resampled(const cv::Mat& source, cv::Size size, AxisMapping x, AxisMapping y, int max_value,
                  int workers = 1) {
  cv::Mat output(size, source.type());
  resample_plane(source, output, x, y, max_value, workers);
  return output;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_resample)

BOOST_AUTO_TEST_CASE(a_whole_shift_copies_the_samples) {
  for (const int type : {CV_8UC1, CV_16UC1}) {
    const cv::Mat source = noise({50, 40}, type);
    const cv::Mat output = resampled(source, {20, 10}, {7, 1}, {9, 1}, type == CV_16UC1 ? 1023 : 255);
    BOOST_TEST(cv::norm(output, source(cv::Rect(7, 9, 20, 10)), cv::NORM_INF) == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_lies_outside_the_source_repeats_its_edge) {
  const cv::Mat source = (cv::Mat_<std::uint8_t>(1, 3) << 10, 20, 30);
  const cv::Mat output = resampled(source, {7, 1}, {-2, 1}, {0, 1}, 255);
  const cv::Mat wanted = (cv::Mat_<std::uint8_t>(1, 7) << 10, 10, 10, 20, 30, 30, 30);
  BOOST_TEST(cv::norm(output, wanted, cv::NORM_INF) == 0);
}

BOOST_AUTO_TEST_CASE(an_even_area_stays_even_at_any_position_and_scale) {
  const cv::Mat source(40, 40, CV_16UC1, cv::Scalar(12345));
  for (const double step : {0.4, 1.0, 2.7}) {
    const cv::Mat output = resampled(source, {13, 13}, {1.37, step}, {0.81, step}, kMax16);
    BOOST_TEST(cv::norm(output, cv::Mat(13, 13, CV_16UC1, cv::Scalar(12345)), cv::NORM_INF) == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_shift_by_a_fraction_moves_a_smooth_wave_by_that_fraction) {
  constexpr double kPeriod = 16;
  const cv::Mat source = wave(200, kPeriod, 0);
  for (const double shift : {0.1, 0.25, 0.5, 0.9}) {
    const cv::Mat output = resampled(source, {100, 8}, {50 + shift, 1}, {0, 1}, kMax16);
    const double error = cv::norm(output, wave(100, kPeriod, 50 + shift), cv::NORM_INF) / kMax16;
    BOOST_TEST(error < 0.004, shift << ": " << error);
  }
}

BOOST_AUTO_TEST_CASE(a_pan_of_a_tenth_of_a_pixel_a_frame_is_steady) {
  // The wave's contrast must not pulse as the window passes from pixel to pixel. 8 px is fine detail.
  const cv::Mat source = wave(200, 8, 0);
  double least = 1e9, most = 0;
  for (int frame = 0; frame < 20; ++frame) {
    const cv::Mat output = resampled(source, {128, 8}, {20 + 0.1 * frame, 1}, {0, 1}, kMax16);
    cv::Scalar mean, deviation;
    cv::meanStdDev(output, mean, deviation);
    least = std::min(least, deviation[0]);
    most = std::max(most, deviation[0]);
  }
  BOOST_TEST(most / least < 1.02);
}

BOOST_AUTO_TEST_CASE(a_dot_moves_by_equal_steps_in_a_pan_of_a_tenth_of_a_pixel_a_frame) {
  cv::Mat dot(41, 120, CV_32F, cv::Scalar(0));
  for (int y = 0; y < dot.rows; ++y) {
    for (int x = 0; x < dot.cols; ++x) {
      constexpr double kSigma = 2;  // px, a dot as sharp as a lens shows it
      const double r2 = (x - 60) * (x - 60) + (y - 20) * (y - 20);
      dot.at<float>(y, x) = static_cast<float>(kMax16 * 0.9 * std::exp(-r2 / (2 * kSigma * kSigma)));
    }
  }
  cv::Mat source;
  dot.convertTo(source, CV_16U);
  const auto centroid_x = [](const cv::Mat& picture) {
    double sum = 0, moment = 0;
    for (int y = 0; y < picture.rows; ++y) {
      for (int x = 0; x < picture.cols; ++x) {
        sum += picture.at<std::uint16_t>(y, x);
        moment += static_cast<double>(x) * picture.at<std::uint16_t>(y, x);
      }
    }
    return moment / sum;
  };
  double last = centroid_x(resampled(source, {80, 41}, {20, 1}, {0, 1}, kMax16));
  for (int frame = 1; frame <= 30; ++frame) {
    const double now = centroid_x(resampled(source, {80, 41}, {20 + 0.1 * frame, 1}, {0, 1}, kMax16));
    BOOST_TEST(std::abs(last - now - 0.1) < 0.002, "step " << frame << ": " << last - now);
    last = now;
  }
}

BOOST_AUTO_TEST_CASE(shrinking_averages_what_is_too_fine_to_show) {
  cv::Mat checks(64, 64, CV_8UC1);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) checks.at<std::uint8_t>(y, x) = (x + y) % 2 == 0 ? 0 : 255;
  }
  const cv::Mat output = resampled(checks, {16, 16}, {1.5, 4}, {1.5, 4}, 255);
  cv::Mat inner = output(cv::Rect(4, 4, 8, 8)).clone();
  BOOST_TEST(cv::norm(inner, cv::Mat(8, 8, CV_8UC1, cv::Scalar(128)), cv::NORM_INF) <= 1);
}

BOOST_AUTO_TEST_CASE(overshoot_stops_at_the_ends_of_the_range) {
  cv::Mat edge(8, 40, CV_16UC1, cv::Scalar(0));
  edge.colRange(20, 40).setTo(1023);
  const cv::Mat output = resampled(edge, {30, 8}, {5.5, 1}, {0, 1}, 1023);
  double least = 0, most = 0;
  cv::minMaxLoc(output, &least, &most);
  BOOST_TEST(least == 0);
  BOOST_TEST(most == 1023);
}

BOOST_AUTO_TEST_CASE(the_same_bits_come_out_at_any_number_of_threads) {
  const cv::Mat source = noise({300, 200}, CV_16UC1);
  const cv::Mat one = resampled(source, {211, 173}, {3.3, 1.21}, {2.2, 1.07}, 1023, 1);
  for (const int workers : {2, 5}) {
    BOOST_TEST(cv::norm(one, resampled(source, {211, 173}, {3.3, 1.21}, {2.2, 1.07}, 1023, workers),
                        cv::NORM_INF) == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
