// --for and --safe-zone.

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"
#include "support/thrown.hpp"

using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(cli_platform)

BOOST_AUTO_TEST_CASE(analyze_takes_the_shape_of_a_platform) {
  const auto aspects = [](std::vector<std::string> options) {
    options.insert(options.begin(), {small_video(), "--json", "-"});
    return nlohmann::json::parse(app("analyze", options).out)["aspects"][0]["aspect"].get<std::string>();
  };
  BOOST_TEST(aspects({"--for", "tiktok"}) == "9:16");
  BOOST_TEST(aspects({"--for", "instagram", "--safe-zone"}) == "4:5");
  BOOST_TEST(aspects({"--for", "tiktok", "--aspect", "1:1"}) == "1:1");
}

BOOST_AUTO_TEST_CASE(a_safe_zone_needs_a_platform_and_faces) {
  for (const std::string verb : {"analyze", "visualize"}) {
    const ProcessResult result = app(verb, {small_video(), "--safe-zone"});
    BOOST_TEST(result.exit_code == 2);
    BOOST_TEST(contains(result.err, "--safe-zone needs --for"));
  }
  const ProcessResult blind =
      app("analyze", {small_video(), "--for", "reels", "--safe-zone", "--subjects", "off"});
  BOOST_TEST(blind.exit_code == 2);
  BOOST_TEST(contains(blind.err, "leave out --subjects off"));
}

BOOST_AUTO_TEST_CASE(a_platform_that_covers_nothing_is_told) {
  const ProcessResult result = app("analyze", {small_video(), "--for", "x", "--safe-zone"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(contains(result.err, "X covers no part of the picture"));
}

BOOST_AUTO_TEST_SUITE_END()
