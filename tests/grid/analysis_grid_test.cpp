#include "smartcrop/grid/analysis_grid.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "smartcrop/core/crop_window.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::quoted;
using smartcrop::test::thrown;

namespace {

std::string text(const std::vector<cv::Point>& positions) {
  std::string text;
  for (const cv::Point& p : positions) text += std::to_string(p.x) + ',' + std::to_string(p.y) + ' ';
  return text;
}

void check_grid(cv::Size frame, cv::Size crop, GridShape shape) {
  const auto positions = analysis_grid(frame, crop, shape);
  const cv::Point end{frame.width - crop.width, frame.height - crop.height};
  std::set<std::pair<int, int>> row_major;
  for (const cv::Point& p : positions) {
    BOOST_TEST((p.x >= 0 && p.x <= end.x && p.y >= 0 && p.y <= end.y));
    BOOST_TEST((p.x % 2 == 0 && p.y % 2 == 0));
    row_major.insert({p.y, p.x});
  }
  BOOST_TEST(row_major.size() == positions.size());
  BOOST_TEST(std::equal(row_major.begin(), row_major.end(), positions.begin(),
                        [](const auto& a, const cv::Point& b) { return a.first == b.y && a.second == b.x; }));
  BOOST_TEST(positions.size() <=
             static_cast<std::size_t>(shape.columns) * static_cast<std::size_t>(shape.rows));
  if (shape.columns > 1) {
    BOOST_TEST(positions.front().x == 0);
    BOOST_TEST(positions.back().x == end.x - end.x % 2);
  }
  if (shape.rows > 1) {
    BOOST_TEST(positions.front().y == 0);
    BOOST_TEST(positions.back().y == end.y - end.y % 2);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(grid)

BOOST_AUTO_TEST_CASE(the_default_shape_is_valid_and_five_by_five) {
  BOOST_CHECK((GridShape{} == parse_grid_shape("5")));
  BOOST_TEST(analysis_grid({1920, 1080}, {810, 810}, {}).size() == 25U);
}

BOOST_AUTO_TEST_CASE(a_grid_shape_is_read_as_columns_by_rows) {
  BOOST_CHECK((parse_grid_shape("3") == GridShape{3, 3}));
  BOOST_CHECK((parse_grid_shape("7x2") == GridShape{7, 2}));
  BOOST_CHECK((parse_grid_shape("1x1000") == GridShape{1, 1000}));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_grid_shape_is_named_in_the_error) {
  for (const char* shape : {"", "x", "0", "0x5", "5x0", "5x", "x5", "-3", "5x-1", "5x5x5", "5:5", "a", "1001",
                            "5 x 5", "2.5", "99999999999"}) {
    const std::string message = thrown<std::invalid_argument>([&] { parse_grid_shape(shape); });
    BOOST_TEST(contains(message, "grid " + quoted(shape)), message);
    BOOST_TEST(contains(message, "NxM"), message);
  }
}

BOOST_AUTO_TEST_CASE(positions_are_spread_evenly_with_both_ends_in_row_major_order) {
  BOOST_TEST(text(analysis_grid({100, 60}, {60, 40}, {3, 2})) == "0,0 20,0 40,0 0,20 20,20 40,20 ");
  BOOST_TEST(text(analysis_grid({108, 50}, {100, 50}, {5, 1})) == "0,0 2,0 4,0 6,0 8,0 ");
}

BOOST_AUTO_TEST_CASE(positions_between_are_rounded_down_to_even) {
  // Room 50: 0, 12.5, 25, 37.5, 50.
  BOOST_TEST(text(analysis_grid({150, 100}, {100, 100}, {5, 5})) == "0,0 12,0 24,0 36,0 50,0 ");
}

BOOST_AUTO_TEST_CASE(a_window_that_cannot_move_has_one_position) {
  BOOST_TEST(text(analysis_grid({1920, 1080}, {1920, 1080}, {5, 5})) == "0,0 ");
  BOOST_TEST(text(analysis_grid({1, 1}, {1, 1}, {5, 5})) == "0,0 ");
}

BOOST_AUTO_TEST_CASE(a_window_that_moves_along_one_axis_has_no_position_twice) {
  const auto wide = analysis_grid({1920, 1080}, {608, 1080}, {5, 5});
  BOOST_TEST(text(wide) == "0,0 328,0 656,0 984,0 1312,0 ");
  const auto high = analysis_grid({1080, 1920}, {1080, 608}, {5, 5});
  BOOST_TEST(text(high) == "0,0 0,328 0,656 0,984 0,1312 ");
}

BOOST_AUTO_TEST_CASE(a_shape_of_one_is_centerd) {
  BOOST_TEST(text(analysis_grid({100, 60}, {60, 40}, {1, 1})) == "20,10 ");
  BOOST_TEST(text(analysis_grid({100, 60}, {60, 40}, {1, 3})) == "20,0 20,10 20,20 ");
  BOOST_TEST(text(analysis_grid({102, 60}, {60, 60}, {1, 1})) == "20,0 ");
}

BOOST_AUTO_TEST_CASE(an_odd_room_ends_one_pixel_short) {
  BOOST_TEST(text(analysis_grid({855, 480}, {480, 480}, {2, 2})) == "0,0 374,0 ");
  BOOST_TEST(text(analysis_grid({481, 480}, {480, 480}, {5, 5})) == "0,0 ");
}

BOOST_AUTO_TEST_CASE(a_grid_finer_than_the_pixels_has_every_even_position_once) {
  BOOST_TEST(text(analysis_grid({106, 100}, {100, 100}, {50, 50})) == "0,0 2,0 4,0 6,0 ");
  BOOST_TEST(analysis_grid({1920, 1080}, {1910, 1074}, {100, 100}).size() == 6U * 4U);
}

BOOST_AUTO_TEST_CASE(a_grid_of_a_hundred_by_a_hundred_has_ten_thousand_positions) {
  BOOST_TEST(analysis_grid({1920, 1080}, {810, 810}, {100, 100}).size() == 10'000U);
}

BOOST_AUTO_TEST_CASE(positions_are_even_unique_sorted_and_inside_for_any_frame) {
  for (const cv::Size frame : {cv::Size{1920, 1080}, {855, 481}, {64, 37}, {2, 2}, {3, 500}, {7680, 4320}}) {
    for (const AspectRatio ratio : {AspectRatio{1, 1}, {9, 16}, {16, 9}, {1, 1000}}) {
      for (const double scale : {0.1, 0.5, 0.75, 1.0}) {
        for (const GridShape shape : {GridShape{1, 1}, {2, 2}, {5, 5}, {13, 1}, {1, 40}}) {
          check_grid(frame, crop_dimensions(frame, ratio, scale), shape);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(steps_between_neighbors_differ_by_two_pixels_at_most) {
  const auto positions = analysis_grid({1921, 1080}, {607, 1080}, {11, 1});
  int smallest = 1 << 20, largest = 0;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const int step = positions[i].x - positions[i - 1].x;
    smallest = std::min(smallest, step);
    largest = std::max(largest, step);
  }
  BOOST_TEST(largest - smallest <= 2);
}

BOOST_AUTO_TEST_CASE(a_crop_that_is_empty_or_does_not_fit_is_refused) {
  for (const cv::Size crop : {cv::Size{0, 10}, {10, 0}, {-2, 10}, {102, 10}, {10, 61}}) {
    const std::string message = thrown<std::invalid_argument>([&] { analysis_grid({100, 60}, crop, {}); });
    BOOST_TEST(contains(message, "crop " + std::to_string(crop.width)), message);
    BOOST_TEST(contains(message, "100x60"), message);
  }
}

BOOST_AUTO_TEST_CASE(a_shape_below_one_is_refused) {
  for (const GridShape shape : {GridShape{0, 5}, {5, 0}, {-1, 5}}) {
    const std::string message = thrown<std::invalid_argument>([&] {
      analysis_grid({100, 60}, {10, 10}, shape);
    });
    BOOST_TEST(contains(message, "grid "), message);
  }
}

BOOST_AUTO_TEST_SUITE_END()
