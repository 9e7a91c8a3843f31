#include "smartcrop/evaluation/score.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

const boost::test_tools::fpc::percent_tolerance_t<double> kExact(1e-9);

/// A subject of 20x20 px that stays at x for `frames` frames of a 160x90 video.
LabeledClip clip_with_subject_at(double x, int frames = 10) {
  LabeledClip clip;
  clip.truth.resize(1);
  for (int i = 0; i < frames; ++i) clip.truth[0][i] = {x, 30, 20, 20};
  return clip;
}

FrameWindows windows_at(const std::vector<double>& x, double w = 50) {
  FrameWindows windows;
  for (std::size_t i = 0; i < x.size(); ++i) windows[static_cast<std::int64_t>(i)] = {x[i], 0, w, 90};
  return windows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation_score)

BOOST_AUTO_TEST_CASE(a_subject_inside_the_window_is_kept_whole) {
  BOOST_TEST(subject_retention({10, 10, 20, 20}, {0, 0, 50, 90}) == 1.0);
}

BOOST_AUTO_TEST_CASE(a_subject_half_outside_is_kept_by_half) {
  BOOST_TEST(subject_retention({40, 10, 20, 20}, {0, 0, 50, 90}) == 0.5);
}

BOOST_AUTO_TEST_CASE(a_subject_wider_than_the_window_is_kept_whole_when_the_window_is_full_of_it) {
  BOOST_TEST(subject_retention({0, 0, 160, 90}, {30, 0, 50, 90}) == 1.0);
}

BOOST_AUTO_TEST_CASE(an_empty_subject_is_not_kept) {
  BOOST_TEST(subject_retention({5, 5, 0, 0}, {0, 0, 50, 90}) == 0.0);
}

BOOST_AUTO_TEST_CASE(a_resting_window_is_still) {
  const WindowMotion motion = window_motion(windows_at({5, 5, 5, 5}));
  BOOST_TEST(motion.speed == 0.0);
  BOOST_TEST(motion.acceleration == 0.0);
  BOOST_TEST(motion.still == 1.0);
}

BOOST_AUTO_TEST_CASE(a_steady_pan_has_speed_and_no_acceleration) {
  const WindowMotion motion = window_motion(windows_at({0, 1, 2, 3}));
  BOOST_TEST(motion.speed == 2.0, kExact);  // 1 px of 50 px
  BOOST_TEST(motion.acceleration == 0.0, kExact);
  BOOST_TEST(motion.still == 0.0);
}

BOOST_AUTO_TEST_CASE(a_start_in_the_middle_is_one_acceleration) {
  const WindowMotion motion = window_motion(windows_at({0, 0, 1, 2}));
  BOOST_TEST(motion.acceleration == 1.0, kExact);  // velocities 0, 2, 2: changes 2, 0
  BOOST_TEST(motion.still == 1.0 / 3, kExact);
}

BOOST_AUTO_TEST_CASE(a_gap_between_frames_is_no_motion) {
  FrameWindows windows = windows_at({0, 0});
  windows[7] = {40, 0, 50, 90};
  windows[8] = {40, 0, 50, 90};
  BOOST_TEST(window_motion(windows).speed == 0.0);
}

BOOST_AUTO_TEST_CASE(no_frames_are_still) {
  BOOST_TEST(window_motion({}).still == 1.0);
}

BOOST_AUTO_TEST_CASE(the_center_and_the_best_fixed_window_are_found) {
  const LabeledClip clip = clip_with_subject_at(10);
  const ClipScore score =
      score_clip(clip, TruthKind::subject_boxes, {160, 90}, {5, 9}, {windows_at(std::vector<double>(10, 5))});
  BOOST_TEST(score.score == 1.0);
  BOOST_TEST(score.center == 0.0);
  BOOST_TEST(score.best_fixed == 1.0);
  BOOST_TEST(score.frames == 10);
}

BOOST_AUTO_TEST_CASE(a_frame_without_a_window_scores_nothing) {
  const LabeledClip clip = clip_with_subject_at(10);
  const ClipScore score =
      score_clip(clip, TruthKind::subject_boxes, {160, 90}, {5, 9}, {windows_at(std::vector<double>(5, 5))});
  BOOST_TEST(score.score == 0.5);
  BOOST_TEST(score.absent == 5);
}

