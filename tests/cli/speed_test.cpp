#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"

using namespace smartcrop::test;
using nlohmann::json;

namespace {

/// Nine seconds: moving, still, moving, three seconds each, with sound.
std::string still_in_the_middle() {
  return make_media("still-in-the-middle.mp4",
                    {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=9", "-f", "lavfi", "-i",
                     "sine=frequency=440:sample_rate=48000:duration=9", "-vf",
                     "lutyuv=enable='between(t,2.999,5.999)':y=128:u=128:v=128", "-c:v", "libx264", "-preset",
                     "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"});
}

double seconds_of(const std::string& path, const std::string& stream) {
  return std::stod(ffprobe(path, stream, "stream=duration"));
}

json plan_in(const std::string& dry_run) {
  return json::parse(dry_run.substr(0, dry_run.find("\n}\n") + 2));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_speed)

BOOST_AUTO_TEST_CASE(the_still_scene_is_sped_up_and_sound_keeps_step) {
  const TemporaryFolder folder;
  const ProcessResult result =
      app("crop", {still_in_the_middle(), folder / "o.mp4", "--speed-up", "auto", "--preset", "ultrafast"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(result.err.find("1 of 3 scenes change speed, saving 2.2 of 9.0 s") != std::string::npos);
  for (const char* stream : {"v", "a"})
    BOOST_TEST(std::abs(seconds_of(folder / "o.mp4", stream) - 6.75) < 0.04, stream);
}

BOOST_AUTO_TEST_CASE(a_dry_run_prints_the_scenes_and_no_command_that_would_do_something_else) {
  const ProcessResult dry = app("crop", {still_in_the_middle(), "--speed-up", "auto", "--dry-run"});
  BOOST_REQUIRE(dry.exit_code == 0);
  const json scenes = plan_in(dry.out)["scenes"];
  BOOST_REQUIRE(scenes.size() == 3u);
  BOOST_TEST(scenes[0]["speed"] == 1);
  BOOST_TEST(scenes[1]["speed"] == 4);
  BOOST_TEST(scenes[1]["start"] == "3");
  BOOST_TEST(!scenes[2].contains("end"));
  BOOST_TEST(dry.out.find("more happens in 2 of the other 2 scenes") != std::string::npos);
  BOOST_TEST(dry.out.find("# No equivalent ffmpeg command") != std::string::npos);
  BOOST_TEST(dry.out.find("\nffmpeg ") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(analyze_shows_the_same_scenes_and_writes_them_into_the_plan) {
  const TemporaryFolder folder;
  const ProcessResult table = app("analyze", {still_in_the_middle(), "--speed-up", "auto"});
  BOOST_TEST(table.out.find("1:1, scenes") != std::string::npos);
  BOOST_TEST(table.out.find("saving 2.2 of 9.0 s") != std::string::npos);
  BOOST_REQUIRE(
      app("analyze", {still_in_the_middle(), "--speed-up", "auto", "--plan", folder / "p.json"}).exit_code ==
      0);
  BOOST_TEST(json::parse(file_text(folder / "p.json"))["scenes"][1]["speed"] == 4);
}

BOOST_AUTO_TEST_CASE(scenes_take_their_speed_from_the_command_line_with_auto_or_without) {
  const auto speeds = [](std::vector<std::string> options) {
    options.insert(options.begin(), {still_in_the_middle(), "--dry-run"});
    const ProcessResult dry = app("crop", options);
    BOOST_REQUIRE_MESSAGE(dry.exit_code == 0, dry.err);
    std::vector<double> found;
    const json plan = plan_in(dry.out);
    for (const json& scene : plan["scenes"]) found.push_back(scene["speed"]);
    return found;
  };
  BOOST_TEST(speeds({"--scene-speed", "3=2.5"}) == (std::vector<double>{1, 1, 2.5}),
             boost::test_tools::per_element());
  BOOST_TEST(speeds({"--speed-up", "auto", "--scene-speed", "2=1", "--scene-speed", "1=2"}) ==
                 (std::vector<double>{2, 1, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(speeds({"--speed-up", "auto", "--max-speed", "3"})[1] == 3);
  BOOST_TEST(speeds({"--speed-up", "auto", "--dull-percentile", "0"}) == (std::vector<double>{1, 1, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(speeds({"--speed-up", "auto", "--min-saving", "5"})[1] == 1);
}

BOOST_AUTO_TEST_CASE(a_plan_edited_by_hand_is_rendered_and_can_be_changed) {
  const TemporaryFolder folder;
  const std::string plan = folder / "p.json";
  BOOST_REQUIRE(app("analyze", {still_in_the_middle(), "--scene-speed", "1=3", "--plan", plan}).exit_code ==
                0);
  BOOST_REQUIRE(
      app("crop", {still_in_the_middle(), folder / "a.mp4", "--plan", plan, "--ramp", "0"}).exit_code == 0);
  BOOST_TEST(std::abs(seconds_of(folder / "a.mp4", "v") - 7) < 0.04);
  BOOST_REQUIRE(app("crop", {still_in_the_middle(), folder / "b.mp4", "--plan", plan, "--scene-speed", "1=1",
                             "--scene-speed", "2=2", "--retime", "blend"})
                    .exit_code == 0);
  BOOST_TEST(std::abs(seconds_of(folder / "b.mp4", "v") - 7.5) < 0.04);
}

BOOST_AUTO_TEST_CASE(several_shapes_a_moving_window_and_a_part_go_with_it) {
  const TemporaryFolder folder;
  const ProcessResult result =
      app("crop", {still_in_the_middle(), folder / "o.mp4", "--aspect", "1:1", "--aspect", "9:16", "--mode",
                   "dynamic", "--subjects", "off", "--start", "1", "--end", "8", "--speed-up", "auto",
                   "--preset", "ultrafast"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  for (const char* name : {"o.1x1.mp4", "o.9x16.mp4"}) {
    BOOST_TEST(std::abs(seconds_of(folder / name, "v") - 4.75) < 0.04);
    BOOST_TEST(std::abs(seconds_of(folder / name, "a") - 4.75) < 0.04);
  }
}

BOOST_AUTO_TEST_CASE(wrong_speeds_are_usage_errors_in_one_line) {
  const auto check = [](std::vector<std::string> options, const std::string& part) {
    options.insert(options.begin(), {still_in_the_middle(), "--dry-run"});
    const ProcessResult result = app("crop", options);
    BOOST_TEST_CONTEXT(result.err) {
      BOOST_TEST(result.exit_code == 2);
      BOOST_TEST(lines(result.err) == 2);  // and where to find help
      BOOST_TEST(result.err.find(part) != std::string::npos);
    }
  };
  check({"--speed-up", "fast"}, "'fast' is not none or auto");
  check({"--speed-up", "auto", "--dull-percentile", "101"}, "dull percentile is 101");
  check({"--speed-up", "auto", "--max-speed", "20"}, "max speed is 20");
  check({"--dull-percentile", "20"}, "give --speed-up auto too");
  check({"--ramp", "0"}, "give --speed-up auto or --scene-speed too");
  check({"--scene-speed", "0=2"}, "is not SCENE=SPEED");
  check({"--scene-speed", "1=99"}, "is not SCENE=SPEED");
  check({"--scene-speed", "9=2"}, "there are 3 scenes");
  check({"--speed-up", "auto", "--segment-duration", "0"}, "is not above 0");
  check({"--speed-up", "auto", "--ramp", "-1"}, "is not a number of seconds");
  check({"--speed-up", "auto", "--retime", "melt"}, "is not drop or blend");
}

BOOST_AUTO_TEST_CASE(a_plan_without_scenes_has_none_to_speed_up) {
  const TemporaryFolder folder;
  const std::string plan = folder / "p.json";
  BOOST_REQUIRE(app("analyze", {still_in_the_middle(), "--plan", plan}).exit_code == 0);
  const ProcessResult result =
      app("crop", {still_in_the_middle(), folder / "o.mp4", "--plan", plan, "--scene-speed", "1=2"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("p.json: holds no scenes") != std::string::npos);
  BOOST_TEST(!std::filesystem::exists(folder / "o.mp4"));
}

BOOST_AUTO_TEST_CASE(the_report_and_the_contact_sheet_show_the_scenes) {
  const TemporaryFolder folder;
  const auto visualize = [&](const std::string& name, std::vector<std::string> options) {
    options.insert(options.begin(),
                   {still_in_the_middle(), "--output", folder / name, "--report", "--contact-sheet"});
    const ProcessResult result = app("visualize", options);
    BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    return ffprobe(folder / name + "/contact-sheet.jpg", "v", "stream=height");
  };
  const int with = std::stoi(visualize("with", {"--speed-up", "auto"})),
            without = std::stoi(visualize("without", {}));
  BOOST_TEST(with > without + 100);
  const std::string page = file_text(folder / "with" + "/report.html");
  BOOST_TEST(page.find("Scenes and speeds") != std::string::npos);
  BOOST_TEST(page.find("<b>4.00\u00d7</b>") != std::string::npos);
  BOOST_TEST(page.find("--speed-up auto") != std::string::npos);
  BOOST_TEST(file_text(folder / "without" + "/report.html").find("Scenes and") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
