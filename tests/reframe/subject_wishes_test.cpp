#include "smartcrop/reframe/subject_wishes.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "smartcrop/reframe/camera_path.hpp"

using namespace smartcrop;

namespace {

constexpr int kFrames = 20;

ShotImportance even_importance() {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (int t = 0; t < kFrames; ++t)
    importance.add({3 * t}, {Rational(t, 10)}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.9);
  return importance;
}

Subject subject(double x, double width, ObjectKind kind = ObjectKind::person) {
  Subject subject{.kind = kind, .confidence = 0.7, .hit_rate = 1, .detections = 5};
  subject.boxes.assign(kFrames, {x, 60, width, 240});
  subject.faces.resize(kFrames);
  return subject;
}

/// A large car on the left, a person in the middle, a person with a face on the right.
SubjectChoice choice_of(const ShotImportance& importance) {
  Subject right = subject(520, 60);
  for (CropWindow& face : right.faces) face = {540, 70, 20, 25};
  return choose_subjects({subject(20, 180, ObjectKind::vehicle), subject(300, 80), right}, importance);
}

/// The middle of the last window, displayed px.
double framed(const ShotImportance& importance, const SubjectChoice& choice) {
  const PathRequest request{{0}, {3 * kFrames}, 30, {200, 360}, {}};
  const CropWindow window = moving_path(importance, request, {}, &choice).windows.back();
  return window.x + window.w / 2;
}

double framed_with(const SubjectWishes& wishes) {
  const ShotImportance importance = even_importance();
  SubjectChoice choice = choice_of(importance);
  apply_wishes(choice, wishes, 5, importance);
  return framed(importance, choice);
}

SubjectWishes follow(std::string_view name) {
  return {.follow = parse_subject_name(name), .ignore = {}, .keep = {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_subject_wishes)

BOOST_AUTO_TEST_CASE(a_subject_is_followed_by_number_and_by_rule) {
  BOOST_TEST(std::abs(framed_with(follow("6")) - 340) < 10);
  BOOST_TEST(std::abs(framed_with(follow("left")) - 110) < 10);
  BOOST_TEST(std::abs(framed_with(follow("right")) - 540) < 10);  // as far right as the window goes
  BOOST_TEST(std::abs(framed_with(follow("largest")) - 110) < 10);
  BOOST_TEST(std::abs(framed_with(follow("person")) - 340) < 10);
  BOOST_TEST(std::abs(framed_with(follow("face")) - 540) < 10);
}

BOOST_AUTO_TEST_CASE(a_shot_without_the_subject_is_as_it_was) {
  BOOST_TEST(framed_with(follow("99")) == framed_with({}));
}

BOOST_AUTO_TEST_CASE(who_is_ignored_has_no_probability_and_the_rest_adds_up) {
  const ShotImportance importance = even_importance();
  SubjectChoice choice = choice_of(importance);
  apply_wishes(choice, {.follow = {}, .ignore = {5}, .keep = {}}, 5, importance);
  BOOST_TEST(choice.share(0) == 0.0);
  BOOST_TEST(std::abs(choice.share(1) + choice.share(2) + choice.elsewhere[0] - 1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_box_that_must_stay_is_in_the_window_while_it_is_wanted) {
  const ShotImportance importance = even_importance();
  SubjectChoice choice = choice_of(importance);
  SubjectWishes wishes = follow("left");
  wishes.keep = {parse_kept_box("250,0,40,40@0-1")};
  apply_wishes(choice, wishes, 5, importance);
  const PathRequest request{{0}, {3 * kFrames}, 30, {200, 360}, {}};
  const auto windows = moving_path(importance, request, {}, &choice).windows;
  BOOST_TEST(windows[15].x + windows[15].w > 285);            // the box
  BOOST_TEST(windows.back().x + windows.back().w / 2 < 130);  // the car again
}

BOOST_AUTO_TEST_CASE(names_and_boxes_that_make_no_sense_are_refused) {
  for (const char* text : {"", "0", "-1", "2x", "middle"})
    BOOST_CHECK_THROW(parse_subject_name(text), std::invalid_argument);
  for (const char* text : {"", "1,2,3", "1,2,3,4,5", "1,2,0,4", "1,2,3,x", "1,2,3,4@5", "1,2,3,4@a-b"})
    BOOST_CHECK_THROW(parse_kept_box(text), std::invalid_argument);
  const KeptBox kept = parse_kept_box("1,2,3,4@0:10-20.5");
  BOOST_TEST(kept.box.h == 4);
  BOOST_TEST(kept.start->value() == 10);
  BOOST_TEST(kept.end->value() == 20.5);
}

BOOST_AUTO_TEST_CASE(subjects_are_numbered_over_the_shots) {
  std::vector<SubjectChoice> shots(3);
  shots[0].subjects = {subject(0, 10), subject(20, 10)};
  shots[2].subjects = {subject(0, 10)};
  BOOST_TEST((number_subjects(shots) == std::vector<int>{1, 3, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
