#include "smartcrop/importance/grid_geometry.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

/// 1920x1080 in blocks of 6 px, 320x180; cells of 7 map px leave a rim of 2 px left and right.
const GridGeometry kGrid = grid_geometry({{1920, 1080}, 6}, 1200);

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_grid_geometry)

BOOST_AUTO_TEST_CASE(the_smallest_cells_that_are_few_enough_are_centered_on_the_map) {
  BOOST_TEST(kGrid.cell_px == 7);
  BOOST_TEST((kGrid.cells == cv::Size(45, 25)));
  BOOST_TEST((kGrid.offset_px == cv::Point(2, 2)));
  BOOST_TEST((kGrid.covered_px() == cv::Rect(2, 2, 315, 175)));
  BOOST_TEST(kGrid.cell_in_source() == 42.0);
  BOOST_TEST((kGrid.corner_in_source() == cv::Point2d(12, 12)));
  BOOST_TEST((grid_geometry({{320, 180}, 1}, 2304).cells == cv::Size(64, 36)));
}

BOOST_AUTO_TEST_CASE(a_window_in_cells_keeps_its_fractions) {
  BOOST_TEST((kGrid.in_cells({12, 33, 84, 21}) == cv::Rect2d(0, 0.5, 2, 0.5)));
}

BOOST_AUTO_TEST_CASE(a_cell_is_touched_by_any_part_of_a_window) {
  BOOST_TEST((kGrid.cells_touched({12, 12, 42, 42}) == cv::Rect(0, 0, 1, 1)));
  BOOST_TEST((kGrid.cells_touched({53, 53, 2, 2}) == cv::Rect(0, 0, 2, 2)));
  BOOST_TEST((kGrid.cells_touched({-100, -100, 3000, 3000}) == cv::Rect({}, kGrid.cells)));
  BOOST_TEST(kGrid.cells_touched({1905, 0, 10, 10}).empty());
}

BOOST_AUTO_TEST_CASE(edges_are_rounded_to_the_nearest_cell_and_leave_at_least_one) {
  BOOST_TEST((kGrid.cells_nearest({30, 30, 42, 42}) == cv::Rect(0, 0, 1, 1)));
  BOOST_TEST((kGrid.cells_nearest({34, 34, 42, 42}) == cv::Rect(1, 1, 1, 1)));
  BOOST_TEST((kGrid.cells_nearest({100, 100, 1, 1}) == cv::Rect(2, 2, 1, 1)));
  BOOST_TEST((kGrid.cells_nearest({0, 0, 1920, 1080}) == cv::Rect({}, kGrid.cells)));
}

BOOST_AUTO_TEST_SUITE_END()
