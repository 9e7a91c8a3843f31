#include "smartcrop/core/output_halves.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(core_output_halves)

BOOST_AUTO_TEST_CASE(windows_are_stacked_where_the_output_is_taller_than_wide_and_side_by_side_elsewhere) {
  const auto is = [](cv::Size output, cv::Rect first, cv::Rect second) {
    const auto halves = output_halves(output);
    BOOST_CHECK(halves[0] == first);
    BOOST_CHECK(halves[1] == second);
  };
  is({608, 1080}, {0, 0, 608, 540}, {0, 540, 608, 540});
  is({1920, 1080}, {0, 0, 960, 1080}, {960, 0, 960, 1080});
  is({720, 720}, {0, 0, 360, 720}, {360, 0, 360, 720});
  is({1080, 1350}, {0, 0, 1080, 674}, {0, 674, 1080, 676});
}

BOOST_AUTO_TEST_SUITE_END()
