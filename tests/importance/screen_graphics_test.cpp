#include "smartcrop/importance/screen_graphics.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/imgproc.hpp>

#include "smartcrop/importance/signal_recorder.hpp"

using namespace smartcrop;

namespace {

const MapGeometry kGeometry{{640, 360}, 2};  // a 320x180 map, 64x36 cells of 5 px
const cv::Rect kLogo{10, 10, 50, 20};

/// Texture that moves by `speed` px a frame behind a striped box that stays, CV_16UC1, 10 frames per second.
SmallFrame frame_at(int t, int speed, bool has_logo) {
  cv::Mat texture(180, 320 + 600, CV_8UC1);
  cv::RNG random(3);
  random.fill(texture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(texture, texture, {}, 3);
  cv::normalize(texture, texture, 0, 255, cv::NORM_MINMAX);
  cv::Mat luma = texture(cv::Rect(t * speed, 0, 320, 180)).clone();
  if (has_logo)
    for (int x = 0; x < kLogo.width; x += 5)
      luma({kLogo.x + x, kLogo.y, 5, kLogo.height}) = x % 10 == 0 ? 255 : 0;
  SmallFrame frame{{t}, {Rational(t, 10)}, kGeometry, {}, {}, {}};
  luma.convertTo(frame.luma, CV_16U, 256);
  return frame;
}

cv::Mat graphics_of(int speed, bool has_logo) {
  ImportanceOptions options;
  options.analysis_fps = 10;
  SignalRecorder recorder(options, kGeometry, 10);
  for (int t = 0; t < 40; ++t) recorder.add(frame_at(t, speed, has_logo));
  return screen_graphics(recorder.take().edges);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_screen_graphics)

BOOST_AUTO_TEST_CASE(a_box_that_stays_while_the_picture_moves_is_graphics) {
  const cv::Mat mask = graphics_of(3, true);
  BOOST_REQUIRE(!mask.empty());
  const cv::Rect logo(2, 2, 10, 4);  // cells
  BOOST_TEST(cv::countNonZero(mask(logo)) == logo.area());
  const cv::Rect around(0, 0, 15, 9);
  BOOST_TEST(cv::countNonZero(mask) == cv::countNonZero(mask(around)));
}

BOOST_AUTO_TEST_CASE(a_moving_picture_alone_has_none) {
  const cv::Mat mask = graphics_of(3, false);
  BOOST_TEST((mask.empty() || cv::countNonZero(mask) == 0));
}

BOOST_AUTO_TEST_CASE(in_a_picture_that_stands_still_it_cannot_be_told) {
  BOOST_TEST(graphics_of(0, true).empty());
}

BOOST_AUTO_TEST_CASE(few_comparisons_of_a_shot_are_joined_by_their_neighbors) {
  std::vector<StayedEdges> edges;
  for (int t = 0; t < 100; t += 10) edges.push_back({{t}, {t + 10}, {}});
  BOOST_TEST(edges_of(edges, {20}, {70}).size() == 6U);  // the one that ends with frame 20 counts, too
  const auto few = edges_of(edges, {41}, {44});
  BOOST_TEST(few.size() == 3U);
  BOOST_TEST(few.front().from.value == 30);
  BOOST_TEST(edges_of({}, {0}, {10}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
