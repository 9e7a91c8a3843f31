#include "smartcrop/core/version.hpp"

#include <boost/test/unit_test.hpp>
#include <type_traits>

#include "smartcrop/core/time.hpp"

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(version_)

BOOST_AUTO_TEST_CASE(symbols_carry_the_major_version) {
  static_assert(std::is_same_v<Time, smartcrop::v0::Time>);
  BOOST_TEST(version().starts_with("0."));
}

BOOST_AUTO_TEST_SUITE_END()
