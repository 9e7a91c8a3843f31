#include "smartcrop/metrics/metric.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>

#include "metrics_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr int kCode = 1 << kMapFractionBits;

cv::Mat flat(cv::Size size, int code) {
  return cv::Mat(size, CV_16UC1, cv::Scalar(code * kCode));
}

int at(const cv::Mat& map, int x, int y) {
  return map.at<std::uint16_t>(y, x);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(each_metric_has_its_own_name) {
  std::set<std::string_view> names;
  for (const Metric metric : kMetrics) names.insert(metric_name(metric));
  BOOST_TEST(names.size() == 4U);
  BOOST_TEST(metric_name(Metric::motion) == "motion");
  BOOST_TEST(metric_name(Metric::saturation) == "saturation");
}

BOOST_AUTO_TEST_CASE(equal_frames_have_no_motion) {
  const cv::Mat luma = small_noise({23, 17}, 1).luma;
  BOOST_TEST(cv::countNonZero(motion_map(luma, luma)) == 0);
}

BOOST_AUTO_TEST_CASE(motion_is_the_change_of_luma_either_way) {
  const cv::Mat dark = flat({4, 3}, 10), bright = flat({4, 3}, 250);
  BOOST_TEST(at(motion_map(dark, bright), 1, 1) == 240 * kCode);
  BOOST_TEST(at(motion_map(bright, dark), 1, 1) == 240 * kCode);
}

BOOST_AUTO_TEST_CASE(a_moving_square_shows_motion_exactly_where_it_left_and_where_it_arrived) {
  SyntheticOptions options;
  options.size = {64, 48};
  options.background_luma = 64;
  options.shapes = {{{10, 12, 16, 8}, {4, 0}, 164}};
  const auto source = make_synthetic_source(options);
  Frame frame;
  const MapGeometry geometry{{64, 48}, 1};
  BOOST_REQUIRE(source->read(frame));
  const SmallFrame first = shrink(frame, geometry);
  BOOST_REQUIRE(source->read(frame));
  const cv::Mat motion = motion_map(first.luma, shrink(frame, geometry).luma);
  cv::Mat expected = cv::Mat::zeros(48, 64, CV_16UC1);
  expected(cv::Rect(10, 12, 4, 8)).setTo(100 * kCode);
  expected(cv::Rect(26, 12, 4, 8)).setTo(100 * kCode);
  BOOST_TEST(same_bits(motion, expected));
}

BOOST_AUTO_TEST_CASE(a_flat_picture_has_no_edges_and_no_complexity) {
  BOOST_TEST(cv::countNonZero(edge_map(flat({9, 7}, 200))) == 0);
  BOOST_TEST(cv::countNonZero(complexity_map(flat({9, 7}, 200))) == 0);
}

BOOST_AUTO_TEST_CASE(a_ramp_of_one_code_per_cell_has_gradient_one) {
  cv::Mat ramp(6, 20, CV_16UC1);
  for (int x = 0; x < ramp.cols; ++x) ramp.col(x).setTo(cv::Scalar((50 + x) * kCode));
  const cv::Mat edges = edge_map(ramp);
  for (int y = 0; y < ramp.rows; ++y) {
    for (int x = 1; x + 1 < ramp.cols; ++x) BOOST_TEST(at(edges, x, y) == kCode);
  }
  BOOST_TEST(at(edges, 0, 3) == kCode / 2);  // the border is replicated
  cv::Mat turned;
  cv::transpose(ramp, turned);
  BOOST_TEST(at(edge_map(turned), 3, 9) == kCode);
}

BOOST_AUTO_TEST_CASE(a_step_has_half_its_height_as_gradient_on_both_sides) {
  cv::Mat step = flat({12, 8}, 20);
  step.colRange(6, 12).setTo(cv::Scalar(120 * kCode));
  const cv::Mat edges = edge_map(step);
  for (int x = 0; x < 12; ++x) BOOST_TEST(at(edges, x, 4) == (x == 5 || x == 6 ? 50 * kCode : 0));
}

BOOST_AUTO_TEST_CASE(a_diagonal_ramp_has_the_length_of_its_gradient) {
  cv::Mat ramp(9, 9, CV_16UC1);
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 9; ++x)
      ramp.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>((100 + 3 * x + 4 * y) * kCode);
  }
  BOOST_TEST(at(edge_map(ramp), 4, 4) == 5 * kCode);
}

