#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"

using namespace smartcrop::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int kFrames = 50;

/// A dataset of crossing(), its square labeled.
void make_dataset(const TemporaryFolder& folder) {
  fs::create_directories(folder.path() / "videos");
  fs::create_directories(folder.path() / "boxes");
  fs::copy_file(crossing(), folder / "videos/crossing.mp4");
  std::string boxes = "frame,x,y,w,h\n";
  for (int i = 0; i < kFrames; ++i)
    boxes += std::to_string(i) + "," + std::to_string(10 + 5 * i) + ",70,40,40\n";
  write_file(folder / "boxes/crossing.csv", boxes);
}

/// Windows of 102x180 px, the left edge `lag` px before the square's middle.
void make_windows(const TemporaryFolder& folder, int lag) {
  fs::create_directories(folder.path() / "mine");
  std::string windows = "frame,time,x,y,w,h\n";
  for (int i = 0; i < kFrames; ++i) {
    windows += std::to_string(i) + "," + std::to_string(i / 25.0) + "," +
               std::to_string(std::clamp(30 + 5 * i - lag, 0, 218)) + ",0,102,180\n";
  }
  write_file(folder / "mine/crossing.csv", windows);
}

json scores(const TemporaryFolder& folder, std::vector<std::string> options) {
  options.insert(options.begin(), {folder.path().string(), "--json", "-", "--quiet"});
  const ProcessResult result = app("evaluate", options);
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  return json::parse(result.out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_evaluate)

BOOST_AUTO_TEST_CASE(the_moving_window_keeps_what_the_center_loses) {
  const TemporaryFolder folder;
  make_dataset(folder);
  const json moving = scores(folder, {"--aspect", "9:16"});
  BOOST_TEST(moving["clips"].size() == 1u);
  BOOST_TEST(moving["clips"][0]["clip"] == "crossing");
  BOOST_TEST(moving["mean"]["frames"] == kFrames);
  BOOST_TEST(moving["mean"]["score"].get<double>() > 0.9);
  BOOST_TEST(moving["mean"]["center"].get<double>() < 0.6);
  const json fixed = scores(folder, {"--mode", "static"});
  BOOST_TEST(fixed["mean"]["score"].get<double>() <= fixed["mean"]["best_fixed"].get<double>() + 0.01);
  BOOST_TEST(fixed["mean"]["still"] == 1.0);
}

BOOST_AUTO_TEST_CASE(windows_of_another_method_are_scored) {
  const TemporaryFolder folder;
  make_dataset(folder);
  make_windows(folder, 51);
  const json mean = scores(folder, {"--windows-dir", folder / "mine"})["mean"];
  BOOST_TEST(mean["score"] == 1.0);
  BOOST_TEST(mean["whole"] == 1.0);
  BOOST_TEST(mean["idle"].is_null());  // the square is in every frame
  make_windows(folder, 0);  // half of the square is outside until the frame's right edge stops the window
  const double half = scores(folder, {"--windows-dir", folder / "mine"})["mean"]["score"];
  BOOST_TEST((half > 0.5 && half < 0.65));
}

BOOST_AUTO_TEST_CASE(a_table_is_printed_and_a_signal_can_be_left_out) {
  const TemporaryFolder folder;
  make_dataset(folder);
  const ProcessResult result = app("evaluate", {folder.path().string(), "--without", "color"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  for (const char* part : {"clip", "best fixed", "crossing", "whole", "offset", "idle %", "MEAN of 1",
                           "worse than the center on 0"}) {
    BOOST_TEST_CONTEXT(part) BOOST_TEST(result.out.find(part) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(wrong_input_is_told_in_a_line) {
  const TemporaryFolder folder;
  const auto fails = [](const ProcessResult& result, int code, const std::string& part) {
    BOOST_TEST(result.exit_code == code);
    BOOST_TEST(lines(result.err) <= 2);  // the line, and where to find help
    BOOST_TEST_CONTEXT(result.err) BOOST_TEST(result.err.find(part) != std::string::npos);
  };
  fails(app("evaluate", {}), 2, "no data set");
  fails(app("evaluate", {folder / "none"}), 1, "none");
  fails(app("evaluate", {folder.path().string()}), 1, "videos");
  make_dataset(folder);
  fails(app("evaluate", {folder.path().string(), "--windows-dir", folder / "mine"}), 1, "crossing.csv");
  fails(app("evaluate", {folder.path().string(), "--aspect", "1:1", "--aspect", "9:16"}), 2, "one aspect");
  fails(app("evaluate", {folder.path().string(), "--without", "luck"}), 2, "signal 'luck'");
  write_file(folder / "boxes/crossing.csv", "frame,x,y,w,h\n0,1,2,three,4\n");
  fails(app("evaluate", {folder.path().string()}), 1, "crossing.csv");
}

BOOST_AUTO_TEST_CASE(several_methods_are_compared_in_one_table_file_and_picture) {
  const TemporaryFolder folder;
  make_dataset(folder);
  make_windows(folder, 51);
  const ProcessResult result =
      app("evaluate", {folder.path().string(), "--method", "dynamic", "--method", "without-motion",
                       "--windows-dir", "theirs=" + (folder / "mine"), "--csv", folder / "all.csv", "--plot",
                       folder / "all.png", "--json", folder / "all.json", "--quiet"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(lines(result.out) == 4);
  const std::string csv = file_text(folder / "all.csv");
  BOOST_TEST(lines(csv) == 4);
  BOOST_TEST(csv.find("\ntheirs,crossing,50,1.000000") != std::string::npos, csv);
  const json document = json::parse(file_text(folder / "all.json"));
  BOOST_TEST(document["methods"].size() == 3u);
  BOOST_TEST(document["methods"][0]["method"] == "dynamic");
  BOOST_TEST(document["command"].size() == 15u);
  BOOST_TEST(document["smartcrop"].contains("version"));
  BOOST_TEST(ffprobe(folder / "all.png", "v", "stream=codec_name") == "png\n");
}

BOOST_AUTO_TEST_CASE(a_method_that_there_is_not_is_a_usage_error) {
  const TemporaryFolder folder;
  make_dataset(folder);
  const ProcessResult result = app("evaluate", {folder.path().string(), "--method", "magic"});
  BOOST_TEST(result.exit_code == 2);
  BOOST_TEST(result.err.find("'magic' is not one of dynamic, static") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_british_name_of_a_method_is_the_american_one) {
  const TemporaryFolder folder;
  make_dataset(folder);
  const json british = scores(folder, {"--method", "without-colour"});
  BOOST_TEST(british["method"] == "without-color");
  BOOST_TEST(british["mean"] == scores(folder, {"--method", "without-color"})["mean"]);
}

BOOST_AUTO_TEST_SUITE_END()
