#include "smartcrop/core/aspect_ratio.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::quoted;
using smartcrop::test::thrown;

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(an_aspect_ratio_is_read_as_width_and_height) {
  BOOST_CHECK((parse_aspect_ratio("16:9") == AspectRatio{16, 9}));
  BOOST_CHECK((parse_aspect_ratio("1:1") == AspectRatio{}));
  BOOST_CHECK((parse_aspect_ratio("10000:1") == AspectRatio{10000, 1}));
}

BOOST_AUTO_TEST_CASE(an_aspect_ratio_is_kept_as_written) {
  BOOST_TEST(to_string(parse_aspect_ratio("18:32")) == "18:32");
  BOOST_TEST(parse_aspect_ratio("18:32").value() == parse_aspect_ratio("9:16").value());
}

BOOST_AUTO_TEST_CASE(an_aspect_ratio_is_read_as_people_write_it) {
  const auto text_of = [](const char* text) { return to_string(parse_aspect_ratio(text)); };
  for (const char* text : {"9:16", "9x16", "9/16", "0.5625", "vertical", "Vertical"})
    BOOST_TEST(text_of(text) == "9:16");
  BOOST_TEST(text_of("1.91:1") == "191:100");
  BOOST_TEST(text_of("2.39") == "239:100");
  BOOST_TEST(text_of("16.5:9") == "11:6");
  BOOST_TEST(text_of("1") == "1:1");
  BOOST_TEST(text_of("square") == "1:1");
  BOOST_TEST(text_of("portrait") == "4:5");
  BOOST_TEST(text_of("landscape") == "16:9");
  // Sides stay within 10000.
  BOOST_TEST(text_of("1.7777") == "10000:5625");
}

BOOST_AUTO_TEST_CASE(what_is_not_an_aspect_ratio_is_named_in_the_error) {
  for (const char* text :
       {"",  ":",  "0:1",    "1:0",   "a:b",  "-1:1", "1:-1",    "16:9 ",   " 16:9",         "+1:1", "1:1:1",
        "0", "-1", "9x16x1", "9:x16", "tall", "nan",  "inf:inf", "10001:1", "1:99999999999", "x",    "1e9"}) {
    const std::string message = thrown<std::invalid_argument>([&] { parse_aspect_ratio(text); });
    BOOST_TEST(contains(message, quoted(text)), message);
    BOOST_TEST(contains(message, "W:H"), message);
  }
}

BOOST_AUTO_TEST_SUITE_END()
