#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/reframe/layout.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

using namespace smartcrop;

namespace {

constexpr std::size_t kFrames = 40;  // analyzed, one of 3 source frames
const cv::Size kNarrow{200, 360};
const cv::Rect kCorner{480, 220, 160, 140};

ShotImportance even_importance(std::vector<Inset> insets) {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (std::size_t t = 0; t < kFrames; ++t)
    importance.add({static_cast<std::int64_t>(3 * t)}, {}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.5);
  importance.insets = std::move(insets);
  return importance;
}

/// Head 40 px wide and body 80 px wide around x from y down.
Subject person(double x, double y, double height, std::size_t first = 0, std::size_t frames = kFrames) {
  Subject subject{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  subject.first = first;
  subject.boxes.assign(frames, {x - 40, y, 80, height});
  subject.faces.assign(frames, {x - 20, y, 40, 50});
  return subject;
}

CameraPath path_of(const SubjectChoice* choice, std::vector<Inset> insets, cv::Size window = kNarrow) {
  return moving_path(even_importance(std::move(insets)), {{0}, {3 * kFrames}, 30, window, {}}, {}, choice);
}

CropWindow fixed_window(const SubjectChoice& choice, std::vector<Inset> insets) {
  return FixedWindowShares({{even_importance(std::move(insets))}, {choice}}, kNarrow, {0, 0, 640, 360}, 0.15)
      .best();
}

double least_x(const CameraPath& path) {
  return std::ranges::min(path.windows, {}, &CropWindow::x).x;
}

double most_right(const CameraPath& path) {
  const CropWindow last = std::ranges::max(path.windows, {}, &CropWindow::x);
  return last.x + last.w;
}

ShotLayout layout_of(std::vector<Subject> subjects, std::vector<Inset> insets, Layout layout) {
  const ShotImportance importance = even_importance(std::move(insets));
  LayoutOptions options;
  options.layout = layout;
  return choose_layout(importance, {{0}, {3 * kFrames}, 30, kNarrow, {}},
                       choose_subjects(std::move(subjects), importance), options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_insets)

BOOST_AUTO_TEST_CASE(a_window_about_the_person_in_an_inset_holds_all_of_it) {
  const SubjectChoice choice = choose_subjects({person(520, 240, 120)}, even_importance({}));
  BOOST_TEST(most_right(path_of(&choice, {})) < 635);  // with the person in the middle
  const CameraPath path = path_of(&choice, {{kCorner}});
  BOOST_TEST(least_x(path) <= kCorner.x);
  BOOST_TEST(most_right(path) >= kCorner.br().x - 1e-9);
}

BOOST_AUTO_TEST_CASE(a_window_narrower_than_the_inset_stays_inside_of_it) {
  const cv::Rect wide{300, 60, 300, 240};
  const SubjectChoice choice = choose_subjects({person(370, 100, 200)}, even_importance({}));
  BOOST_TEST(least_x(path_of(&choice, {})) < 295);
  BOOST_TEST(least_x(path_of(&choice, {{wide}})) >= 300 - 1e-9);
}

BOOST_AUTO_TEST_CASE(a_window_about_something_else_shows_no_part_of_an_inset) {
  // The second person is small: the shot is about the first, 100 px beside the inset.
  Subject small = person(560, 250, 60);
  small.faces.assign(kFrames, {550, 250, 20, 28});
  const SubjectChoice choice = choose_subjects({person(390, 20, 330), small}, even_importance({}));
  BOOST_TEST(most_right(path_of(&choice, {})) > 485);
  BOOST_TEST(most_right(path_of(&choice, {{kCorner}})) <= kCorner.x + 1e-9);
}

BOOST_AUTO_TEST_CASE(a_rectangle_in_which_nobody_is_seen_counts_where_its_picture_changes_on_its_own) {
  const SubjectChoice choice = choose_subjects({person(390, 20, 330)}, even_importance({}));
  const CameraPath free = path_of(&choice, {});
  BOOST_CHECK(path_of(&choice, {{kCorner, false}}).windows == free.windows);
  BOOST_TEST(most_right(path_of(&choice, {{kCorner, true}})) <= kCorner.x + 1e-9);
}

BOOST_AUTO_TEST_CASE(somebody_who_stands_before_a_rectangle_is_not_in_it) {
  const SubjectChoice choice = choose_subjects({person(520, 240, 120)}, even_importance({}));
  const cv::Rect door{480, 200, 160, 80};  // the body reaches below
  BOOST_CHECK(path_of(&choice, {{door}}).windows == path_of(&choice, {}).windows);
}

BOOST_AUTO_TEST_CASE(somebody_far_away_in_a_rectangle_is_no_face_in_an_inset) {
  Subject far = person(520, 240, 100);
  far.faces.assign(kFrames, {515, 240, 15, 20});  // a seventh of its height
  const SubjectChoice choice = choose_subjects({far}, even_importance({}));
  BOOST_CHECK(path_of(&choice, {{kCorner}}).windows == path_of(&choice, {}).windows);
}

BOOST_AUTO_TEST_CASE(a_fixed_window_holds_an_inset_whole_or_shows_nothing_of_it) {
  const SubjectChoice inside = choose_subjects({person(520, 240, 120)}, even_importance({}));
  BOOST_TEST(fixed_window(inside, {}).x + kNarrow.width < 630);
  BOOST_TEST(fixed_window(inside, {{kCorner}}).x + kNarrow.width >= kCorner.br().x - 2);
  const SubjectChoice beside = choose_subjects({person(390, 20, 330)}, even_importance({}));
  BOOST_TEST(fixed_window(beside, {}).x + kNarrow.width > kCorner.x + 5);
  BOOST_TEST(fixed_window(beside, {{kCorner, true}}).x + kNarrow.width <= kCorner.x + 2);
  BOOST_TEST((fixed_window(beside, {{kCorner, false}}) == fixed_window(beside, {})));  // does not count
}

BOOST_AUTO_TEST_CASE(a_window_that_cuts_an_inset_counts_three_fifths) {
  const SubjectChoice choice = choose_subjects({person(390, 20, 330)}, even_importance({}));
  const auto share = [&](std::vector<Inset> insets, double x) {
    const ShotContents contents{{even_importance(std::move(insets))}, {choice}};
    return FixedWindowShares(contents, kNarrow, {0, 0, 640, 360}, 0.15).share({x, 0, 200, 360});
  };
  BOOST_TEST(share({{kCorner, true}}, 340) == 0.6 * share({}, 340), boost::test_tools::tolerance(1e-9));
  BOOST_TEST(share({{kCorner, true}}, 200) == share({}, 200), boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_inset_of_a_face_is_the_second_window) {
  for (const Layout layout : {Layout::automatic, Layout::stack}) {
    const ShotLayout found = layout_of({person(540, 240, 120)}, {{kCorner}}, layout);
    BOOST_REQUIRE(found.windows.size() == 2U);
    const PathRequest &content = found.windows[0].request, &camera = found.windows[1].request;
    BOOST_TEST((content.within & kCorner).empty());
    BOOST_TEST((camera.within & kCorner).area() == camera.within.area());
    BOOST_TEST(camera.within.area() > 0.95 * kCorner.area());
    // The largest window of the half's shape in it.
    const bool fills =
        camera.window.width >= camera.within.width - 2 || camera.window.height >= camera.within.height - 2;
    BOOST_TEST(fills);
    BOOST_TEST((found.windows[0].about.subjects.empty()));
  }
}

BOOST_AUTO_TEST_CASE(a_face_that_is_seen_now_and_then_still_has_its_inset) {
  const ShotLayout found =
      layout_of({person(540, 240, 120, 3, 8), person(545, 240, 120, 25, 5)}, {{kCorner}}, Layout::automatic);
  BOOST_REQUIRE(found.windows.size() == 2U);
  const Subject& whole = found.windows[1].about.subjects.front();
  BOOST_TEST(whole.first == 0U);
  BOOST_TEST(whole.boxes.size() == kFrames);
}

BOOST_AUTO_TEST_CASE(the_content_beside_an_inset_is_about_who_is_there) {
  const ShotLayout found =
      layout_of({person(540, 240, 120), person(200, 40, 300)}, {{kCorner}}, Layout::automatic);
  BOOST_REQUIRE(found.windows.size() == 2U);
  BOOST_REQUIRE(found.windows[0].about.subjects.size() == 1U);
  BOOST_TEST(found.windows[0].about.subjects[0].boxes[0].x == 160);
}

BOOST_AUTO_TEST_CASE(an_inset_without_a_face_makes_no_second_window) {
  BOOST_TEST(layout_of({}, {{kCorner, true}}, Layout::automatic).windows.empty());
}

BOOST_AUTO_TEST_SUITE_END()
