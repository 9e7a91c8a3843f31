#include <boost/test/unit_test.hpp>
#include <cmath>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"
#include "smartcrop/reframe/subject_wishes.hpp"

using namespace smartcrop;

namespace {

constexpr std::size_t kFrames = 40;  // analyzed, one of 3 source frames
const cv::Size kNarrow{200, 360};

ShotImportance even_importance() {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (std::size_t t = 0; t < kFrames; ++t)
    importance.add({static_cast<std::int64_t>(3 * t)}, {}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.5);
  return importance;
}

/// Head 40 px wide around x.
Subject person(double x) {
  Subject subject{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  subject.boxes.assign(kFrames, {x - 60, 60, 120, 300});
  subject.faces.assign(kFrames, {x - 20, 60, 40, 50});
  return subject;
}

/// Two people; the first one speaks, from frame 20 on the second one.
SubjectChoice conversation(double left, double right) {
  SubjectChoice choice = choose_subjects({person(left), person(right)}, even_importance());
  choice.speakers.turns = {{0, 20, 0}, {20, kFrames, 1}};
  return choice;
}

CameraPath path_of(const SubjectChoice& choice, cv::Size window = kNarrow) {
  return moving_path(even_importance(), {{0}, {3 * kFrames}, 30, window, {}}, {}, &choice);
}

double middle(const CropWindow& window) {
  return window.x + window.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_speaker_cuts)

BOOST_AUTO_TEST_CASE(the_window_jumps_from_speaker_to_speaker_and_rests_between) {
  const CameraPath path = path_of(conversation(120, 500));
  BOOST_REQUIRE(path.windows.size() == 3 * kFrames);
  BOOST_TEST(path.cuts == (std::vector<std::size_t>{60}), boost::test_tools::per_element());
  for (std::size_t i = 0; i < path.windows.size(); ++i)
    BOOST_TEST(std::abs(middle(path.windows[i]) - (i < 60 ? 120 : 500)) < 25, "frame " << i);
}

BOOST_AUTO_TEST_CASE(a_short_way_is_panned) {
  // The heads are 180 px apart and do not fit into a window of 200; near the edge the window has only 30 px
  // to go.
  const CameraPath path = path_of(conversation(60, 240), {420, 360});
  BOOST_TEST(path.cuts.empty());
}

BOOST_AUTO_TEST_CASE(speakers_whose_heads_fit_are_framed_as_without_speech) {
  SubjectChoice choice = conversation(250, 350);
  const CameraPath speaking = path_of(choice);
  choice.speakers.turns.clear();
  BOOST_TEST(speaking.cuts.empty());
  BOOST_CHECK(speaking.windows == path_of(choice).windows);
}

BOOST_AUTO_TEST_CASE(a_single_speaker_is_shown_without_cuts) {
  SubjectChoice choice = conversation(120, 500);
  choice.speakers.turns = {{0, kFrames, 1}};
  const CameraPath path = path_of(choice);
  BOOST_TEST(path.cuts.empty());
  for (const CropWindow& window : path.windows) BOOST_TEST(std::abs(middle(window) - 500) < 25);
}

BOOST_AUTO_TEST_CASE(there_is_no_cut_where_it_was_not_known_who_spoke) {
  SubjectChoice choice = conversation(120, 500);
  choice.speakers.turns = {{0, 15, 0}, {25, kFrames, 1}};
  BOOST_TEST(path_of(choice).cuts.empty());
}

BOOST_AUTO_TEST_CASE(who_is_followed_or_ignored_decides_before_who_speaks) {
  const ShotImportance importance = even_importance();
  const auto with = [&](const SubjectWishes& wishes) {
    std::vector<SubjectChoice> shots{conversation(120, 500)};
    number_subjects(shots);
    apply_wishes(shots, wishes, {importance});
    return path_of(shots.front());
  };
  const CameraPath followed = with({.follow = {parse_follow_wish("1")}, .ignore = {}, .keep = {}});
  BOOST_TEST(followed.cuts.empty());
  BOOST_TEST(std::abs(middle(followed.windows.back()) - 120) < 25);
  BOOST_TEST(with({.follow = {}, .ignore = {2}, .keep = {}}).cuts.empty());
}

BOOST_AUTO_TEST_SUITE_END()
