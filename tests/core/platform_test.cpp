#include "smartcrop/core/platform.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(the_size_of_every_platform_has_its_shape) {
  for (const Platform& platform : platforms()) {
    BOOST_TEST(platform.size.width * platform.aspect.height == platform.size.height * platform.aspect.width,
               platform.name);
    BOOST_TEST(platform.size.width % 2 == 0);
    BOOST_TEST(platform.size.height % 2 == 0);
    BOOST_TEST(&find_platform(platform.name) == &platform);
  }
}

BOOST_AUTO_TEST_CASE(a_platform_is_found_by_name_and_described) {
  BOOST_TEST(describe(find_platform("Reels")) ==
             "9:16, 1080x1920; at most 60 frames per second and 3 minutes");
  BOOST_TEST(describe(find_platform("x")) == "1:1, 1080x1080; at most 60 frames per second and 140 seconds");
  const std::string message = thrown<std::invalid_argument>([] { find_platform("vine"); });
  BOOST_TEST(message == "platform 'vine' is not tiktok, reels, shorts, instagram, youtube or x");
}

BOOST_AUTO_TEST_SUITE_END()
