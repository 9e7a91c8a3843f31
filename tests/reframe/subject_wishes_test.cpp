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

/// The choice with its subjects numbered 1 to 3, as wished.
SubjectChoice wished(const SubjectWishes& wishes, const BoxTracker& track = {}) {
  const ShotImportance importance = even_importance();
  std::vector<SubjectChoice> shots{choice_of(importance)};
  number_subjects(shots);
  apply_wishes(shots, wishes, {importance}, track);
  return shots.front();
}

double framed_with(const SubjectWishes& wishes) {
  return framed(even_importance(), wished(wishes));
}

SubjectWishes follow(std::string_view name) {
  return {.follow = {parse_follow_wish(name)}, .ignore = {}, .keep = {}};
}

CropWindow window_in(const SubjectChoice& choice, std::size_t frame) {
  const PathRequest request{{0}, {3 * kFrames}, 30, {200, 360}, {}};
  return moving_path(even_importance(), request, {}, &choice).windows.at(frame);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_subject_wishes)

BOOST_AUTO_TEST_CASE(a_subject_is_followed_by_number_and_by_rule) {
  BOOST_TEST(std::abs(framed_with(follow("2")) - 340) < 10);
  BOOST_TEST(std::abs(framed_with(follow("left")) - 110) < 10);
  BOOST_TEST(std::abs(framed_with(follow("right")) - 540) < 10);  // as far right as the window goes
  BOOST_TEST(std::abs(framed_with(follow("largest")) - 110) < 10);
  BOOST_TEST(std::abs(framed_with(follow("person")) - 340) < 10);
  BOOST_TEST(std::abs(framed_with(follow("face")) - 540) < 10);
}

BOOST_AUTO_TEST_CASE(what_was_requested_is_remembered_with_the_wish) {
  const SubjectChoice choice = wished(follow("2"));
  BOOST_REQUIRE(choice.requested.has_value());
  BOOST_TEST(choice.requested->subject == 1u);
  BOOST_TEST(choice.requested->wish == "2");
  BOOST_TEST(!wished({}).requested);
}

BOOST_AUTO_TEST_CASE(a_subject_is_followed_in_a_range_of_time_and_the_last_wish_holds) {
  SubjectWishes wishes = follow("left");
  wishes.follow.push_back(parse_follow_wish("3@1-100"));
  const SubjectChoice choice = wished(wishes);
  BOOST_TEST(choice.probability[0][9] == 1.0);
  BOOST_TEST(choice.probability[2][9] == 0.0);
  BOOST_TEST(choice.probability[0][10] == 0.0);
  BOOST_TEST(choice.probability[2][10] == 1.0);
}

BOOST_AUTO_TEST_CASE(everywhere_is_the_subject_of_the_same_kind_with_the_same_colors) {
  const ShotImportance importance = even_importance();
  std::vector<SubjectChoice> shots{choice_of(importance), choice_of(importance)};
  const auto paint = [](Subject& subject, std::size_t color) {
    subject.colors.fill(0);
    subject.colors[color] = 1;
  };
  paint(shots[0].subjects[1], 7);
  paint(shots[1].subjects[0], 7);  // a car
  paint(shots[1].subjects[1], 9);
  paint(shots[1].subjects[2], 7);
  number_subjects(shots);
  std::vector<SubjectChoice> only_here = shots;
  apply_wishes(only_here, follow("2"), {importance, importance});
  BOOST_TEST(!only_here[1].requested);
  apply_wishes(shots, follow("2@all"), {importance, importance});
  BOOST_REQUIRE(shots[1].requested.has_value());
  BOOST_TEST(shots[1].requested->subject == 2u);
  BOOST_TEST(shots[1].requested->wish == "6");
}

