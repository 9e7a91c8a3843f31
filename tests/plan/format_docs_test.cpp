#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "plan_support.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {
namespace {

/// The JSON of the page, with the newline that ends it.
std::string example_in(const std::string& page) {
  const std::string begin = "```json\n";
  const std::size_t start = page.find(begin);
  BOOST_REQUIRE(start != std::string::npos);
  const std::size_t from = start + begin.size();
  return page.substr(from, page.find("```", from) - from);
}

void add_keys(const nlohmann::json& value, std::set<std::string>& keys) {
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) keys.insert(key);
  }
  for (const auto& item : value) {
    if (item.is_structured()) add_keys(item, keys);
  }
}

/// What stands in backticks in the first column of the page's tables.
std::set<std::string> documented_keys(const std::string& page) {
  std::set<std::string> keys;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    const std::string column = line.substr(0, line.find('|', 1));
    for (std::size_t at = column.find('`'); at != std::string::npos; at = column.find('`', at)) {
      const std::size_t end = column.find('`', at + 1);
      keys.insert(column.substr(at + 1, end - at - 1));
      at = end + 1;
    }
  }
  return keys;
}

/// Every key of the example is documented and every documented key is in the example, `but` those that
/// another page documents.
void check_keys(const std::string& page, const std::set<std::string>& but = {}) {
  std::set<std::string> used;
  add_keys(nlohmann::json::parse(example_in(page)), used);
  for (const std::string& key : but) used.erase(key);
  BOOST_TEST(used == documented_keys(page), boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(format_docs)

BOOST_AUTO_TEST_CASE(the_documented_plan_is_read_and_written_the_same) {
  const std::string page = test::text_of("docs/plan-format.md"), example = example_in(page);
  BOOST_TEST(write_crop_plan(read_crop_plan(example, "plan-format.md")) == example);
  check_keys(page);
}

BOOST_AUTO_TEST_CASE(the_documented_analysis_is_read_and_written_the_same) {
  const std::string page = test::text_of("docs/analysis-format.md"), example = example_in(page);
  BOOST_TEST(write_analysis(read_analysis(example, "analysis-format.md")) ==
             test::replaced(example, "0.1.0", std::string(version())));
  check_keys(page, {"keyframes", "time"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
