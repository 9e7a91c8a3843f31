#include "smartcrop/importance/signals.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

/// Signals of every third frame; the motion of each holds its own number.
ShotSignals signals_of(int frames) {
  ShotSignals signals{{{{640, 360}, 2}, {64, 36}, 5, {}}, 0.12, {}};
  for (int i = 0; i < frames; ++i) {
    FrameSignals frame;
    frame.index = {3 * i};
    frame.motion = cv::Mat(1, 1, CV_8UC1, cv::Scalar(i));
    frame.camera.map_size = {320, 180};
    signals.frames.push_back(frame);
  }
  return signals;
}

Shot shot(std::int64_t start, std::int64_t end) {
  return {.start_frame = {start}, .end_frame = {end}, .start = {}, .end = {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_signals)

BOOST_AUTO_TEST_CASE(each_shot_has_the_frames_that_lie_in_it) {
  const auto parts = split_at_shots(signals_of(6), {shot(0, 4), shot(4, 7), shot(7, 9), shot(9, 13)});
  BOOST_REQUIRE(parts.size() == 4u);
  BOOST_REQUIRE(parts[0].frames.size() == 2u);  // 0 and 3
  BOOST_REQUIRE(parts[1].frames.size() == 1u);  // 6
  BOOST_TEST(parts[2].frames.empty());
  BOOST_REQUIRE(parts[3].frames.size() == 2u);  // 9 and 12; 15 is in no shot
  BOOST_TEST(parts[1].frames[0].index.value == 6);
  BOOST_TEST(parts[3].frames[0].index.value == 9);
  BOOST_TEST(parts[3].step_s == 0.12);
  BOOST_TEST((parts[3].grid.cells == cv::Size(64, 36)));
}

BOOST_AUTO_TEST_CASE(the_first_frame_of_a_shot_borrows_the_motion_of_the_second) {
  const auto parts = split_at_shots(signals_of(6), {shot(0, 4), shot(4, 7), shot(9, 20)});
  BOOST_TEST(parts[0].frames[0].motion.at<uchar>(0) == 1);
  BOOST_TEST(parts[2].frames[0].motion.at<uchar>(0) == 4);
  BOOST_TEST(parts[2].frames[1].motion.at<uchar>(0) == 4);
  BOOST_TEST(parts[1].frames[0].motion.empty());  // alone, it has none
}

BOOST_AUTO_TEST_CASE(no_camera_motion_crosses_a_cut) {
  for (const ShotSignals& part : split_at_shots(signals_of(6), {shot(0, 9), shot(9, 18)})) {
    BOOST_TEST(part.frames[0].camera.map_size.empty());
    BOOST_TEST((part.frames[1].camera.map_size == cv::Size(320, 180)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
