#include "smartcrop/reframe/subject_choice.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

using namespace smartcrop;

namespace {

constexpr int kFrames = 30;

/// Importance at 10 maps a second of 640x360 px: a haze, and a spot of cells that matters more.
ShotImportance importance_of(const cv::Rect& spot, double trust) {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (int t = 0; t < kFrames; ++t) {
    cv::Mat map(36, 64, CV_32F, cv::Scalar(0.1));
    map(spot) = 1;
    importance.add({3 * t}, {}, map, trust);
  }
  return importance;
}

Subject person(double x, double width, std::size_t first = 0, std::size_t end = kFrames) {
  Subject subject{.confidence = 0.7, .hit_rate = 1, .detections = 5, .first = first};
  subject.boxes.assign(end - first, {x, 60, width, 240});
  subject.faces.resize(end - first);
  return subject;
}

CropWindow window_at_end(const ShotImportance& importance, const SubjectChoice& choice, cv::Size window) {
  const PathRequest request{{0}, {3 * kFrames}, 30, window, {}};
  return moving_path(importance, request, {}, &choice).windows.back();
}

double middle(const CropWindow& window) {
  return window.x + window.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_subject_choice)

BOOST_AUTO_TEST_CASE(probabilities_of_a_frame_add_up_to_one) {
  const auto importance = importance_of({10, 8, 8, 20}, 0.9);
  const auto choice = choose_subjects({person(90, 80), person(400, 100, 5, 20)}, importance);
  for (std::size_t t = 0; t < kFrames; ++t) {
    const double sum = choice.elsewhere[t] + choice.probability[0][t] + choice.probability[1][t];
    BOOST_TEST(std::abs(sum - 1) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(of_two_alike_the_one_with_the_importance_is_chosen) {
  const auto importance = importance_of({42, 8, 8, 20}, 0.9);
  const auto choice = choose_subjects({person(90, 80), person(420, 80)}, importance);
  BOOST_TEST(choice.share(1) > 0.7);
  BOOST_TEST(choice.share(0) < 0.1);
}

BOOST_AUTO_TEST_CASE(of_two_alike_the_one_who_stays_is_chosen) {
  const auto importance = importance_of({0, 0, 64, 36}, 0.2);
  const auto choice = choose_subjects({person(90, 80), person(420, 80, 10, 16)}, importance);
  BOOST_TEST(choice.probability[0][13] > choice.probability[1][13]);
}

BOOST_AUTO_TEST_CASE(what_no_detector_knows_wins_over_a_small_bystander) {
  const auto importance = importance_of({50, 10, 8, 16}, 0.9);  // a kettle
  Subject bystander = person(60, 20);
  for (CropWindow& box : bystander.boxes) box.h = 40;
  const auto choice = choose_subjects({bystander}, importance);
  BOOST_TEST(choice.elsewhere[15] > 0.8);
}

BOOST_AUTO_TEST_CASE(without_subjects_only_sure_motion_matters) {
  const auto moving = choose_subjects({}, importance_of({10, 8, 8, 20}, 0.9));
  BOOST_TEST(moving.matters[3] == 1.0);
  BOOST_TEST(moving.elsewhere[3] == 1.0);
  BOOST_TEST(choose_subjects({}, importance_of({10, 8, 8, 20}, 0.2)).matters[3] == 0.0);
}

BOOST_AUTO_TEST_CASE(the_subject_stands_in_the_middle_of_the_window) {
  const auto importance = importance_of({40, 8, 8, 20}, 0.9);
  const auto choice = choose_subjects({person(380, 90)}, importance);
  BOOST_TEST(std::abs(middle(window_at_end(importance, choice, {200, 360})) - 425) < 12);
}

BOOST_AUTO_TEST_CASE(of_a_person_wider_than_the_window_the_head_is_whole) {
  const auto importance = importance_of({20, 8, 30, 26}, 0.9);
  Subject wide = person(120, 420);
  for (CropWindow& face : wide.faces) face = {420, 70, 70, 90};
  const CropWindow window = window_at_end(importance, choose_subjects({wide}, importance), {200, 360});
  BOOST_TEST(window.x < 420);
  BOOST_TEST(window.x + window.w > 490);
}

BOOST_AUTO_TEST_CASE(head_and_shoulders_lie_behind_a_face_that_is_turned_aside) {
  const auto importance = importance_of({0, 0, 64, 36}, 0.9);
  const auto middle_for = [&](double turn) {
    Subject wide = person(120, 420);
    for (CropWindow& face : wide.faces) face = {295, 70, 70, 90};
    wide.turns.assign(wide.faces.size(), turn);
    return middle(window_at_end(importance, choose_subjects({wide}, importance), {200, 360}));
  };
  BOOST_TEST(std::abs(middle_for(0) - 330) < 6);
  // By 45 degrees, to the right and to the left: .4 of the face's width times sin(45 degrees), 20 px.
  BOOST_TEST(std::abs(middle_for(0.5) - 310) < 6);
  BOOST_TEST(std::abs(middle_for(-0.5) - 350) < 6);
}

BOOST_AUTO_TEST_CASE(where_nothing_matters_the_window_holds_still) {
  auto importance = importance_of({50, 8, 8, 20}, 0);
  // The subject leaves after a third; a flicker elsewhere is no reason to move.
  for (std::size_t t = 12; t < kFrames; ++t) importance.cells[t] = importance_of({2, 8, 8, 20}, 0).cells[t];
  const auto choice = choose_subjects({person(480, 90, 0, 10)}, importance);
  const PathRequest request{{0}, {3 * kFrames}, 30, {200, 360}, {}};
  const auto windows = moving_path(importance, request, {}, &choice).windows;
  BOOST_TEST(std::abs(windows.back().x - windows[15].x) < 4);
}

BOOST_AUTO_TEST_CASE(the_window_sets_out_when_the_next_subject_enters_not_before) {
  const auto importance = importance_of({0, 0, 64, 36}, 0);
  const auto choice = choose_subjects({person(60, 90, 0, 10), person(480, 90, 20, kFrames)}, importance);
  const PathRequest request{{0}, {3 * kFrames}, 30, {200, 360}, {}};
  const auto windows = moving_path(importance, request, {}, &choice).windows;
  BOOST_TEST(std::abs(middle(windows[30]) - 105) < 20);
  BOOST_TEST(std::abs(middle(windows[48]) - middle(windows[30])) < 12);
  BOOST_TEST(std::abs(middle(windows.back()) - 525) < 20);
}

BOOST_AUTO_TEST_CASE(a_fixed_window_has_the_chosen_subject_in_its_middle) {
  const auto importance = importance_of({42, 8, 8, 20}, 0.9);
  const auto choice = choose_subjects({person(90, 80), person(400, 100)}, importance);
  const cv::Rect frame(0, 0, 640, 360);
  const FixedWindowShares shares({{importance}, {choice}}, {200, 360}, frame, 0.15);
  BOOST_TEST(std::abs(middle(shares.best()) - 450) < 6);
  BOOST_TEST(shares.share(shares.best()) > 0.6);
  BOOST_TEST(shares.share({0, 0, 200, 360}) < 0.2);
}

BOOST_AUTO_TEST_CASE(a_small_fixed_window_holds_the_upper_part_of_a_tall_person) {
  const auto importance = importance_of({42, 8, 8, 20}, 0.9);
  const auto choice = choose_subjects({person(400, 100)}, importance);
  const FixedWindowShares shares({{importance}, {choice}}, {160, 160}, {0, 0, 640, 360}, 0.15);
  const CropWindow best = shares.best();
  BOOST_TEST(std::abs(middle(best) - 450) < 20);
  BOOST_TEST(best.y < 70);
}

BOOST_AUTO_TEST_CASE(frames_in_which_nothing_matters_do_not_move_a_fixed_window) {
  const auto busy = importance_of({42, 8, 8, 20}, 0.9), quiet = importance_of({5, 8, 8, 20}, 0);
  const ShotContents contents{
      {quiet, quiet, busy},
      {choose_subjects({}, quiet), choose_subjects({}, quiet), choose_subjects({person(400, 100)}, busy)}};
  const FixedWindowShares shares(contents, {200, 360}, {0, 0, 640, 360}, 0.15);
  BOOST_TEST(std::abs(middle(shares.best()) - 450) < 6);
}

BOOST_AUTO_TEST_CASE(those_who_talk_share_their_probability_by_who_speaks) {
  SubjectChoice choice;
  choice.subjects = {person(90, 80), person(300, 80), person(500, 80)};
  choice.probability = {{0.5, 0.5}, {0.2, 0.2}, {0.1, 0.1}};
  choice.elsewhere = {0.2, 0.2};
  favor_speakers(choice, {{0.1, 0}, {0.8, 0}, {0, 0}});
  BOOST_TEST(std::abs(choice.probability[0][0] - (0.1 * 0.5 + 0.1 * 0.7)) < 1e-12);
  BOOST_TEST(std::abs(choice.probability[1][0] - (0.1 * 0.2 + 0.8 * 0.7)) < 1e-12);
  BOOST_TEST(choice.probability[2][0] == 0.1);
  for (const auto& [row, before] : {std::pair(0, 0.5), {1, 0.2}, {2, 0.1}})
    BOOST_TEST(choice.probability[static_cast<std::size_t>(row)][1] == before);
}

BOOST_AUTO_TEST_SUITE_END()
