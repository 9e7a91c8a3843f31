#include "smartcrop/picture/preview.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <stdexcept>

#include "smartcrop/render/render.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "support/media.hpp"

using namespace smartcrop;
using smartcrop::test::TemporaryFolder;

namespace {

/// Mean difference of two pictures, 8-bit codes.
double difference(const cv::Mat& a, const cv::Mat& b) {
  BOOST_REQUIRE((a.size() == b.size()));
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

cv::Mat first_picture(const std::string& video) {
  Frame frame;
  BOOST_REQUIRE(open_file(video)->read(frame));
  return bgr_picture(frame);
}

cv::Mat rendered(const CropPlan& plan) {
  const TemporaryFolder folder;
  RenderOptions options;
  options.encoder = "ffv1";
  options.audio = AudioMode::none;
  render(test::small_video(), plan, folder / "out.mkv", options);
  return first_picture(folder / "out.mkv");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_preview)

BOOST_AUTO_TEST_CASE(a_preview_is_what_is_rendered) {
  const cv::Mat source = first_picture(test::small_video());
  CropPlan plan = fixed_plan("small.mp4", {320, 180}, {60, 20, 160, 120}, {160, 120});
  BOOST_TEST(difference(preview_picture(source, plan, {}, {160, 120}), rendered(plan)) < 1.0);
  plan.shots.front().fit = Fit::pad;
  plan.output_size = {120, 160};
  BOOST_TEST(difference(preview_picture(source, plan, {}, {120, 160}), rendered(plan)) < 6.0);
  plan.background = {Background::Fill::color, {200, 30, 60}};
  BOOST_TEST(difference(preview_picture(source, plan, {}, {120, 160}), rendered(plan)) < 6.0);
}

BOOST_AUTO_TEST_CASE(a_preview_follows_the_keyframes_at_any_scale) {
  cv::Mat source(90, 160, CV_8UC3);  // half of the plan's source
  for (int x = 0; x < source.cols; ++x) source.col(x) = cv::Scalar(x, x, x);
  CropPlan plan = fixed_plan("a", {320, 180}, {0, 0, 100, 180}, {100, 180});
  plan.shots.front().keyframes.push_back({Time{Rational(2)}, {200, 0, 100, 180}});
  const auto error_at = [&](int seconds, int expected) {
    const cv::Mat preview = preview_picture(source, plan, Time{Rational(seconds)}, {50, 90});
    return std::abs(preview.at<cv::Vec3b>(45, 25)[0] - expected);
  };
  BOOST_TEST(error_at(0, 25) <= 2);
  BOOST_TEST(error_at(1, 75) <= 2);
  BOOST_TEST(error_at(9, 125) <= 2);
}

BOOST_AUTO_TEST_CASE(odd_sizes_and_other_pictures_are_refused) {
  const CropPlan plan = fixed_plan("a", {320, 180}, {0, 0, 100, 180}, {100, 180});
  const cv::Mat source(180, 320, CV_8UC3, cv::Scalar());
  BOOST_CHECK_THROW(preview_picture(source, plan, {}, {51, 90}), std::invalid_argument);
  BOOST_CHECK_THROW(preview_picture(source, plan, {}, {0, 90}), std::invalid_argument);
  BOOST_CHECK_THROW(preview_picture({}, plan, {}, {50, 90}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
