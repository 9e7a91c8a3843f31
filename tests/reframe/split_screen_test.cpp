#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

using namespace smartcrop;

namespace {

constexpr std::size_t kFrames = 40;  // analyzed, one of 3 source frames
const cv::Size kNarrow{200, 360};
const Seam kSeam{319, 323};

ShotImportance even_importance(std::vector<Seam> seams) {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (std::size_t t = 0; t < kFrames; ++t)
    importance.add({static_cast<std::int64_t>(3 * t)}, {}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.5);
  importance.seams = std::move(seams);
  return importance;
}

/// Head 40 px wide around x, body 80 px wide around `body`.
Subject person(double x, double body) {
  Subject subject{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  subject.boxes.assign(kFrames, {body - 40, 60, 80, 300});
  subject.faces.assign(kFrames, {x - 20, 60, 40, 50});
  return subject;
}

SubjectChoice about(std::vector<Subject> people) {
  return choose_subjects(std::move(people), even_importance({}));
}

CameraPath path_of(const SubjectChoice* choice, std::vector<Seam> seams, cv::Size window = kNarrow) {
  return moving_path(even_importance(std::move(seams)), {{0}, {3 * kFrames}, 30, window, {}}, {}, choice);
}

double furthest_right(const CameraPath& path) {
  double right = 0;
  for (const CropWindow& window : path.windows) right = std::max(right, window.x + window.w);
  return right;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_split_screen)

BOOST_AUTO_TEST_CASE(the_window_stays_in_the_picture_of_its_subject) {
  const SubjectChoice left = about({person(270, 270)}), right = about({person(375, 375)});
  BOOST_TEST(furthest_right(path_of(&left, {})) > 350);  // with the person in the middle
  BOOST_TEST(furthest_right(path_of(&left, {kSeam})) <= 318 + 1e-9);
  for (const CropWindow& window : path_of(&right, {kSeam}).windows) BOOST_TEST(window.x >= 324 - 1e-9);
}

BOOST_AUTO_TEST_CASE(the_window_stays_above_or_below_a_level_seam) {
  const cv::Size flat{320, 160};
  const Seam level{179, 183, true};
  Subject above = person(320, 320), below = above;
  above.boxes.assign(kFrames, {280, 90, 80, 80});
  above.faces.assign(kFrames, {300, 110, 40, 50});
  below.boxes.assign(kFrames, {280, 200, 80, 80});
  below.faces.assign(kFrames, {300, 205, 40, 50});
  const SubjectChoice upper = about({above}), lower = about({below});
  const auto lowest = [&](const SubjectChoice& choice, std::vector<Seam> seams) {
    double bottom = 0;
    for (const CropWindow& window : path_of(&choice, std::move(seams), flat).windows)
      bottom = std::max(bottom, window.y + window.h);
    return bottom;
  };
  BOOST_TEST(lowest(upper, {}) > 184);
  BOOST_TEST(lowest(upper, {level}) <= 178 + 1e-9);
  for (const CropWindow& window : path_of(&lower, {level}, flat).windows) BOOST_TEST(window.y >= 184 - 1e-9);
}

BOOST_AUTO_TEST_CASE(each_speaker_is_shown_in_the_own_picture) {
  SubjectChoice choice = about({person(220, 220), person(420, 420)});
  choice.speakers.turns = {{0, 20, 0}, {20, kFrames, 1}};
  const CameraPath path = path_of(&choice, {{299, 303}});
  BOOST_TEST(path.cuts == (std::vector<std::size_t>{60}), boost::test_tools::per_element());
  for (std::size_t i = 0; i < path.windows.size(); ++i) {
    const CropWindow& window = path.windows[i];
    BOOST_TEST((i < 60 ? window.x + window.w <= 298 + 1e-9 : window.x >= 304 - 1e-9), "frame " << i);
  }
}

BOOST_AUTO_TEST_CASE(a_window_that_does_not_fit_is_as_without_the_seam) {
  const SubjectChoice choice = about({person(270, 270)});
  const cv::Size wide{360, 360};
  BOOST_CHECK(path_of(&choice, {kSeam}, wide).windows == path_of(&choice, {}, wide).windows);
}

BOOST_AUTO_TEST_CASE(a_line_that_a_subject_crosses_is_no_seam) {
  const SubjectChoice choice = about({person(280, 310)});
  BOOST_CHECK(path_of(&choice, {kSeam}).windows == path_of(&choice, {}).windows);
}

BOOST_AUTO_TEST_CASE(a_shot_about_both_pictures_leads_over_the_seam) {
  SubjectChoice choice = about({person(100, 100), person(540, 540)});
  for (std::size_t t = 0; t < kFrames; ++t) {
    choice.probability[0][t] = t < kFrames / 2 ? 1 : 0;
    choice.probability[1][t] = 1 - choice.probability[0][t];
    choice.elsewhere[t] = 0;
  }
  BOOST_CHECK(path_of(&choice, {kSeam}).windows == path_of(&choice, {}).windows);
}

BOOST_AUTO_TEST_CASE(without_subjects_the_importance_tells_the_picture) {
  ShotImportance importance = even_importance({kSeam});
  for (cv::Mat& map : importance.cells) {
    map.setTo(0);
    map({24, 10, 6, 8}) = 255;  // up to px 300
  }
  const PathRequest request{{0}, {3 * kFrames}, 30, kNarrow, {}};
  BOOST_TEST(furthest_right(moving_path(importance, request)) <= 318 + 1e-9);
  importance.seams.clear();
  BOOST_TEST(furthest_right(moving_path(importance, request)) > 340);
}

BOOST_AUTO_TEST_SUITE_END()
