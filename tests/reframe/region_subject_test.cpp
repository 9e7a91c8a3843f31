#include "smartcrop/reframe/region_subject.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"
#include "smartcrop/reframe/subject_wishes.hpp"

using namespace smartcrop;

namespace {

constexpr int kFrames = 30;

/// Importance at 10 maps a second of 640x360 px, with cells of 10 px: a weak spot at the right edge, and one
/// of 8x16 cells that goes from column 6 to the right by half a cell per frame.
ShotImportance moving_spot() {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (int t = 0; t < kFrames; ++t) {
    cv::Mat map = cv::Mat::zeros(36, 64, CV_32F);
    map(cv::Rect(60, 10, 3, 3)) = 0.3;
    map(cv::Rect(6 + t / 2, 12, 8, 16)) = 1;
    importance.add({3 * t}, {}, map, 0.9);
  }
  return importance;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_region_subject)

BOOST_AUTO_TEST_CASE(the_box_fits_what_stands_out) {
  const auto region = region_subject(moving_spot());
  BOOST_REQUIRE(region);
  BOOST_REQUIRE(region->boxes.size() == kFrames);
  for (std::size_t t = 6; t + 6 < kFrames; ++t) {
    const CropWindow& box = region->boxes[t];
    BOOST_TEST_CONTEXT("frame " << t) {
      BOOST_TEST(std::abs(box.x + box.w / 2 - 10 * (10 + static_cast<double>(t) / 2)) < 8);
      BOOST_TEST(std::abs(box.y + box.h / 2 - 200) < 5);
      BOOST_TEST(std::abs(box.w - 80) < 12);
      BOOST_TEST(std::abs(box.h - 160) < 12);
    }
  }
}

BOOST_AUTO_TEST_CASE(boxes_stay_in_the_frame) {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  cv::Mat map = cv::Mat::zeros(36, 64, CV_32F);
  map(cv::Rect(0, 0, 1, 1)) = 1;
  importance.add({0}, {}, map, 0.9);
  importance.add({3}, {}, cv::Mat::zeros(36, 64, CV_32F), 0.9);
  const auto region = region_subject(importance);
  BOOST_REQUIRE(region);
  for (const CropWindow& box : region->boxes) {
    BOOST_TEST(box.x >= 0);
    BOOST_TEST(box.y >= 0);
    BOOST_TEST(box.x + box.w <= 640);
    BOOST_TEST(box.y + box.h <= 360);
  }
}

BOOST_AUTO_TEST_CASE(a_shot_without_frames_has_none) {
  BOOST_TEST(!region_subject(ShotImportance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}}));
}

BOOST_AUTO_TEST_CASE(the_window_has_it_in_the_middle) {
  const ShotImportance importance = moving_spot();
  const auto choice = choose_subjects({*region_subject(importance)}, importance);
  BOOST_TEST(choice.share(0) > 0.9);
  const PathRequest request{{0}, {3 * kFrames}, 30, {202, 360}, {}};
  const CropWindow window = moving_path(importance, request, {}, &choice).windows[45];
  BOOST_TEST(std::abs(window.x + window.w / 2 - 175) < 30);
}

BOOST_AUTO_TEST_CASE(importance_everywhere_is_no_subject) {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (int t = 0; t < kFrames; ++t) {
    const cv::Mat map(36, 64, CV_32F, cv::Scalar(1));
    importance.add({3 * t}, {}, map, 0.9);
  }
  std::vector<SubjectChoice> shots{choose_subjects({*region_subject(importance)}, importance)};
  BOOST_TEST(shots[0].share(0) < 0.1);
  BOOST_TEST(shots[0].elsewhere[15] > 0.9);
  number_subjects(shots);
  BOOST_TEST(shots[0].subjects[0].number == 0);
}

BOOST_AUTO_TEST_CASE(a_number_can_name_it_but_no_rule) {
  const ShotImportance importance = moving_spot();
  Subject person{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  person.boxes.assign(kFrames, {500, 60, 60, 240});
  person.faces.resize(kFrames);
  std::vector<SubjectChoice> shots{choose_subjects({person, *region_subject(importance)}, importance)};
  number_subjects(shots);
  BOOST_REQUIRE(shots[0].subjects[1].number == 2);
  std::vector<SubjectChoice> left = shots;
  apply_wishes(left, {{parse_follow_wish("left")}, {}, {}}, {importance});
  BOOST_TEST(left[0].share(0) == 1.0);
  apply_wishes(shots, {{parse_follow_wish("2")}, {}, {}}, {importance});
  BOOST_TEST(shots[0].share(1) == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
