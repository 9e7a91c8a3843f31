// Windows and candidates of two videos, compared with those stored in tests/reference. They are stored anew
// by
//     SMARTCROP_UPDATE_REFERENCE=1 build/dev/bin/smartcrop_cli_tests --run_test=cli_reference
// Look at the difference before committing it.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/cli.hpp"
#include "support/skip.hpp"

using namespace smartcrop::test;
using nlohmann::json;

namespace {

/// Another version of x264 makes another sample.mp4, another FFmpeg or OpenCV other last bits.
constexpr double kShare = 0.02;       // of kept shares
constexpr double kScore = 2;          // of candidates' scores, 0..100
constexpr double kPathShare = 0.015;  // of moving windows' x, as a share of the video's width
constexpr int kEvery = 10;            // frames between the stored windows

std::string reference_path(const std::string& name) {
  return SMARTCROP_TEST_SOURCE_DIR "/tests/reference/" + name + ".json";
}

/// x of every tenth window of a `--windows` file.
std::vector<double> xs_of(const std::string& csv) {
  std::vector<double> xs;
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  for (int frame = 0; std::getline(lines, line); ++frame) {
    if (frame % kEvery != 0) continue;
    const std::size_t x = line.find(',', line.find(',') + 1) + 1;
    xs.push_back(std::round(10 * std::stod(line.substr(x))) / 10);
  }
  return xs;
}

json analyzed(const std::string& video) {
  const TemporaryFolder folder;
  const json fixed = json::parse(app("analyze", {video, "--aspect", "1:1", "--quiet", "--json", "-"}).out);
  const json moving = json::parse(app("analyze", {video, "--mode", "dynamic", "--aspect", "9:16", "--quiet",
                                                  "--windows", folder / "windows.csv", "--json", "-"})
                                      .out);
  json result;
  result["candidates"] = json::array();
  for (const json& candidate : fixed["aspects"][0]["candidates"]) {
    json& stored = result["candidates"].emplace_back();
    for (const char* key : {"x", "y", "w", "h", "strategy"}) stored[key] = candidate[key];
    stored["score"] = std::round(candidate["score"].get<double>() * 10) / 10;
  }
  result["kept_share"] = fixed["aspects"][0]["kept_share"];
  result["shots"] = json::array();
  for (const json& shot : moving["shots"]) result["shots"].push_back(shot["start_frame"]);
  result["moving_kept_share"] = moving["aspects"][0]["kept_share"];
  result["moving_x"] = xs_of(file_text(folder / "windows.csv"));
  return result;
}

void check_share(const json& found, const json& stored, const char* key) {
  BOOST_TEST_CONTEXT(key)
  BOOST_TEST(std::abs(found[key].get<double>() - stored[key].get<double>()) <= kShare);
}

void check(const std::string& name, const std::string& file, double width) {
  const std::string video = data_file(file);
  if (video.empty()) return;
  const json found = analyzed(video);
  if (std::getenv("SMARTCROP_UPDATE_REFERENCE"))
    return write_file(reference_path(name), found.dump(1) + "\n");
  const json stored = json::parse(file_text(reference_path(name)));
  check_share(found, stored, "kept_share");
  check_share(found, stored, "moving_kept_share");
  BOOST_TEST(found["shots"] == stored["shots"]);
  const json &candidates = found["candidates"], &expected = stored["candidates"];
  BOOST_REQUIRE(candidates.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST_CONTEXT("candidate " << i + 1) {
      for (const char* key : {"x", "y", "w", "h", "strategy"})
        BOOST_TEST(candidates[i][key] == expected[i][key]);
      const double difference = candidates[i]["score"].get<double>() - expected[i]["score"].get<double>();
      BOOST_TEST(std::abs(difference) <= kScore);
    }
  }
  const auto xs = found["moving_x"].get<std::vector<double>>();
  const auto expected_xs = stored["moving_x"].get<std::vector<double>>();
  BOOST_REQUIRE(xs.size() == expected_xs.size());
  for (std::size_t i = 0; i < xs.size(); ++i)
    BOOST_TEST(std::abs(xs[i] - expected_xs[i]) <= kPathShare * width,
               "frame " << kEvery * i << ": " << xs[i]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_reference)

BOOST_AUTO_TEST_CASE(the_sample_has_the_windows_it_had) {
  check("sample", "sample.mp4", 1280);
}

BOOST_AUTO_TEST_CASE(the_clip_of_walking_people_has_the_windows_it_had) {
  check("vtest", "vtest.avi", 768);
}

BOOST_AUTO_TEST_SUITE_END()
