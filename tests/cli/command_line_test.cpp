// What all apps do with their command line, and with an output that nobody reads.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/cli.hpp"

using namespace smartcrop::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kVerbs{"analyze", "batch", "crop",  "evaluate",
                                      "merge",   "plan",  "serve", "visualize"};

/// The end of an app whose standard output is a pipe that is closed at the other end: what it prints on
/// stderr, and its status as a shell sees it.
std::string end_with_closed_pipe(std::vector<std::string> command) {
  // The writing end tries until the other end is gone; then the app starts, with SIGPIPE ignored.
  const std::string script =
      "{ trap '' PIPE; while printf x 2>/dev/null; do :; done; \"$@\"; echo \"status $?\" >&2; } | :";
  command.insert(command.begin(), {"sh", "-c", script, "sh"});
  return run(command).err;
}

std::string program(const std::string& verb) {
  return SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-" + verb;
}

/// Runs a command in a folder.
ProcessResult run_in(const TemporaryFolder& folder, std::vector<std::string> command) {
  command.insert(command.begin(), {"sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path().string()});
  return run(command);
}

/// A folder with the video `-a.mp4`.
struct DashFolder : TemporaryFolder {
  DashFolder() { fs::copy_file(small_video(), *this / "-a.mp4"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_command_line)

BOOST_AUTO_TEST_CASE(help_into_a_closed_pipe_ends_without_a_message) {
  for (const std::string& verb : kVerbs)
    BOOST_TEST(end_with_closed_pipe({program(verb), "--help"}) == "status 141\n", verb);
  const std::string dispatcher = SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop";
  BOOST_TEST(end_with_closed_pipe({dispatcher, "crop", "--help"}) == "status 141\n");
  BOOST_TEST(end_with_closed_pipe({dispatcher, "--help"}).starts_with("status "));
}

BOOST_AUTO_TEST_CASE(the_list_of_verbs_says_what_each_does_as_its_own_help_does) {
  const std::string list = run({SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop", "--help"}).out;
  for (const std::string& verb : kVerbs) {
    const std::string help = app(verb, {"--help"}).out;
    const std::string begin = "smartcrop-" + verb + " - ";
    BOOST_REQUIRE(help.starts_with(begin));
    const std::string summary = help.substr(begin.size(), help.find('\n') - begin.size());
    const std::size_t at = list.find("\n  " + verb + " ");
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, verb);
    BOOST_TEST(list.substr(at + 1, list.find('\n', at + 1) - at - 1) ==
               "  " + verb + std::string(11 - verb.size(), ' ') + summary);
  }
}

BOOST_AUTO_TEST_CASE(results_into_a_closed_pipe_end_without_a_message) {
  const std::string video = small_video();
  BOOST_TEST(end_with_closed_pipe({program("analyze"), video}) == "status 141\n");
  BOOST_TEST(end_with_closed_pipe({program("analyze"), video, "--json", "-"}) == "status 141\n");
  BOOST_TEST(end_with_closed_pipe({program("analyze"), video, "--json", "/dev/stdout"}) == "status 141\n");
  BOOST_TEST(end_with_closed_pipe({program("crop"), video, "--dry-run"}) == "status 141\n");
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_leaves_whole_files_or_none) {
  const TemporaryFolder folder;
  const std::string cropped = folder / "out.mp4";
  BOOST_TEST(end_with_closed_pipe({program("crop"), small_video(), cropped, "--preset", "ultrafast"}) ==
             "status 141\n");
  BOOST_TEST(folder.names() == std::vector<std::string>{"out.mp4"}, boost::test_tools::per_element());
  BOOST_TEST(run({"ffmpeg", "-v", "error", "-xerror", "-i", cropped, "-f", "null", "-"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_full_standard_output_is_an_error_with_a_message) {
  const ProcessResult result =
      run({"sh", "-c", "\"$0\" --help >/dev/full", SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err == "smartcrop-crop: cannot write to standard output\n");
}

BOOST_AUTO_TEST_CASE(names_that_begin_with_a_dash_follow_two_dashes_and_options_may_stand_on_either_side) {
  using Words = std::vector<std::string>;
  const std::vector<std::pair<Words, std::string>> cases{
      {{"--preset", "ultrafast", "--", "-a.mp4"}, "-a.smart_cropped.mp4"},
      {{"--preset", "ultrafast", "--", "-a.mp4", "-out.mp4"}, "-out.mp4"},
      {{"--", "-a.mp4", "--preset", "ultrafast"}, "-a.smart_cropped.mp4"},
      {{"--", "-a.mp4", "-out.mp4", "--preset", "ultrafast", "-q"}, "-out.mp4"},
      {{"--quiet", "--", "-a.mp4", "--preset=ultrafast", "-out.mp4"}, "-out.mp4"}};
  for (const auto& [words, output] : cases) {
    for (const Words& verb :
         {Words{program("crop")}, Words{SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop", "crop"}}) {
      const DashFolder folder;
      Words command = verb;
      command.insert(command.end(), words.begin(), words.end());
      const ProcessResult result = run_in(folder, command);
      BOOST_TEST(result.exit_code == 0, result.err);
      BOOST_TEST(result.out == output + "\n");
      BOOST_TEST(fs::exists(folder / output));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_word_after_two_dashes_is_a_name_even_where_it_spells_an_option) {
  const TemporaryFolder folder;
  fs::copy_file(small_video(), folder / "--force");
  const ProcessResult result = run_in(folder, {program("analyze"), "--json", "-", "--", "--force"});
  BOOST_TEST(result.exit_code == 0, result.err);
}

BOOST_AUTO_TEST_CASE(printed_commands_work_for_names_that_begin_with_a_dash) {
  const DashFolder folder;
  const ProcessResult dry = run_in(folder, {program("crop"), "--dry-run", "--", "-a.mp4", "-out.mp4"});
  BOOST_TEST_REQUIRE(dry.exit_code == 0, dry.err);
  const ProcessResult made = run_in(folder, {"sh", "-c", dry.out.substr(dry.out.rfind("ffmpeg "))});
  BOOST_TEST(made.exit_code == 0, made.err);
  BOOST_TEST(fs::exists(folder / "-out.mp4"));
}

BOOST_AUTO_TEST_CASE(a_batch_crops_names_that_begin_with_a_dash) {
  const DashFolder folder;
  const ProcessResult result =
      run_in(folder, {program("batch"), "*.mp4", "--output-dir", "out", "--preset", "ultrafast"});
  BOOST_TEST(result.exit_code == 0, result.out + result.err);
  BOOST_TEST(fs::exists(folder / "out/-a.smart_cropped.mp4"));
}

BOOST_AUTO_TEST_CASE(the_british_spelling_of_a_signal_is_taken_like_the_american_one) {
  const auto analysis = [](const char* signal) {
    return app("analyze", {small_video(), "--mode", "dynamic", "--plan", "-", "--without", signal});
  };
  const ProcessResult british = analysis("colour"), american = analysis("color");
  BOOST_TEST(british.exit_code == 0, british.err);
  BOOST_TEST(british.out == american.out);
}

BOOST_AUTO_TEST_CASE(the_removed_option_faces_is_taken_as_subjects) {
  const auto analysis = [](std::vector<std::string> options) {
    options.insert(options.begin(), {small_video(), "--mode", "dynamic", "--json", "-"});
    const ProcessResult result = app("analyze", options);
    BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    json document = json::parse(result.out);
    document.erase("timing");
    return document;
  };
  const json faces = analysis({"--subjects", "faces", "--detections", "4"});
  BOOST_CHECK(analysis({"--faces", "4"}) == faces);
  BOOST_CHECK(analysis({"--faces=4"}) == faces);
  BOOST_CHECK(analysis({"--faces", "0"}) == analysis({"--subjects", "off"}));
  BOOST_TEST(app("analyze", {small_video(), "--faces"}).exit_code == 2);
  BOOST_TEST(app("analyze", {small_video(), "--faces", "many"}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(a_misspelt_option_is_a_usage_error_that_suggests_the_right_one) {
  const TemporaryFolder folder;
  write_file(folder / "a.ini", "aspcet = 1:1\n");
  const auto complaint = [&](const std::vector<std::string>& words) {
    std::vector<std::string> arguments{small_video(), "--dry-run"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const ProcessResult result = app("crop", arguments);
    BOOST_TEST(result.exit_code == 2);
    return result.err.substr(0, result.err.find('\n'));
  };
  const std::string begin = "smartcrop-crop: unknown option --";
  BOOST_TEST(complaint({"--aspct", "1:1"}) == begin + "aspct; did you mean --aspect?");
  BOOST_TEST(complaint({"--trimborders"}) == begin + "trimborders; did you mean --trim-borders?");
  BOOST_TEST(complaint({"--encoder-op=a=b"}) == begin + "encoder-op; did you mean --encoder-opt?");
  BOOST_TEST(complaint({"--strat", "Auto"}) == begin + "strat; did you mean --strategy?");
  BOOST_TEST(complaint({"--frobnicate"}) == begin + "frobnicate");
  BOOST_TEST(complaint({"--config", folder / "a.ini"}) ==
             "smartcrop-crop: " + (folder / "a.ini") + ": unknown option --aspcet; did you mean --aspect?");
}

BOOST_AUTO_TEST_CASE(each_option_has_one_short_line_of_help) {
  for (const std::string& verb : kVerbs) {
    std::istringstream config(app(verb, {"--dump-config"}).out);
    for (std::string line; std::getline(config, line);) BOOST_TEST(line.size() < 170, verb << ": " << line);
  }
}

BOOST_AUTO_TEST_SUITE_END()