BOOST_AUTO_TEST_CASE(a_checkerboard_has_the_deviation_of_thirteen_and_twelve_cells) {
  cv::Mat board(15, 15, CV_16UC1);
  for (int y = 0; y < 15; ++y) {
    for (int x = 0; x < 15; ++x)
      board.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>((x + y) % 2 * 100 * kCode);
  }
  const cv::Mat complexity = complexity_map(board);
  const auto expected = static_cast<int>(std::lround(100 * std::sqrt(13.0 * 12.0) / 25 * kCode));
  for (int y = 2; y < 13; ++y) {
    for (int x = 2; x < 13; ++x) BOOST_TEST(at(complexity, x, y) == expected);
  }
}

BOOST_AUTO_TEST_CASE(one_bright_cell_raises_complexity_in_the_window_around_it_only) {
  cv::Mat luma = flat({15, 13}, 0);
  luma.at<std::uint16_t>(6, 7) = 100 * kCode;
  const cv::Mat complexity = complexity_map(luma);
  const auto expected = static_cast<int>(std::lround(100 * std::sqrt(24.0) / 25 * kCode));
  for (int y = 0; y < 13; ++y) {
    for (int x = 0; x < 15; ++x) {
      const bool near = std::abs(x - 7) <= 2 && std::abs(y - 6) <= 2;
      BOOST_TEST(at(complexity, x, y) == (near ? expected : 0));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_widest_spread_of_luma_does_not_overflow) {
  cv::Mat luma = cv::Mat::zeros(5, 5, CV_16UC1);
  for (int i = 0; i < 12; ++i) luma.at<std::uint16_t>(i / 5, i % 5) = 0xffff;
  const double expected = 4096 / 16.0 * std::sqrt(13.0 * 12.0) / 25 * kCode;
  BOOST_TEST(at(complexity_map(luma), 2, 2) == std::lround(expected));
  Field field(MapGeometry{{5, 5}, 1});
  field.add(std::vector{FramePair{small_frame(luma), std::nullopt}});
  BOOST_TEST(field.sum[1].at<double>(2, 2) == std::round(expected));
}

BOOST_AUTO_TEST_CASE(gray_has_no_saturation) {
  BOOST_TEST(cv::countNonZero(saturation_map(flat({5, 4}, 128), flat({5, 4}, 128))) == 0);
}

BOOST_AUTO_TEST_CASE(saturation_is_the_distance_of_chroma_from_gray) {
  BOOST_TEST(at(saturation_map(flat({5, 4}, 128 + 30), flat({5, 4}, 128 - 40)), 2, 2) == 50 * kCode);
  BOOST_TEST(at(saturation_map(flat({5, 4}, 0), flat({5, 4}, 128)), 2, 2) == 128 * kCode);
  // Full red of BT.601: Cb 90, Cr 240.
  BOOST_TEST(at(saturation_map(flat({5, 4}, 90), flat({5, 4}, 240)), 0, 0) ==
             std::lround(std::hypot(38.0, 112.0) * kCode));
}

BOOST_AUTO_TEST_CASE(maps_lie_within_a_unit_of_the_exact_value) {
  const SmallFrame frame = small_noise({41, 29}, 9);
  const cv::Mat edges = edge_map(frame.luma), saturation = saturation_map(frame.cb, frame.cr);
  for (int y = 1; y + 1 < 29; ++y) {
    for (int x = 1; x + 1 < 41; ++x) {
      const auto v = [&](int dx, int dy) { return static_cast<double>(at(frame.luma, x + dx, y + dy)); };
      const double gx = v(1, -1) + 2 * v(1, 0) + v(1, 1) - v(-1, -1) - 2 * v(-1, 0) - v(-1, 1);
      const double gy = v(-1, 1) + 2 * v(0, 1) + v(1, 1) - v(-1, -1) - 2 * v(0, -1) - v(1, -1);
      BOOST_TEST(std::abs(at(edges, x, y) - std::hypot(gx, gy) / 8) <= 0.51);
      const double u = at(frame.cb, x, y) - 128.0 * kCode, w = at(frame.cr, x, y) - 128.0 * kCode;
      BOOST_TEST(std::abs(at(saturation, x, y) - std::hypot(u, w)) <= 0.51);
    }
  }
}

BOOST_AUTO_TEST_CASE(maps_reject_what_is_no_small_plane) {
  const cv::Mat good = flat({5, 4}, 1), bytes(4, 5, CV_8UC1, cv::Scalar(0)), other = flat({4, 5}, 1);
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { edge_map(bytes); }), "CV_16UC1"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { complexity_map({}); }), "complexity_map"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { motion_map(good, other); }), "differ in size"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { saturation_map(good, bytes); }), "saturation_map"));
}

BOOST_AUTO_TEST_SUITE_END()
