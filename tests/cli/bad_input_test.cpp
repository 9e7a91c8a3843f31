#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "cli/cli.hpp"

using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

struct BadInput {
  std::string name;
  std::string file;                    ///< made by make_input(), under the test's folder
  std::vector<std::string> arguments;  ///< further ones
  int exit_code;
  std::string says;  ///< part of the one line on stderr
};

std::ostream& operator<<(std::ostream& out, const BadInput& bad) {
  return out << bad.name;
}

std::string make_input(const std::string& kind, const TemporaryFolder& folder) {
  if (kind == "video") return small_video();
  if (kind == "directory") return folder.path().string();
  if (kind == "webp") {
    return make_media("animated.webp",
                      {"-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5:duration=1", "-c:v", "libwebp_anim"});
  }
  const std::string path = folder / ("input-" + kind + ".mp4");
  if (kind == "empty") write_file(path, "");
  if (kind == "text") write_file(path, "these are words, not pictures\n");
  if (kind == "audio") {
    fs::copy_file(make_media("tone.m4a", {"-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"}), path);
  }
  return path;
}

const std::vector<BadInput> kBadInputs{
    {"a missing file", "missing", {}, 1, "input-missing.mp4"},
    {"a directory", "directory", {}, 1, "directory"},
    {"an empty file", "empty", {}, 1, "input-empty.mp4"},
    {"a text file", "text", {}, 1, "input-text.mp4"},
    {"a file with sound only", "audio", {}, 1, "no video"},
    {"animated WebP, which FFmpeg does not read", "webp", {}, 1, "animated WebP"},
    {"aspect 0:1", "video", {"--aspect", "0:1"}, 2, "'0:1'"},
    {"aspect a:b", "video", {"--aspect", "a:b"}, 2, "'a:b'"},
    {"aspect that is no shape", "video", {"--aspect", "tall"}, 2, "'tall'"},
    {"scale 0", "video", {"--scale", "0"}, 2, "scale"},
    {"scale 1.5", "video", {"--scale", "1.5"}, 2, "scale"},
    {"scale that is no number", "video", {"--scale", "big"}, 2, "scale"},
    {"an unknown mode", "video", {"--mode", "dancing"}, 2, "'dancing'"},
    {"an unknown way of moving", "video", {"--motion", "wild"}, 2, "'wild'"},
    {"an unknown layout", "video", {"--mode", "dynamic", "--layout", "both"}, 2, "'both'"},
    {"two windows that do not move", "video", {"--layout", "auto"}, 2, "mode dynamic"},
    {"an unknown signal", "video", {"--without", "luck"}, 2, "'luck'"},
    {"grid 0", "video", {"--grid", "0"}, 2, "'0'"},
    {"no samples", "video", {"--samples", "0"}, 2, "samples"},
    {"every 0", "video", {"--sampling", "dense", "--every", "0"}, 2, "every"},
    {"no candidates", "video", {"--candidates", "0"}, 2, "count"},
    {"an unknown strategy lists the valid ones", "video", {"--strategy", "Luck"}, 2, "Motion Priority"},
    {"an unknown option", "video", {"--speed"}, 2, "speed"},
    {"an abbreviated option", "video", {"--asp", "1:1"}, 2, "asp"},
    {"a start behind the end of the video", "video", {"--start", "100"}, 1, "small.mp4"},
    {"an end before the start", "video", {"--start", "1", "--end", "0.5"}, 2, "end"},
    {"a time that is none", "video", {"--start", "soon"}, 2, "'soon'"},
    {"negative threads", "video", {"--threads", "-1"}, 2, "threads"},
    {"a timeout that is none", "video", {"--timeout", "soon"}, 2, "'soon'"},
    {"a negative timeout", "video", {"--timeout", "-1"}, 2, "timeout"},
    {"an unknown progress style", "video", {"--progress", "fancy"}, 2, "'fancy'"},
    {"a config file that is missing", "video", {"--config", "/nowhere.ini"}, 1, "/nowhere.ini"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_bad_input)

BOOST_DATA_TEST_CASE(bad_input_gets_one_clear_line_and_leaves_nothing, kBadInputs, bad) {
  for (const std::string verb : {"analyze", "crop"}) {
    const TemporaryFolder inputs, outputs;
    std::vector<std::string> arguments{make_input(bad.file, inputs)};
    const std::vector<std::string> before = inputs.names();
    if (verb == "crop") arguments.push_back(outputs / "out.mp4");
    arguments.insert(arguments.end(), bad.arguments.begin(), bad.arguments.end());
    const ProcessResult result = app(verb, arguments);
    BOOST_TEST(result.exit_code == bad.exit_code);
    BOOST_TEST(result.err.find(bad.says) != std::string::npos, result.err);
    BOOST_TEST(lines(result.err) == (bad.exit_code == 2 ? 2 : 1), result.err);
    BOOST_TEST(result.out == "");
    BOOST_TEST(outputs.names().empty());
    BOOST_TEST(inputs.names() == before, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(no_input_at_all_is_a_usage_error) {
  BOOST_TEST(app("analyze", {}).exit_code == 2);
  BOOST_TEST(app("crop", {}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(an_output_folder_that_is_missing_is_named) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"analyze", "--json"}, std::vector<std::string>{"crop"}}) {
    std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    rest.insert(rest.begin(), small_video());
    rest.push_back("/nowhere/at/all.mp4");
    const ProcessResult result = app(arguments[0], rest);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.err.find("/nowhere/at/all.mp4") != std::string::npos, result.err);
    BOOST_TEST(lines(result.err) == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_used_as_far_as_it_decodes_and_says_so) {
  const TemporaryFolder folder;
  // Matroska keeps its index at the end or not at all, so what is left can be read.
  const std::string whole = make_media(
      "cut-source.mkv",
      {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4", "-c:v", "libx264", "-g", "12"});
  const std::string text = file_text(whole);
  write_file(folder / "half.mkv", text.substr(0, text.size() / 2));
  BOOST_TEST(app("analyze", {folder / "half.mkv"}).exit_code == 0);
  const ProcessResult cropped = app("crop", {folder / "half.mkv", folder / "out.mkv"});
  BOOST_TEST(cropped.exit_code == 0);
  BOOST_TEST(cropped.err.find("half.mkv") != std::string::npos, cropped.err);
  const long frames = lines(ffprobe(folder / "out.mkv", "v", "frame=pts_time"));
  BOOST_TEST(frames > 20);
  BOOST_TEST(frames < 80);
}

BOOST_AUTO_TEST_CASE(a_plan_with_an_error_names_the_key) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("analyze", {small_video(), "--plan", folder / "plan.json"}).exit_code == 0);
  std::string text = file_text(folder / "plan.json");
  text.replace(text.find("\"keyframes\""), 11, "\"keyfarmes\"");
  write_file(folder / "plan.json", text);
  const ProcessResult result =
      app("crop", {small_video(), folder / "out.mp4", "--plan", folder / "plan.json"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("keyfarmes") != std::string::npos, result.err);
  BOOST_TEST(result.err.find("plan.json") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(a_plan_for_a_video_of_another_size_is_refused) {
  const TemporaryFolder folder;
  const std::string other =
      make_media("other.mp4", {"-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=1"});
  BOOST_REQUIRE(app("analyze", {other, "--plan", folder / "plan.json"}).exit_code == 0);
  const ProcessResult result =
      app("crop", {small_video(), folder / "out.mp4", "--plan", folder / "plan.json"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("640x360") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(a_candidate_that_was_not_found_is_a_usage_error) {
  const TemporaryFolder folder;
  const ProcessResult result = app("crop", {small_video(), folder / "out.mp4", "--candidate", "99"});
  BOOST_TEST(result.exit_code == 2);
  BOOST_TEST(result.err.find("99") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unknown_encoder_lists_those_that_are_there) {
  const TemporaryFolder folder;
  const ProcessResult result = app("crop", {small_video(), folder / "out.mp4", "--encoder", "libx999"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("libx264") != std::string::npos, result.err);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_SUITE_END()
