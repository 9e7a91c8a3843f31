#include "smartcrop/core/text.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(decimals_are_rounded_and_padded) {
  BOOST_TEST(decimals(2.0 / 3, 2) == "0.67");
  BOOST_TEST(decimals(-1, 3) == "-1.000");
  BOOST_TEST(decimals(99.5, 0) == "100");
  BOOST_TEST(decimals(std::numeric_limits<double>::max(), 1).size() == 311U);
}

BOOST_AUTO_TEST_CASE(a_number_is_the_whole_text) {
  BOOST_TEST(parse_number<int>("-12").value() == -12);
  BOOST_TEST(parse_number<double>("1.5e2").value() == 150.0);
  for (const char* text : {"", " 1", "1 ", "+1", "1x", "0x1", "--1", "1,5", "99999999999"}) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST(!parse_number<int>(text).has_value());
    }
  }
  BOOST_TEST(!parse_number<std::size_t>("-1").has_value());
  BOOST_TEST(!parse_number<int>("1.5").has_value());
  BOOST_TEST(!parse_number<double>("1,5").has_value());
}

BOOST_AUTO_TEST_CASE(sizes_are_written_and_read_as_width_x_height) {
  BOOST_TEST(size_text({1920, 1080}) == "1920x1080");
  BOOST_TEST((parse_size_text("1920x1080") == cv::Size(1920, 1080)));
  for (const char* text : {"", "x", "1920", "1920x", "x1080", "1920X1080", "1x2x3", "1 x 2", "1.5x2"}) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST(!parse_size_text(text).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(only_ascii_letters_change_case) {
  BOOST_TEST(lower_case("A.MP4 \xc3\x84") == "a.mp4 \xc3\x84");
}

BOOST_AUTO_TEST_CASE(choices_are_listed_with_commas_and_or) {
  const auto text = [](const std::vector<std::string_view>& words) { return choice_text(words); };
  BOOST_TEST(text({}) == "");
  BOOST_TEST(text({"a"}) == "a");
  BOOST_TEST(text({"a", "b"}) == "a or b");
  BOOST_TEST(text({"a", "b", "c"}) == "a, b or c");
}

BOOST_AUTO_TEST_CASE(a_choice_is_found_by_its_name_or_all_names_are_told) {
  const auto parse = [](std::string_view text) {
    return parse_choice<int>("size", text, {{"small", 1}, {"large", 2}});
  };
  BOOST_TEST(parse("large") == 2);
  BOOST_TEST(thrown<std::invalid_argument>([&] { parse("Large"); }) == "size 'Large' is not small or large");
}

BOOST_AUTO_TEST_SUITE_END()
