#include "smartcrop/reframe/layout.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace smartcrop;

namespace {

constexpr std::size_t kFrames = 40;  // analyzed, one of 3 source frames
const cv::Size kFrame{640, 360};

ShotImportance even_importance() {
  ShotImportance importance{.grid = {{kFrame, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  for (std::size_t t = 0; t < kFrames; ++t)
    importance.add({static_cast<std::int64_t>(3 * t)}, {}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.5);
  return importance;
}

/// A head 40 px wide around x, at the upper edge of the body.
Subject person(double x, double y = 60, double scale = 1) {
  Subject subject{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  subject.boxes.assign(kFrames, {x - 60 * scale, y, 120 * scale, 300 * scale});
  subject.faces.assign(kFrames, {x - 20 * scale, y, 40 * scale, 50 * scale});
  return subject;
}

SubjectChoice choice_of(std::vector<Subject> subjects) {
  return choose_subjects(std::move(subjects), even_importance());
}

ShotLayout layout_of(const SubjectChoice& choice, Layout layout = Layout::automatic,
                     cv::Size window = {202, 360}) {
  return choose_layout(even_importance(), {{0}, {3 * kFrames}, 30, window, {}}, choice, {.layout = layout});
}

/// Two people; the first one speaks, from frame 20 on the second one.
SubjectChoice conversation() {
  SubjectChoice choice = choice_of({person(120), person(500)});
  choice.speakers.turns = {{0, 20, 0}, {20, kFrames, 1}};
  choice.speakers.doubt = SpeakerDoubt::none;
  return choice;
}

double shape_of(const ShotLayout::Window& window) {
  return static_cast<double>(window.request.window.width) / window.request.window.height;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_layout)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_each_violation_is_named) {
  BOOST_TEST(LayoutOptions().problems().empty());
  const LayoutOptions options{
      .min_together = 2, .min_balance = -1, .min_overlap = std::nan(""), .max_camera = 1.1};
  BOOST_TEST(options.problems().size() == 4U);
  BOOST_CHECK_THROW(parse_layout("both"), std::invalid_argument);
  BOOST_CHECK(parse_layout("auto") == Layout::automatic);
}

BOOST_AUTO_TEST_CASE(there_is_one_window_unless_two_are_asked_for) {
  const ShotLayout layout = layout_of(choice_of({person(120), person(500)}), Layout::single);
  BOOST_TEST(layout.windows.empty());
  BOOST_TEST(layout.reason.empty());
}

BOOST_AUTO_TEST_CASE(in_a_split_screen_each_window_stays_in_its_picture) {
  ShotImportance importance = even_importance();
  importance.seams = {{259, 263}};
  const PathRequest request{{0}, {3 * kFrames}, 30, {202, 360}, {}};
  const LayoutOptions stack{.layout = Layout::stack};
  const ShotLayout split = choose_layout(importance, request, choice_of({person(120), person(400)}), stack);
  BOOST_REQUIRE(split.windows.size() == 2U);
  BOOST_TEST(split.windows[0].request.within.br().x == 258);
  BOOST_TEST(split.windows[1].request.within.x == 264);
  // One above the other: the upper one comes first.
  importance.seams = {{179, 183, true}};
  const ShotLayout level =
      choose_layout(importance, request, choice_of({person(120, 220, 0.4), person(500, 20, 0.4)}), stack);
  BOOST_REQUIRE(level.windows.size() == 2U);
  BOOST_TEST(level.windows[0].request.within.br().y == 178);
  BOOST_TEST(level.windows[1].request.within.y == 184);
}

BOOST_AUTO_TEST_CASE(a_head_that_fills_its_window_is_shown_whole) {
  ShotImportance importance = even_importance();
  importance.seams = {{319, 321}};
  // Faces 190 px high from y = 60 on, in windows that are 280 px high at most.
  const SubjectChoice choice = choice_of({person(160, 60, 3.8), person(480, 60, 3.8)});
  const PathRequest request{{0}, {3 * kFrames}, 30, {202, 360}, {}};
  const ShotLayout layout = choose_layout(importance, request, choice, {.layout = Layout::stack});
  BOOST_REQUIRE(layout.windows.size() == 2U);
  for (const ShotLayout::Window& window : layout.windows)
    for (const CropWindow& shown : moving_path(importance, window.request, {}, &window.about).windows) {
      BOOST_TEST(shown.y <= 60);
      BOOST_TEST(shown.y + shown.h >= 250);
    }
}

BOOST_AUTO_TEST_CASE(two_people_far_apart_of_whom_it_is_not_known_who_speaks_get_a_window_each) {
  const ShotLayout layout = layout_of(choice_of({person(500), person(120)}));
  BOOST_REQUIRE(layout.windows.size() == 2U);
  BOOST_TEST(layout.reason.find("not known who speaks") != std::string::npos);
  // The first window is the left person's; each stays on its side of the line between the heads.
  BOOST_TEST(layout.windows[0].request.within.br().x <= 310);
  BOOST_TEST(layout.windows[1].request.within.x >= 310);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(std::abs(shape_of(layout.windows[i]) - 202.0 / 180) < 0.02);
    const CameraPath path =
        moving_path(even_importance(), layout.windows[i].request, {}, &layout.windows[i].about);
    for (const CropWindow& window : path.windows) {
      BOOST_TEST(std::abs(window.x + window.w / 2 - (i == 0 ? 120 : 500)) < 25);
      BOOST_TEST(window.y <= 60);  // the whole face
      BOOST_TEST(window.y + window.h >= 110);
    }
  }
}

BOOST_AUTO_TEST_CASE(who_take_turns_are_shown_by_cuts_and_who_talk_at_once_by_two_windows) {
  SubjectChoice choice = conversation();
  BOOST_TEST(layout_of(choice).windows.empty());
  choice.speakers.overlap = 0.8;
  const ShotLayout layout = layout_of(choice);
  BOOST_TEST(layout.windows.size() == 2U);
  BOOST_TEST(layout.reason.find("at the same time") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_people_whom_one_window_holds_share_it) {
  BOOST_TEST(layout_of(choice_of({person(280), person(360)})).windows.empty());
  BOOST_TEST(layout_of(choice_of({person(120), person(500)}), Layout::automatic, {480, 360}).windows.empty());
}

BOOST_AUTO_TEST_CASE(three_people_and_people_who_are_there_by_turns_have_one_window) {
  BOOST_TEST(layout_of(choice_of({person(100), person(320), person(540)})).windows.empty());
  Subject early = person(120), late = person(500);
  early.boxes.resize(25), early.faces.resize(25);
  late.first = 15;
  late.boxes.resize(25), late.faces.resize(25);
  BOOST_TEST(layout_of(choice_of({early, late})).windows.empty());
}

BOOST_AUTO_TEST_CASE(two_windows_as_requested_need_two_subjects) {
  BOOST_TEST(layout_of(conversation(), Layout::stack).windows.size() == 2U);
  const ShotLayout one = layout_of(choice_of({person(320)}), Layout::stack);
  BOOST_TEST(one.windows.empty());
  BOOST_TEST(one.reason == "there are no two subjects");
}

BOOST_AUTO_TEST_CASE(a_small_face_beside_the_content_gets_the_second_window) {
  // Lower right corner: 42 x 105 px of 640 x 360.
  const ShotLayout layout = layout_of(choice_of({person(580, 250, 0.35)}));
  BOOST_REQUIRE(layout.windows.size() == 2U);
  const PathRequest &content = layout.windows[0].request, &camera = layout.windows[1].request;
  BOOST_TEST(content.within.br().x <= 560);
  BOOST_TEST(content.window.height == 360);
  BOOST_TEST(camera.window.height < 120);
  const CameraPath path = moving_path(even_importance(), camera, {}, &layout.windows[1].about);
  for (const CropWindow& window : path.windows) {
    BOOST_TEST(window.x <= 573);
    BOOST_TEST(window.x + window.w >= 587);
    BOOST_TEST(window.y <= 250);
    BOOST_TEST(window.y + window.h >= 267);
  }
}

BOOST_AUTO_TEST_CASE(a_wide_output_has_its_windows_side_by_side) {
  const ShotLayout layout = layout_of(conversation(), Layout::stack, {640, 360});
  BOOST_REQUIRE(layout.windows.size() == 2U);
  for (const ShotLayout::Window& window : layout.windows)
    BOOST_TEST(std::abs(shape_of(window) - 320.0 / 360) < 0.02);
}

BOOST_AUTO_TEST_CASE(each_half_has_its_part_of_the_safe_zone) {
  const PathRequest request{{0}, {3 * kFrames}, 30, {202, 360}, {}, {0.05, 0.1, 0.15, 0.2}};
  const ShotLayout layout =
      choose_layout(even_importance(), request, conversation(), {.layout = Layout::stack});
  BOOST_REQUIRE(layout.windows.size() == 2U);
  BOOST_CHECK((layout.windows[0].request.safe_zone == SafeZone{0.05, 0.2, 0.15, 0}));
  BOOST_CHECK((layout.windows[1].request.safe_zone == SafeZone{0.05, 0, 0.15, 0.4}));
}

BOOST_AUTO_TEST_SUITE_END()
