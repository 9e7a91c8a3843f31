#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/reframe/window_shares.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>

using namespace smartcrop;

namespace {

const cv::Rect kFrame{0, 0, 640, 360};
const MapGeometry kGeometry{{640, 360}, 2};  // a 320x180 map, 64x36 cells of 5 map px

/// Importance of a blob whose center is at x(t) of 64 cells.
ShotImportance blob(int frames, double (*x)(int)) {
  ShotImportance importance;
  importance.grid = {kGeometry, {64, 36}, 5, {0, 0}};
  for (int t = 0; t < frames; ++t) {
    cv::Mat cells = cv::Mat::zeros(36, 64, CV_8UC1);
    for (int j = 14; j < 22; ++j) {
      for (int i = 0; i < 64; ++i) {
        const double d = i + 0.5 - x(t);
        cells.at<unsigned char>(j, i) = static_cast<unsigned char>(255 * std::exp(-d * d / 8));
      }
    }
    importance.frame_index.push_back({t * 3});
    importance.cells.push_back(cells);
    importance.scale.push_back(1.0f / 255);
  }
  return importance;
}

PathRequest request(int frames, cv::Size window) {
  return {{0}, {3 * frames}, 30, window};
}

double center(const CropWindow& window) {
  return window.x + window.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_camera_path)

BOOST_AUTO_TEST_CASE(options_of_every_mood_are_valid) {
  for (const PathMood mood : {PathMood::calm, PathMood::normal, PathMood::lively}) {
    BOOST_TEST(path_options(mood).problems().empty());
  }
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem) {
  PathOptions options;
  options.inertia = options.hold = options.smooth = -1;
  options.taper = options.slack = options.subject_slack = 0.6;
  BOOST_TEST(options.problems().size() == 6u);
}

BOOST_AUTO_TEST_CASE(the_window_rests_on_a_subject_that_rests) {
  const auto importance = blob(20, [](int) { return 50.0; });
  const CameraPath path = moving_path(importance, request(20, {200, 360}));
  BOOST_REQUIRE(path.windows.size() == 60u);
  for (const CropWindow& window : path.windows) {
    BOOST_TEST(std::abs(window.x - path.windows[0].x) < 0.5);
    BOOST_TEST(std::abs(center(window) - 500) < 60);
    BOOST_TEST(window.y == 0.0);
  }
  BOOST_TEST(path.kept_share > 0.95);
}

BOOST_AUTO_TEST_CASE(the_window_follows_a_subject_across_the_frame) {
  const auto importance = blob(60, [](int t) { return 10 + t * 44 / 59.0; });
  const CameraPath path = moving_path(importance, request(60, {200, 360}));
  for (std::size_t i = 0; i < 178; ++i) {
    const double subject = 10 * (10 + static_cast<double>(i) / 3 * 44 / 59);
    BOOST_TEST(std::abs(center(path.windows[i]) - std::clamp(subject, 100.0, 540.0)) < 100);
  }
}

BOOST_AUTO_TEST_CASE(no_window_leaves_the_frame) {
  const auto importance = blob(20, [](int t) { return t % 2 == 0 ? 0.0 : 64.0; });
  for (const CropWindow& window : moving_path(importance, request(20, {202, 360})).windows) {
    BOOST_TEST(window.x >= 0);
    BOOST_TEST(window.x + window.w <= 640 + 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_wide_window_moves_up_and_down) {
  const auto importance = blob(20, [](int) { return 32.0; });
  for (const CropWindow& window : moving_path(importance, request(20, {640, 120})).windows) {
    BOOST_TEST(window.x == 0.0);
    BOOST_TEST(std::abs(window.y + 60 - 180) < 25);
  }
}

BOOST_AUTO_TEST_CASE(a_small_window_moves_on_both_axes) {
  const auto importance = blob(20, [](int) { return 10.0; });
  for (const CropWindow& window : moving_path(importance, request(20, {200, 200})).windows) {
    BOOST_TEST(std::abs(center(window) - 100) < 40);
    BOOST_TEST(std::abs(window.y + 100 - 180) < 60);
  }
}

BOOST_AUTO_TEST_CASE(without_importance_the_window_stays_in_the_middle) {
  auto importance = blob(10, [](int) { return 10.0; });
  for (cv::Mat& cells : importance.cells) cells = cv::Scalar(0);
  for (const CropWindow& window : moving_path(importance, request(10, {200, 360})).windows) {
    BOOST_TEST(std::abs(center(window) - 320) < 5);
  }
}

BOOST_AUTO_TEST_CASE(a_window_as_large_as_the_frame_is_the_frame) {
  const auto importance = blob(5, [](int) { return 10.0; });
  const CameraPath path = moving_path(importance, request(5, {640, 360}));
  for (const CropWindow& window : path.windows) BOOST_TEST((window == CropWindow{0, 0, 640, 360}));
  BOOST_TEST(path.kept_share == 1.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(a_fixed_window_is_where_the_subject_is_mostly) {
  const auto importance = blob(20, [](int t) { return t < 15 ? 50.0 : 10.0; });
  const FixedWindowShares shares({{importance}, {}}, {200, 360}, kFrame, 0.15);
  BOOST_TEST(std::abs(center(shares.best()) - 500) < 60);
}

BOOST_AUTO_TEST_CASE(a_calmer_mood_moves_less) {
  const auto importance = blob(60, [](int t) { return 32 + 12 * std::sin(t / 3.0); });
  const auto length = [&](PathMood mood) {
    const auto windows = moving_path(importance, request(60, {200, 360}), path_options(mood)).windows;
    double sum = 0;
    for (std::size_t i = 1; i < windows.size(); ++i) sum += std::abs(windows[i].x - windows[i - 1].x);
    return sum;
  };
  BOOST_TEST(length(PathMood::calm) <= length(PathMood::normal));
  BOOST_TEST(length(PathMood::normal) <= length(PathMood::lively));
}

BOOST_AUTO_TEST_CASE(the_share_that_a_window_keeps_is_larger_where_the_subject_is) {
  const auto importance = blob(5, [](int) { return 50.0; });
  const FixedWindowShares shares({{importance}, {}}, {200, 360}, kFrame, 0.15);
  BOOST_TEST(shares.share({400, 0, 200, 360}) > 0.9);
  BOOST_TEST(shares.share({0, 0, 200, 360}) < 0.05);
  const FixedWindowShares whole({{importance}, {}}, {640, 360}, kFrame, 0.15);
  BOOST_TEST(whole.share({0, 0, 640, 360}) == 1.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(a_window_larger_than_the_source_and_an_empty_range_are_refused) {
  const auto importance = blob(5, [](int) { return 10.0; });
  BOOST_CHECK_THROW(moving_path(importance, request(5, {642, 360})), std::invalid_argument);
  BOOST_CHECK_THROW(moving_path(importance, request(0, {200, 360})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_window_that_holds_everything_keeps_no_more_than_all) {
  cv::RNG random(7);
  for (int i = 0; i < 50; ++i) {
    ShotImportance importance = blob(8, [](int) { return 30.0; });
    for (cv::Mat& cells : importance.cells) random.fill(cells, cv::RNG::UNIFORM, 0, 256);
    for (float& scale : importance.scale) scale = static_cast<float>(random.uniform(0.001, 1.0));
    const CameraPath path = moving_path(importance, request(8, {640, 360}));
    BOOST_TEST(path.kept_share <= 1.0);
    BOOST_TEST(path.kept_share > 0.999);
    const FixedWindowShares shares({{importance}, {}}, {640, 360}, kFrame, 0.15);
    BOOST_TEST(shares.share(shares.best()) <= 1.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
