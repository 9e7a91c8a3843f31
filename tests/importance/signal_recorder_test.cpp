#include "smartcrop/importance/signal_recorder.hpp"

#include <boost/test/unit_test.hpp>

#include "pan_support.hpp"

using namespace smartcrop;
using smartcrop::test::kPanGeometry;
using smartcrop::test::Pan;

namespace {

cv::Rect cells_of(const cv::Rect& map_px) {
  return {map_px.x / 5, map_px.y / 5, map_px.width / 5, map_px.height / 5};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_signal_recorder)

BOOST_AUTO_TEST_CASE(a_whole_number_of_frames_is_left_out_between_analyzed_ones) {
  const Pan pan;
  SignalRecorder recorder({}, kPanGeometry, 25);  // 10 per second are asked for
  for (int t = 0; t < 9; ++t) recorder.add(pan.frame(t));
  const ShotSignals signals = recorder.take();
  BOOST_REQUIRE(signals.frames.size() == 3u);
  for (int i = 0; i < 3; ++i) BOOST_TEST(signals.frames[static_cast<std::size_t>(i)].index.value == 3 * i);
  BOOST_TEST(signals.step_s == 0.12, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_moves_against_the_camera_is_the_motion) {
  const Pan pan;
  const ShotSignals signals = pan.signals(4);
  BOOST_TEST(signals.frames[0].motion.empty());
  for (int t = 1; t < 4; ++t) {
    const FrameSignals& frame = signals.frames[static_cast<std::size_t>(t)];
    const double inside = cv::mean(frame.motion(cells_of(pan.square(t))))[0];
    cv::Mat rest = frame.motion.clone();
    rest(cv::Rect(cells_of(pan.square(t)).tl() - cv::Point(3, 3), cv::Size(12, 18))) = 0;
    BOOST_TEST(inside > 100);
    BOOST_TEST(inside > 10 * cv::mean(rest)[0]);
    BOOST_TEST(std::abs(frame.camera.previous_from_current(0, 2) - 4) < 0.6);
    BOOST_TEST((frame.camera.map_size == cv::Size(320, 180)));
  }
}

BOOST_AUTO_TEST_CASE(what_streams_past_a_moving_camera_is_left_out_and_what_it_follows_is_not) {
  const Pan pan;
  const auto motion = [&](double streaming) {
    ImportanceOptions options;
    options.streaming = streaming;
    SignalRecorder recorder(options, kPanGeometry, 10);
    for (int t = 0; t < 3; ++t) {
      SmallFrame frame = pan.frame(t);
      // The lowest quarter is nearer: it passes by twice as fast as the wall.
      const cv::Rect lowest(0, 140, 320, 40);
      pan.frame(2 * t).luma(lowest).copyTo(frame.luma(lowest));
      recorder.add(frame);
    }
    return recorder.take().frames[2].motion;
  };
  const cv::Mat all = motion(0), without = motion(1);
  const cv::Rect ground_cells(2, 30, 60, 5), square = cells_of(pan.square(2));
  BOOST_TEST(cv::mean(all(ground_cells))[0] > 50);
  BOOST_TEST(cv::mean(without(ground_cells))[0] < 0.5 * cv::mean(all(ground_cells))[0]);
  BOOST_TEST(cv::mean(without(square))[0] > 0.9 * cv::mean(all(square))[0]);
}

BOOST_AUTO_TEST_CASE(in_a_still_scene_nothing_moves) {
  const Pan pan;
  SignalRecorder recorder({}, kPanGeometry, 10);
  SmallFrame frame = pan.frame(0);
  for (int t = 0; t < 3; ++t, ++frame.index) recorder.add(frame);
  BOOST_TEST(cv::countNonZero(recorder.take().frames[2].motion) == 0);
}

BOOST_AUTO_TEST_CASE(a_red_square_stands_out_and_has_a_color_of_its_own) {
  const Pan pan;
  const FrameSignals frame = pan.signals(1).frames[0];
  const cv::Rect square = cells_of(pan.square(0));
  BOOST_TEST(cv::mean(frame.still(square))[0] > 3 * cv::mean(frame.still)[0]);
  const int red = frame.colors.at<uchar>(square.y + 6, square.x + 3);
  BOOST_TEST(red % 7 == 6);  // the last of seven steps of Cr
  BOOST_TEST(frame.colors.at<uchar>(3, 3) % 7 == 3);
}

BOOST_AUTO_TEST_CASE(gray_video_counts_as_without_color) {
  SmallFrame frame = Pan().frame(0);
  frame.cb = frame.cr = cv::Mat();
  SignalRecorder recorder({}, kPanGeometry, 10);
  recorder.add(frame);
  const cv::Mat colors = recorder.take().frames[0].colors;
  for (int j = 0; j < colors.rows; ++j)
    for (int i = 0; i < colors.cols; ++i)
      BOOST_REQUIRE(colors.at<uchar>(j, i) % 49 == 24);  // both in the middle
}

BOOST_AUTO_TEST_CASE(a_signal_that_is_off_is_empty) {
  ImportanceOptions options;
  options.use_motion = options.use_saliency = options.use_contrast = options.use_color = false;
  const FrameSignals frame = Pan().signals(2, options).frames[1];
  BOOST_TEST(frame.motion.empty());
  BOOST_TEST(frame.still.empty());
  BOOST_TEST(frame.colors.empty());
}

BOOST_AUTO_TEST_CASE(after_take_the_next_frame_begins_anew) {
  const Pan pan;
  SignalRecorder recorder({}, kPanGeometry, 10);
  for (int t = 0; t < 3; ++t) recorder.add(pan.frame(t));
  recorder.take();
  recorder.add(pan.frame(3));
  const ShotSignals signals = recorder.take();
  BOOST_REQUIRE(signals.frames.size() == 1u);
  BOOST_TEST(signals.frames[0].motion.empty());
}

BOOST_AUTO_TEST_CASE(small_maps_other_geometries_and_no_frame_rate_are_refused) {
  BOOST_CHECK_THROW(SignalRecorder({}, {{47, 360}, 1}, 25), std::invalid_argument);
  BOOST_CHECK_THROW(SignalRecorder({}, kPanGeometry, 0), std::invalid_argument);
  ImportanceOptions options;
  options.analysis_fps = 0;
  BOOST_CHECK_THROW(SignalRecorder(options, kPanGeometry, 25), std::invalid_argument);
  SignalRecorder recorder({}, {{320, 180}, 1}, 25);
  BOOST_CHECK_THROW(recorder.add(Pan().frame(0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
