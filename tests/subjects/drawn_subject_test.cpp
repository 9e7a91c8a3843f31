#include "smartcrop/subjects/drawn_subject.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace smartcrop;

namespace {

constexpr int kFrames = 40;
constexpr uchar kBehind = 20, kThing = 100;
constexpr double kCell_px = 10;

/// A thing of 6 x 6 cells that starts at (10, 12) and moves `speed` cells a frame to the right before a still
/// background. The flow tells `told` of its speed.
ShotSignals moving_thing(double speed, double told) {
  ShotSignals shot;
  shot.grid = {{{640, 360}, 2}, {64, 36}, 5, {}};
  for (int t = 0; t < kFrames; ++t) {
    FrameSignals& frame = shot.frames.emplace_back();
    frame.index = {3 * t};
    frame.time = {Rational(t, 10)};
    frame.colors = cv::Mat(36, 64, CV_8UC1, cv::Scalar(kBehind));
    frame.flow = cv::Mat(36, 64, CV_8SC2, cv::Scalar(0, 0));
    const cv::Rect thing(static_cast<int>(std::lround(10 + t * speed)), 12, 6, 6);
    const cv::Rect seen = thing & cv::Rect(0, 0, 64, 36);
    frame.colors(seen).setTo(kThing);
    frame.flow(seen).setTo(cv::Scalar(-speed * told / kFlowUnit, 0));
  }
  return shot;
}

/// Where the thing's left edge is, displayed px.
double left_px(double speed, int frame) {
  return (10 + frame * speed) * kCell_px;
}

DrawnBox drawn_at(double speed, int frame) {
  return {{left_px(speed, frame), 120, 60, 60}, {Rational(frame, 10)}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subjects_drawn_subject)

BOOST_AUTO_TEST_CASE(a_box_is_carried_to_both_ends_of_its_shot) {
  constexpr double kSpeed = 1;
  const Subject subject = track_box(moving_thing(kSpeed, 1), drawn_at(kSpeed, 20));
  BOOST_TEST((subject.origin == SubjectOrigin::drawn));
  BOOST_TEST(subject.first == 0u);
  BOOST_REQUIRE(subject.boxes.size() == std::size_t{kFrames});
  for (const int frame : {0, 10, 20, 30, kFrames - 1})
    BOOST_TEST(std::abs(subject.box(static_cast<std::size_t>(frame)).x - left_px(kSpeed, frame)) < kCell_px,
               "frame " << frame << ": " << subject.box(static_cast<std::size_t>(frame)).x);
}

BOOST_AUTO_TEST_CASE(colors_hold_the_box_where_the_flow_tells_too_little) {
  constexpr double kSpeed = 0.5;
  const ShotSignals shot = moving_thing(kSpeed, 0.5);
  const double want = left_px(kSpeed, kFrames - 1);
  BOOST_TEST(std::abs(track_box(shot, drawn_at(kSpeed, 0)).boxes.back().x - want) < 2 * kCell_px);
  ShotSignals gray = shot;
  for (FrameSignals& frame : gray.frames) frame.colors = cv::Mat();
  BOOST_TEST(track_box(gray, drawn_at(kSpeed, 0)).boxes.back().x < want - 6 * kCell_px);
}

BOOST_AUTO_TEST_CASE(a_box_stays_inside_the_frame) {
  const Subject subject = track_box(moving_thing(2, 1), drawn_at(2, 0));
  for (const CropWindow& box : subject.boxes) BOOST_TEST(box.x + box.w <= 640.0);
}

BOOST_AUTO_TEST_CASE(things_of_the_same_colors_are_alike) {
  const ShotSignals shot = moving_thing(1, 1);
  std::vector<Subject> subjects{track_box(shot, drawn_at(1, 0)), track_box(shot, drawn_at(1, 20)),
                                track_box(shot, {{500, 300, 50, 50}, {}})};
  BOOST_TEST(likeness(subjects[0], subjects[1]) == 0.0);
  measure_colors(shot, subjects);
  BOOST_TEST(likeness(subjects[0], subjects[1]) > 0.95);
  BOOST_TEST(likeness(subjects[0], subjects[2]) < 0.3);
}

BOOST_AUTO_TEST_SUITE_END()
