#include "smartcrop/core/version.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(version_)

BOOST_AUTO_TEST_CASE(the_version_is_three_numbers_and_below_1) {
  BOOST_TEST(version().starts_with("0."));
  BOOST_TEST(std::ranges::count(version(), '.') == 2);
}

BOOST_AUTO_TEST_SUITE_END()