BOOST_AUTO_TEST_CASE(a_drawn_box_is_tracked_unless_a_subject_fills_it) {
  int tracked = 0;
  const BoxTracker track = [&](std::size_t shot, const DrawnBox& drawn) {
    BOOST_TEST(shot == 0u);
    ++tracked;
    Subject box = subject(drawn.box.x, drawn.box.w, ObjectKind::other);
    box.origin = SubjectOrigin::drawn;
    return std::optional(box);
  };
  const SubjectChoice person = wished(follow("295,60,90,240@1"), track);
  BOOST_TEST(tracked == 0);
  BOOST_TEST(person.requested->subject == 1u);
  const SubjectChoice other = wished(follow("420,60,50,240@1"), track);
  BOOST_TEST(tracked == 1);
  BOOST_TEST(other.subjects.back().number == 4);
  BOOST_TEST(other.requested->wish == "420.0,60.0,50.0,240.0@1");
  BOOST_TEST(std::abs(framed(even_importance(), other) - 445) < 10);
}

BOOST_AUTO_TEST_CASE(a_shot_without_the_subject_is_as_it_was) {
  BOOST_TEST(framed_with(follow("99")) == framed_with({}));
}

BOOST_AUTO_TEST_CASE(who_is_ignored_has_no_probability_and_the_rest_adds_up) {
  const SubjectChoice choice = wished({.follow = {}, .ignore = {1}, .keep = {}});
  BOOST_TEST(choice.share(0) == 0.0);
  BOOST_TEST(std::abs(choice.share(1) + choice.share(2) + choice.elsewhere[0] - 1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_box_that_must_stay_is_in_the_window_while_it_is_wanted) {
  SubjectWishes wishes = follow("left");
  wishes.keep = {parse_kept_box("250,0,40,40@0-1")};
  const SubjectChoice choice = wished(wishes);
  BOOST_TEST(choice.subjects.back().number == 4);
  const CropWindow during = window_in(choice, 15), after = window_in(choice, 3 * kFrames - 1);
  BOOST_TEST(during.x + during.w > 285);    // the box
  BOOST_TEST(after.x + after.w / 2 < 130);  // the car again
}

BOOST_AUTO_TEST_CASE(wishes_that_make_no_sense_are_refused) {
  for (const char* text : {"", "0", "-1", "2x", "middle", "2@4", "2@a-b", "left@all", "1,2,3@4", "1,2,3,4",
                           "1,2,0,4@5", "1,2,3,4@x"})
    BOOST_CHECK_THROW(parse_follow_wish(text), std::invalid_argument);
  for (const char* text : {"", "1,2,3", "1,2,3,4,5", "1,2,0,4", "1,2,3,x", "1,2,3,4@5", "1,2,3,4@a-b"})
    BOOST_CHECK_THROW(parse_kept_box(text), std::invalid_argument);
  const KeptBox kept = parse_kept_box("1,2,3,4@0:10-20.5");
  BOOST_TEST(kept.box.h == 4);
  BOOST_TEST(kept.start->value() == 10);
  BOOST_TEST(kept.end->value() == 20.5);
}

BOOST_AUTO_TEST_CASE(a_wish_to_follow_is_written_as_it_is_read) {
  for (const char* text : {"2", "largest", "2@4-17/2", "2@all", "face@0-1.5"})
    BOOST_TEST(to_string(parse_follow_wish(to_string(parse_follow_wish(text)))) ==
               to_string(parse_follow_wish(text)));
  BOOST_TEST(to_string(parse_follow_wish("2@4-8.5")) == "2@4-8.5");
  BOOST_TEST(to_string(parse_follow_wish("1,2,3.25,4@1/3")) == "1.0,2.0,3.2,4.0@1/3");
}

BOOST_AUTO_TEST_CASE(subjects_are_numbered_over_the_shots) {
  std::vector<SubjectChoice> shots(3);
  shots[0].subjects = {subject(0, 10), subject(20, 10)};
  shots[2].subjects = {subject(0, 10)};
  number_subjects(shots);
  BOOST_TEST(shots[0].subjects[1].number == 2);
  BOOST_TEST(shots[2].subjects[0].number == 3);
}

BOOST_AUTO_TEST_SUITE_END()
