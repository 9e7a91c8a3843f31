#include "smartcrop/importance/importance.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "pan_support.hpp"
#include "smartcrop/importance/subject_color.hpp"

using namespace smartcrop;
using smartcrop::test::kPanGeometry;
using smartcrop::test::Pan;

namespace {

const cv::Size kCells{64, 36};  // of 10x10 source px

/// A shot in which nothing moves, stands out or has a color of its own.
ShotSignals empty_shot(int frames) {
  ShotSignals shot{{kPanGeometry, kCells, 5, {}}, 0.1, {}};
  for (int t = 0; t < frames; ++t) {
    FrameSignals frame;
    frame.index = {t};
    frame.motion = cv::Mat::zeros(kCells, CV_8UC1);
    frame.still = cv::Mat::zeros(kCells, CV_8UC1);
    frame.colors = cv::Mat(kCells, CV_8UC1, cv::Scalar(24));
    shot.frames.push_back(frame);
  }
  return shot;
}

cv::Point2d center_of_mass(const cv::Mat& map) {
  const cv::Moments m = cv::moments(map);
  return {m.m10 / m.m00 + 0.5, m.m01 / m.m00 + 0.5};
}

double sum_in(const cv::Mat& map, const cv::Rect& cells) {
  return cv::sum(map(cells))[0];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_estimate)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(ImportanceOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem) {
  const auto problems = [](auto&& change) {
    ImportanceOptions options;
    change(options);
    return options.problems().size();
  };
  using O = ImportanceOptions;
  BOOST_TEST(problems([](O& o) { o.analysis_fps = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.flow_side = 63; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.grid_cells = 63; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.prior_sigma = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.still_sigma = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.streaming = 2; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.flow_share = 1.1; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.motion_px = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.support_box = 4; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.color_memory_s = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.color_doubt = 2; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.blob_width = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.blob_inertia = -1; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.rounds = 6; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.refinement = -1; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.smooth_s = -1; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.sharpness = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.camera.iterations = 0; }) == 1u);
  BOOST_TEST(problems([](O& o) { o.saliency.blur = 1; }) == 1u);
}

BOOST_AUTO_TEST_CASE(where_nothing_happens_the_center_prior_is_all) {
  const ShotImportance importance = estimate_importance(empty_shot(5));
  BOOST_REQUIRE(importance.size() == 5u);
  for (const double sum : importance.map_sums()) BOOST_TEST(std::abs(sum - 0.5) < 0.01);
  const cv::Point2d center = center_of_mass(importance.map(2));
  BOOST_TEST(std::abs(center.x - 32) < 0.05);
  BOOST_TEST(std::abs(center.y - 18) < 0.05);
}

BOOST_AUTO_TEST_CASE(without_the_prior_nothing_is_important_where_nothing_happens) {
  ImportanceOptions options;
  options.use_prior = false;
  for (const double sum : estimate_importance(empty_shot(3), options).map_sums()) BOOST_TEST(sum == 0.0);
}

BOOST_AUTO_TEST_CASE(nothing_outside_black_bars_matters_and_the_prior_lies_in_the_picture) {
  ShotSignals shot = empty_shot(3);
  for (FrameSignals& frame : shot.frames) frame.motion(cv::Rect(2, 10, 6, 10)) = 255;  // in the bar
  shot.picture = {200, 0, 400, 360};
  const cv::Mat map = estimate_importance(shot).map(1);
  BOOST_TEST(sum_in(map, {0, 0, 20, 36}) == 0.0);
  BOOST_TEST(sum_in(map, {60, 0, 4, 36}) == 0.0);
  BOOST_TEST(std::abs(center_of_mass(map).x - 40) < 0.1);
}

BOOST_AUTO_TEST_CASE(of_two_spots_that_stand_out_the_one_near_the_middle_matters_more) {
  ShotSignals shot = empty_shot(3);
  const cv::Rect near(36, 14, 8, 8), edge(56, 14, 8, 8);
  for (FrameSignals& frame : shot.frames)
    for (const cv::Rect& spot : {near, edge}) frame.still(spot).setTo(255);
  ImportanceOptions options;
  options.use_prior = options.use_color = false;
  const cv::Mat map = estimate_importance(shot, options).map(1);
  BOOST_TEST(sum_in(map, near) > 3 * sum_in(map, edge));
  shot.picture = {440, 0, 200, 360};  // between black bars the right spot is nearer to the middle
  const cv::Mat right = estimate_importance(shot, options).map(1);
  BOOST_TEST(sum_in(right, edge) > sum_in(right, near));
}

BOOST_AUTO_TEST_CASE(motion_of_a_part_of_the_frame_is_trusted_and_rest_is_not) {
  ShotSignals shot = empty_shot(3);
  shot.frames[2].motion(cv::Rect(10, 10, 8, 8)) = 255;
  const ShotImportance importance = estimate_importance(shot);
  BOOST_TEST(importance.motion_trust[0] == 0.0f);
  BOOST_TEST(importance.motion_trust[2] > 0.95f);
}

BOOST_AUTO_TEST_CASE(a_square_that_moves_against_a_pan_is_followed) {
  const Pan pan;
  const ShotImportance importance = estimate_importance(pan.signals(20));
  BOOST_REQUIRE(importance.size() == 20u);
  for (int t = 2; t < 20; ++t) {
    const cv::Mat map = importance.map(static_cast<std::size_t>(t));
    cv::Point peak;
    cv::minMaxLoc(map, nullptr, nullptr, nullptr, &peak);
    const cv::Rect square = pan.square(t);
    BOOST_TEST(peak.x >= square.x / 5 - 1);
    BOOST_TEST(peak.x <= square.br().x / 5);
    BOOST_TEST(peak.y >= 70 / 5 - 1);
    BOOST_TEST(peak.y <= 130 / 5);
    const cv::Rect around(square.x / 5 - 1, 70 / 5 - 1, 8, 14);
    BOOST_TEST(sum_in(map, around) > 0.5 * cv::sum(map)[0]);
  }
}

BOOST_AUTO_TEST_CASE(the_color_of_what_moved_is_known_while_it_rests) {
  ShotSignals shot = empty_shot(20);
  const cv::Rect subject(10, 12, 6, 12);
  for (std::size_t t = 0; t < shot.frames.size(); ++t) {
    shot.frames[t].colors(subject) = 200;
    shot.frames[t].colors(cv::Rect(50, 12, 6, 12)) = 100;  // another color that never moves
    if (t < 10) shot.frames[t].motion(subject) = 255;
  }
  const cv::Mat map = estimate_importance(shot).map(18);
  BOOST_TEST(sum_in(map, subject) > 5 * sum_in(map, {50, 12, 6, 12}));
  ImportanceOptions without;
  without.use_color = false;
  const cv::Mat uncolored = estimate_importance(shot, without).map(18);
  BOOST_TEST(sum_in(map, subject) > 3 * sum_in(uncolored, subject));
}

BOOST_AUTO_TEST_CASE(a_shot_longer_than_a_block_has_no_seam) {
  ShotSignals shot = empty_shot(610);
  for (FrameSignals& frame : shot.frames) frame.motion(cv::Rect(10, 12, 6, 12)) = 255;
  const ShotImportance importance = estimate_importance(shot);
  BOOST_REQUIRE(importance.size() == 610u);
  BOOST_TEST(importance.frame_index[600].value == 600);
  BOOST_TEST(cv::norm(importance.map(599), importance.map(600), cv::NORM_INF) < 1e-3);
}

BOOST_AUTO_TEST_CASE(a_shot_without_frames_has_no_maps) {
  BOOST_TEST(estimate_importance(empty_shot(0)).size() == 0u);
  ImportanceOptions options;
  options.rounds = -1;
  BOOST_CHECK_THROW(estimate_importance(empty_shot(1), options), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(maps_of_shots_are_joined_in_order_and_drawn_in_the_small_map) {
  ShotSignals left = empty_shot(2), right = empty_shot(3);
  for (FrameSignals& frame : left.frames) frame.motion(cv::Rect(0, 12, 6, 8)) = 255;
  for (FrameSignals& frame : right.frames) {
    frame.index = frame.index + 100;
    frame.motion(cv::Rect(58, 12, 6, 8)) = 255;
  }
  const auto all = joined({estimate_importance(left), {}, estimate_importance(right)});
  BOOST_REQUIRE(all);
  BOOST_TEST(all->size() == 5u);
  BOOST_TEST(all->frame_index[2].value == 100);
  BOOST_TEST(!joined({}));
  BOOST_TEST((all->mean_heat().size() == cv::Size(320, 180)));
  BOOST_TEST(center_of_mass(all->map(0)).x < 16);
  BOOST_TEST(center_of_mass(all->map(4)).x > 48);
  const double middle = center_of_mass(all->mean_heat()).x;
  BOOST_TEST((middle > 160 && middle < 240));  // three of five frames are on the right
  BOOST_TEST(cv::norm(all->sum(), all->map(0) + all->map(1) + all->map(2) + all->map(3) + all->map(4)) <
             1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