BOOST_AUTO_TEST_CASE(of_two_windows_the_better_one_counts) {
  const LabeledClip clip = clip_with_subject_at(10);
  ShownWindows windows{windows_at(std::vector<double>(10, 100))};
  BOOST_TEST(score_clip(clip, TruthKind::subject_boxes, {160, 90}, {5, 9}, windows).score == 0.0);
  windows.second = windows_at(std::vector<double>(5, 5));
  const ClipScore score = score_clip(clip, TruthKind::subject_boxes, {160, 90}, {5, 9}, windows);
  BOOST_TEST(score.score == 0.5);
  BOOST_TEST(score.framing.whole.value() == 0.5);
  BOOST_TEST(score.absent == 0);
}

BOOST_AUTO_TEST_CASE(people_are_averaged_whatever_number_of_frames_each_labeled) {
  LabeledClip clip;
  clip.truth = {windows_at({0, 0, 0, 0}), windows_at({100})};
  const ClipScore score =
      score_clip(clip, TruthKind::crop_windows, {160, 90}, {5, 9}, {windows_at({0, 0, 0, 0})});
  BOOST_TEST(score.score == 0.5);  // the first agrees wholly, the second not at all
}

BOOST_AUTO_TEST_CASE(means_are_over_clips_and_counts_are_sums) {
  ClipScore a, b;
  a.score = 1;
  a.frames = 10;
  b.score = 0.5;
  b.frames = 30;
  const ClipScore mean = mean_score({a, b});
  BOOST_TEST(mean.score == 0.75);
  BOOST_TEST(mean.frames == 40);
  BOOST_TEST(mean_score({}).frames == 0);
}

BOOST_AUTO_TEST_CASE(a_box_is_whole_where_all_of_it_that_fits_is_inside) {
  const LabeledClip clip = clip_with_subject_at(10, 4);  // from 10 to 30 px
  const Framing seen = framing(clip, {windows_at({0, 10, 10.1, 11})});
  BOOST_TEST(seen.whole.value() == 0.75);  // 1, 1, 0.995 and 0.95 of it
}

BOOST_AUTO_TEST_CASE(the_offset_is_the_distance_of_the_middles_in_window_widths) {
  LabeledClip clip = clip_with_subject_at(10, 3);       // its middle is at 20 px
  const FrameWindows windows = windows_at({-5, 5, 0});  // middles at 20, 30 and 25 px
  BOOST_TEST(framing(clip, {windows}).offset.value() == (0 + 0.2 + 0.1) / 3, kExact);
  clip.truth[0][2].w = 40.1;  // wider than 0.8 of the window
  BOOST_TEST(framing(clip, {windows}).offset.value() == 0.1, kExact);
  for (auto& [frame, box] : clip.truth[0]) box.w = 50;
  BOOST_TEST(!framing(clip, {windows}).offset);
}

BOOST_AUTO_TEST_CASE(movement_in_lost_frames_is_idle) {
  LabeledClip clip = clip_with_subject_at(10, 3);
  clip.lost = {3, 4, 5, 8};  // speeds of 2 and 0 % of the width; the frames before 8 are not idle
  const FrameWindows windows = windows_at({0, 9, 0, 20, 21, 21, 40, 0, 30});
  BOOST_TEST(framing(clip, {windows}).idle.value() == 1.0, kExact);
  clip.lost = {3};
  BOOST_TEST(!framing(clip, {windows}).idle);
}

BOOST_AUTO_TEST_CASE(frames_without_a_window_do_not_count_in_the_framing) {
  const LabeledClip clip = clip_with_subject_at(10, 4);
  BOOST_TEST(framing(clip, {windows_at({10, 40})}).whole.value() == 0.5);
  const Framing none = framing(clip, {});
  BOOST_TEST((!none.whole && !none.offset && !none.idle));
}

BOOST_AUTO_TEST_CASE(windows_as_truth_have_no_framing) {
  const ClipScore score = score_clip(clip_with_subject_at(10), TruthKind::crop_windows, {160, 90}, {5, 9},
                                     {windows_at(std::vector<double>(10, 5))});
  BOOST_TEST(!score.framing.whole);
}

BOOST_AUTO_TEST_CASE(means_of_the_framing_leave_out_clips_that_lack_it) {
  ClipScore a, b;
  a.framing = {0.5, 0.25, {}};
  b.framing = {1, {}, {}};
  const Framing mean = mean_score({a, b}).framing;
  BOOST_TEST(mean.whole.value() == 0.75);
  BOOST_TEST(mean.offset.value() == 0.25);
  BOOST_TEST(!mean.idle);
}

BOOST_AUTO_TEST_CASE(worse_than_the_center_takes_more_than_half_a_per_cent) {
  ClipScore a, b;
  a.score = 0.796;
  a.center = b.center = 0.8;
  b.score = 0.79;
  BOOST_TEST(worse_than_center({a, b}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
