#include "smartcrop/importance/camera_motion.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace smartcrop;

namespace {

const cv::Size kSize{160, 90};

/// Texture that flow can be measured on, the same in each run.
cv::Mat texture(cv::Size size) {
  cv::Mat map(size, CV_8UC1);
  cv::RNG(7).fill(map, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(map, map, {0, 0}, 2);
  cv::normalize(map, map, 0, 255, cv::NORM_MINMAX);
  return map;
}

/// The flow of a model: where each pixel was, less where it is.
cv::Mat flow_of(const cv::Matx23d& model) {
  cv::Mat flow(kSize, CV_32FC2);
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x) {
      const cv::Vec2d was = model * cv::Vec3d(x, y, 1);
      flow.at<cv::Vec2f>(y, x) = cv::Vec2f(static_cast<float>(was[0] - x), static_cast<float>(was[1] - y));
    }
  return flow;
}

/// Turned by `angle` and scaled by `scale` around the middle of the map, then shifted.
cv::Matx23d similarity(double scale, double angle, double dx, double dy) {
  const double mx = (kSize.width - 1) / 2.0, my = (kSize.height - 1) / 2.0;
  const double c = scale * std::cos(angle), s = scale * std::sin(angle);
  return {c, -s, mx - c * mx + s * my + dx, s, c, my - s * mx - c * my + dy};
}

/// Largest distance in px between what two models say about a corner of the map.
double corner_error(const cv::Matx23d& a, const cv::Matx23d& b) {
  double largest = 0;
  for (const double x : {0.0, kSize.width - 1.0})
    for (const double y : {0.0, kSize.height - 1.0})
      largest = std::max(largest, cv::norm((a - b) * cv::Vec3d(x, y, 1)));
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_camera_motion)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(CameraMotionOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem) {
  CameraMotionOptions options;
  options.finest_scale = 3;
  options.patch_stride = 1;
  options.descent_steps = options.sample_step_px = options.iterations = 0;
  BOOST_TEST(options.problems().size() == 5u);
  BOOST_CHECK_THROW(CameraMotionEstimator{options}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_shift_a_zoom_and_a_turn_are_found_from_their_flow) {
  const cv::Mat luma = texture(kSize);
  for (const cv::Matx23d& model : {similarity(1, 0, 3, -2), similarity(1.05, 0, 0, 0),
                                   similarity(1, 0.03, 0, 0), similarity(0.97, -0.02, 1.5, 0.5)}) {
    const CameraMotion motion = fit_camera_motion(flow_of(model), luma);
    BOOST_TEST(corner_error(motion.previous_from_current, model) < 0.02);
    BOOST_TEST((motion.map_size == kSize));
  }
}

BOOST_AUTO_TEST_CASE(a_subject_that_moves_otherwise_has_no_vote) {
  const cv::Matx23d model = similarity(1.02, 0, 2, 1);
  cv::Mat flow = flow_of(model);
  flow(cv::Rect(20, 10, 90, 60)) = cv::Scalar(-6, 4);  // 38 % of the map
  const CameraMotion motion = fit_camera_motion(flow, texture(kSize));
  BOOST_TEST(corner_error(motion.previous_from_current, model) < 0.1);
}

BOOST_AUTO_TEST_CASE(flow_on_flat_ground_has_no_vote) {
  cv::Mat luma = texture(kSize), flow = flow_of(similarity(1, 0, 3, -2));
  const cv::Rect sky(0, 0, kSize.width, 40);
  luma(sky) = 200;
  flow(sky) = cv::Scalar(0, 0);
  const CameraMotion motion = fit_camera_motion(flow, luma);
  BOOST_TEST(corner_error(motion.previous_from_current, similarity(1, 0, 3, -2)) < 0.3);
}

BOOST_AUTO_TEST_CASE(the_mean_speed_of_a_shift_is_its_length) {
  CameraMotion motion;
  motion.map_size = kSize;
  motion.previous_from_current = {1, 0, 3, 0, 1, 4};
  BOOST_TEST(motion.mean_speed_px() == 5.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_moves_against_a_pan_remains) {
  const cv::Mat world = texture({260, 140});
  cv::Mat previous = world(cv::Rect(50, 20, kSize.width, kSize.height)).clone();
  cv::Mat current = world(cv::Rect(54, 20, kSize.width, kSize.height)).clone();  // the camera goes right
  const cv::Mat subject = 255 - world(cv::Rect(0, 0, 24, 24));
  subject.copyTo(previous(cv::Rect(60, 30, 24, 24)));
  subject.copyTo(current(cv::Rect(60, 30, 24, 24)));  // and keeps the subject where it is
  const MotionMaps maps = CameraMotionEstimator().measure(previous, current);
  BOOST_TEST(corner_error(maps.camera.previous_from_current, similarity(1, 0, 4, 0)) < 0.5);
  const cv::Rect on_subject(64, 34, 16, 16), away(10, 60, 40, 20);
  BOOST_TEST(std::abs(cv::mean(maps.residual(on_subject))[0] - 4) < 1);
  BOOST_TEST(cv::mean(maps.residual(away))[0] < 0.5);
  BOOST_TEST(cv::mean(maps.difference(on_subject))[0] > 4 * cv::mean(maps.difference(away))[0]);
  // The last columns were out of the previous frame's sight.
  BOOST_TEST(cv::countNonZero(maps.difference.col(kSize.width - 1)) == 0);
}

BOOST_AUTO_TEST_CASE(maps_of_another_type_or_size_are_refused) {
  const cv::Mat luma = texture(kSize);
  CameraMotionEstimator estimator;
  BOOST_CHECK_THROW(estimator.measure(luma, luma.rowRange(0, 60)), std::invalid_argument);
  BOOST_CHECK_THROW(estimator.measure(cv::Mat(kSize, CV_16UC1), luma), std::invalid_argument);
  BOOST_CHECK_THROW(fit_camera_motion(cv::Mat(kSize, CV_32FC1), luma), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
