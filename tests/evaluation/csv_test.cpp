#include "smartcrop/evaluation/csv.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/core/error.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::thrown;

BOOST_AUTO_TEST_SUITE(evaluation_csv)

BOOST_AUTO_TEST_CASE(cells_may_be_quoted_and_lines_keep_their_numbers) {
  const std::vector<CsvLine> lines =
      parse_csv("a,b\r\n\r\n\"1,5\",\"say \"\"x\"\"\"\n\n\"two\nlines\",\nlast,9", "t");
  BOOST_REQUIRE_EQUAL(lines.size(), 4);
  const std::vector<std::size_t> numbers{lines[0].number, lines[1].number, lines[2].number, lines[3].number};
  BOOST_TEST(numbers == (std::vector<std::size_t>{1, 3, 6, 7}), boost::test_tools::per_element());
  BOOST_TEST(lines[1].cells == (std::vector<std::string>{"1,5", "say \"x\""}),
             boost::test_tools::per_element());
  BOOST_TEST(lines[2].cells == (std::vector<std::string>{"two\nlines", ""}),
             boost::test_tools::per_element());
  BOOST_TEST(lines[3].cells == (std::vector<std::string>{"last", "9"}), boost::test_tools::per_element());
  BOOST_TEST(parse_csv("", "t").empty());
}

BOOST_AUTO_TEST_CASE(text_that_is_no_csv_is_named_with_its_line) {
  BOOST_TEST(thrown<Error>([] { parse_csv("a,b\n1,\"open\n", "t.csv"); }).starts_with("t.csv:2: no CSV"));
}

BOOST_AUTO_TEST_SUITE_END()
