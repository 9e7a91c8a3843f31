#include "smartcrop/core/text.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(decimals_are_rounded_and_padded) {
  BOOST_TEST(decimals(2.0 / 3, 2) == "0.67");
  BOOST_TEST(decimals(-1, 3) == "-1.000");
  BOOST_TEST(decimals(99.5, 0) == "100");
  BOOST_TEST(decimals(std::numeric_limits<double>::max(), 1).size() == 311U);
}

BOOST_AUTO_TEST_CASE(only_ascii_letters_change_case) {
  BOOST_TEST(lower_case("A.MP4 \xc3\x84") == "a.mp4 \xc3\x84");
}

BOOST_AUTO_TEST_SUITE_END()
