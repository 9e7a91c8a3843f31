// Paths and shares whose answer can be told without running the code.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/reframe/window_shares.hpp"

using namespace smartcrop;

namespace {

const cv::Rect kFrame{0, 0, 640, 360};
constexpr int kCell = 10;  // source px
const GridGeometry kGrid{{{640, 360}, 2}, {64, 36}, 5, {0, 0}};

/// One map per source frame, 30 per second, with a block of 6x8 cells at each of `corners(t)`.
template <class Corners>
ShotImportance blocks(int frames, Corners corners) {
  ShotImportance importance{kGrid, 1.0 / 30, {}, {}, {}, {}};
  for (int t = 0; t < frames; ++t) {
    cv::Mat map = cv::Mat::zeros(kGrid.cells, CV_32F);
    for (const cv::Point& corner : corners(t)) map(cv::Rect(corner, cv::Size(6, 8))) = 1;
    importance.add({t}, {Rational(t, 30)}, map);
  }
  return importance;
}

using Points = std::vector<cv::Point>;

PathRequest request(int frames, cv::Size window, cv::Rect within = {}) {
  return {{0}, {frames}, 30, window, within};
}

double middle(const CropWindow& window) {
  return window.x + window.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_known_path)

BOOST_AUTO_TEST_CASE(the_window_rests_with_its_middle_on_a_subject_that_rests) {
  for (const int column : {20, 30, 41}) {
    const auto importance = blocks(40, [&](int) { return Points{{column, 14}}; });
    const CameraPath path = moving_path(importance, request(40, {200, 360}));
    const double subject = (column + 3) * kCell;
    for (const CropWindow& window : path.windows) {
      BOOST_TEST(std::abs(middle(window) - subject) < 6);  // positions are 4.6 px apart
      BOOST_TEST(std::abs(window.x - path.windows[0].x) < 0.01);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_subject_at_the_edge_leaves_the_window_flush_with_the_frame) {
  const auto importance = blocks(20, [](int) { return Points{{0, 14}}; });
  for (const CropWindow& window : moving_path(importance, request(20, {200, 360})).windows)
    BOOST_TEST(window.x < 60);
}

BOOST_AUTO_TEST_CASE(a_moving_subject_stays_whole_inside_the_window) {
  // 8 cells per second, an eighth of the frame's width, there and back.
  const auto column = [](int t) { return 10 + std::abs((t * 8 / 30 + 40) % 80 - 40); };
  const int frames = 300;
  const auto importance = blocks(frames, [&](int t) { return Points{{column(t), 14}}; });
  const CameraPath path = moving_path(importance, request(frames, {200, 360}));
  for (int t = 0; t < frames; ++t) {
    const CropWindow& window = path.windows[static_cast<std::size_t>(t)];
    BOOST_TEST(window.x <= column(t) * kCell, "frame " << t);
    BOOST_TEST(window.x + window.w >= (column(t) + 6) * kCell, "frame " << t);
  }
  BOOST_TEST(path.kept_share > 0.99);
}

BOOST_AUTO_TEST_CASE(no_window_leaves_what_it_must_stay_within) {
  const cv::Rect within(130, 44, 380, 270);
  // The subject goes all over the frame.
  const auto importance = blocks(90, [](int t) { return Points{{(t * 7) % 58, (t * 5) % 28}}; });
  for (const cv::Size window : {cv::Size(150, 270), cv::Size(380, 120), cv::Size(160, 90), within.size()}) {
    for (const CropWindow& w : moving_path(importance, request(90, window, within)).windows) {
      BOOST_TEST(w.x >= 130 - 1e-9);
      BOOST_TEST(w.y >= 44 - 1e-9);
      BOOST_TEST(w.x + w.w <= 510 + 1e-9);
      BOOST_TEST(w.y + w.h <= 314 + 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_two_subjects_the_stronger_is_kept_and_the_other_is_the_rival) {
  // Both have the same size; the right one is there in two of three frames.
  const auto importance = blocks(30, [](int t) {
    return t % 3 == 0 ? Points{{4, 14}} : Points{{4, 14}, {52, 14}};
  });
  ShotImportance weighted = importance;
  for (cv::Mat& map : weighted.cells) map.colRange(0, 32) *= 0.5;
  const CropWindow best = FixedWindowShares({{weighted}, {}}, {200, 360}, kFrame, 0.15).best();
  BOOST_TEST(best.x <= 520);
  BOOST_TEST(best.x + best.w >= 580);
  const PathShares path = path_shares(weighted, {0}, std::span(&best, 1));
  // The left block counts 1/2 in 30 frames, the right one 1 in 20: 15 and 20 of 35.
  BOOST_TEST(std::abs(path.kept - 20.0 / 35) < 0.01);
  BOOST_TEST(std::abs(path.rival - 15.0 / 35) < 0.01);
}

BOOST_AUTO_TEST_CASE(shares_of_given_windows_are_sums_of_their_cells) {
  const auto importance = blocks(4, [](int) { return Points{{10, 14}, {50, 14}}; });
  const auto shares = [&](const CropWindow& window) {
    return path_shares(importance, {0}, std::vector<CropWindow>(4, window));
  };
  const PathShares left = shares({100, 0, 60, 360}), whole = shares({0, 0, 640, 360}),
                   half = shares({130, 0, 60, 360});
  BOOST_TEST(left.kept == 0.5, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(left.rival == 0.5, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(whole.kept == 1.0, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(whole.rival == 0.0);
  BOOST_TEST(half.kept == 0.25, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(half.rival == 0.5, boost::test_tools::tolerance(1e-6));
  const PathShares nothing = path_shares({kGrid, 0.1, {}, {}, {}, {}}, {0}, std::vector<CropWindow>(1));
  BOOST_TEST(nothing.kept == 1.0);
  BOOST_TEST(nothing.rival == 0.0);
}

BOOST_AUTO_TEST_CASE(a_standing_window_without_taper_keeps_its_part_of_a_cell) {
  const auto importance = blocks(3, [](int) { return Points{{10, 14}}; });
  // 95 steps of 6 px: places lie on all multiples of 6 px.
  const FixedWindowShares shares({{importance}, {}}, {70, 360}, kFrame, 0);
  BOOST_TEST(shares.share({96, 0, 70, 360}) == 1.0, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(shares.share({126, 0, 70, 360}) == 3.4 / 6, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(shares.share({300, 0, 70, 360}) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
