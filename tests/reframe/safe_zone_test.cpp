#include <boost/test/unit_test.hpp>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

using namespace smartcrop;

namespace {

constexpr int kFrames = 20;
const cv::Rect kFrame{0, 0, 640, 360};

/// A person in a frame of 640x360 px, and a haze of importance everywhere.
struct Scene {
  ShotImportance importance;
  SubjectChoice choice;
};

Scene scene(const CropWindow& body, const CropWindow& face) {
  Scene result{{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1}, {}};
  for (int t = 0; t < kFrames; ++t) result.importance.add({3 * t}, {}, cv::Mat(36, 64, CV_32F, 0.1), 0.2);
  Subject person{.confidence = 0.7, .hit_rate = 1, .detections = 5};
  person.boxes.assign(kFrames, body);
  person.faces.assign(kFrames, face);
  result.choice = choose_subjects({person}, result.importance);
  return result;
}

CropWindow moving(const Scene& scene, cv::Size window, const SafeZone& zone) {
  const PathRequest request{{0}, {3 * kFrames}, 30, window, {}, zone};
  return moving_path(scene.importance, request, {}, &scene.choice).windows[kFrames];
}

CropWindow fixed(const Scene& scene, cv::Size window, const SafeZone& zone) {
  return FixedWindowShares({{scene.importance}, {scene.choice}}, window, kFrame, 0.15, zone).best();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_safe_zone)

BOOST_AUTO_TEST_CASE(a_face_at_the_side_is_moved_out_of_what_is_covered) {
  const Scene leaning = scene({100, 60, 250, 300}, {310, 70, 40, 50});
  const SafeZone zone{.right = 0.25};
  for (const auto& place : {moving, fixed}) {
    const CropWindow usual = place(leaning, {260, 360}, {}), safe = place(leaning, {260, 360}, zone);
    BOOST_TEST(350 > usual.x + 0.75 * usual.w);
    BOOST_TEST(350 <= safe.x + 0.75 * safe.w + 4);
    BOOST_TEST(safe.x + safe.w <= 640);
  }
}

BOOST_AUTO_TEST_CASE(a_window_that_can_move_up_moves_the_face_down) {
  const Scene standing = scene({280, 60, 80, 290}, {300, 70, 40, 50});
  const SafeZone zone{.top = 0.3};
  for (const auto& place : {moving, fixed}) {
    const CropWindow safe = place(standing, {200, 300}, zone);
    BOOST_TEST(70 >= safe.y + 0.3 * safe.h - 24);  // as far as the frame's edge allows
    BOOST_TEST(safe.y < 4);
  }
}

BOOST_AUTO_TEST_CASE(a_window_that_cannot_move_is_where_it_would_be_anyway) {
  const Scene low = scene({280, 60, 80, 290}, {300, 300, 40, 50});
  const SafeZone zone{.top = 0.1, .bottom = 0.35};
  for (const auto& place : {moving, fixed}) {
    const CropWindow usual = place(low, {200, 360}, {}), safe = place(low, {200, 360}, zone);
    BOOST_TEST(usual.x == safe.x);
    BOOST_TEST(safe.y == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
