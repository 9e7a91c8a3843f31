#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/browser.hpp"
#include "cli/cli.hpp"
#include "support/skip.hpp"

using namespace smartcrop::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// The small video under another name in a folder of its own.
std::string talk(const TemporaryFolder& folder, const std::string& name = "talk.mp4") {
  fs::copy_file(small_video(), folder / name);
  return folder / name;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

void check_failure(const ProcessResult& result, int code, const std::string& says) {
  BOOST_TEST(result.exit_code == code);
  BOOST_TEST(result.err.find(says) != std::string::npos, result.err);
  BOOST_TEST(lines(result.err) == (code == 2 ? 2 : 1), result.err);
  BOOST_TEST(result.out == "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_visualize)

BOOST_AUTO_TEST_CASE(without_an_option_a_report_appears_beside_the_video) {
  const TemporaryFolder folder;
  const ProcessResult result = app("visualize", {talk(folder)});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(result.out == folder / "talk.visualize/report.html\n");
  BOOST_TEST(folder.names() == (std::vector<std::string>{"talk.mp4", "talk.visualize"}),
             boost::test_tools::per_element());
  BOOST_TEST(names_in(folder / "talk.visualize") == (std::vector<std::string>{"report.html"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_output_that_is_asked_for_is_made_and_no_other) {
  const TemporaryFolder folder;
  const ProcessResult result =
      app("visualize", {small_video(), "--output", folder / "out", "--heatmap", "motion", "--heatmap",
                        "edges", "--heatmap", "complexity", "--heatmap", "saturation", "--heatmap",
                        "importance", "--heatmap", "motion", "--plot", "--contact-sheet", "--video"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(
      names_in(folder / "out") ==
          (std::vector<std::string>{"contact-sheet.jpg", "heatmap-complexity.jpg", "heatmap-edges.jpg",
                                    "heatmap-importance.jpg", "heatmap-motion.jpg", "heatmap-saturation.jpg",
                                    "overlay.mp4", "scores.png", "timeline.png"}),
      boost::test_tools::per_element());
  for (const std::string& name : names_in(folder / "out"))
    BOOST_TEST(ffprobe(folder / "out/" + name, "v", "stream=width") != "", name);
  BOOST_TEST(stream_md5(folder / "out/overlay.mp4", "a") == stream_md5(small_video(), "a"));
  BOOST_TEST(ffprobe(folder / "out/overlay.mp4", "v", "frame=pts_time") ==
             ffprobe(small_video(), "v", "frame=pts_time"));
}

BOOST_AUTO_TEST_CASE(transparent_pictures_are_shown_without_their_transparency) {
  const TemporaryFolder folder;
  const std::string glass = make_media(
      "glass.mov", {"-f", "lavfi", "-i", "color=red@0.5:size=320x180:rate=25:duration=1,format=rgba", "-c:v",
                    "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le"});
  const ProcessResult result = app("visualize", {glass, "--video", "--output", folder / "out"});
  BOOST_TEST(result.exit_code == 0, result.err);
  BOOST_TEST(names_in(folder / "out").size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_analysis_given_is_shown_as_it_is) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("analyze", {small_video(), "--json", folder / "a.json", "--aspect", "9:16"}).exit_code ==
                0);
  json document = json::parse(file_text(folder / "a.json"));
  document["aspects"][0]["candidates"][0]["reason"] = "a reason that nobody measured";
  write_file(folder / "a.json", document.dump());
  const ProcessResult result =
      app("visualize", {small_video(), "--analysis", folder / "a.json", "--output", folder / "out",
                        "--report", "--plot", "--heatmap", "importance"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  const std::string page = file_text(folder / "out/report.html");
  BOOST_TEST(page.find("a reason that nobody measured") != std::string::npos);
  BOOST_TEST(page.find("The 9:16 window") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_analysis_without_maps_makes_a_report_but_no_heat_map) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("analyze", {small_video(), "--json", folder / "a.json"}).exit_code == 0);
  json document = json::parse(file_text(folder / "a.json"));
  document.erase("maps");
  document.erase("timeline");
  document["aspects"][0].erase("curves");  // values of the timeline's steps
  write_file(folder / "a.json", document.dump());
  const std::vector<std::string> common{small_video(), "--analysis", folder / "a.json", "--output",
                                        folder / "out"};
  for (const std::vector<std::string>& option :
       {std::vector<std::string>{"--heatmap", "motion"}, {"--plot"}, {"--video"}}) {
    std::vector<std::string> arguments = common;
    arguments.insert(arguments.end(), option.begin(), option.end());
    check_failure(app("visualize", arguments), 1, "a.json: the analysis holds no");
    BOOST_TEST(folder.names() == std::vector<std::string>{"a.json"}, boost::test_tools::per_element());
  }
  BOOST_TEST(app("visualize", common).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_plan_given_is_what_is_shown) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("analyze", {small_video(), "--scale", "0.75", "--plan", folder / "p.json"}).exit_code ==
                0);
  json plan = json::parse(file_text(folder / "p.json"));
  plan["shots"][0]["keyframes"][0]["x"] = 2;
  plan["shots"][0]["keyframes"][0]["y"] = 4;
  write_file(folder / "p.json", plan.dump());
  const ProcessResult result =
      app("visualize", {small_video(), "--plan", folder / "p.json", "--output", folder / "out"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  const std::string page = file_text(folder / "out/report.html");
  BOOST_TEST(page.find("left edge at 2, top edge at 4") != std::string::npos);
  BOOST_TEST(page.find("--plan " + folder / "p.json") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_commands_of_a_report_do_what_it_shows) {
  const TemporaryFolder folder;
  const std::string video = talk(folder, "it's & <b>.mp4");
  BOOST_REQUIRE(app("visualize", {video, "--output", folder / "out", "--aspect", "9:16", "--grid", "3x2",
                                  "--strategy", "Motion Priority"})
                    .exit_code == 0);
  std::string page = file_text(folder / "out/report.html");
  const std::size_t begin = page.find("<pre>smartcrop crop ");
  BOOST_REQUIRE(begin != std::string::npos);
  std::string command = page.substr(begin + 5, page.find("</pre>", begin) - begin - 5);
  for (const auto& [from, to] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&#39;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}}) {
    for (std::size_t at; (at = command.find(from)) != std::string::npos;)
      command.replace(at, std::strlen(from), to);
  }
  const ProcessResult crop =
      run({"sh", "-c", "PATH=" SMARTCROP_TEST_BINARY_DIR "/bin:$PATH " + command + " --dry-run"});
  BOOST_REQUIRE_MESSAGE(crop.exit_code == 0, crop.err);
  const json plan = json::parse(crop.out.substr(0, crop.out.rfind("ffmpeg ")));
  const json& window = plan["shots"][0]["keyframes"][0];
  BOOST_TEST(page.find("left edge at " + std::to_string(window["x"].get<int>()) + ", top edge at " +
                       std::to_string(window["y"].get<int>())) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_moving_window_is_shown) {
  const TemporaryFolder folder;
  const ProcessResult result =
      app("visualize", {small_video(), "--mode", "dynamic", "--subjects", "off", "--aspect", "9:16",
                        "--output", folder / "out", "--report", "--video"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(ffprobe(folder / "out/overlay.mp4", "v", "stream=nb_frames") == "50\n");
}

BOOST_AUTO_TEST_CASE(existing_files_are_kept_unless_force_is_given) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "out");
  write_file(folder / "out/report.html", "mine");
  write_file(folder / "out/notes.txt", "mine too");
  check_failure(app("visualize", {small_video(), "--output", folder / "out"}), 1,
                "report.html: already exists; use --force");
  BOOST_TEST(file_text(folder / "out/report.html") == "mine");
  BOOST_REQUIRE(app("visualize", {small_video(), "--output", folder / "out", "--force"}).exit_code == 0);
  BOOST_TEST(file_text(folder / "out/report.html").starts_with("<!DOCTYPE html>"));
  BOOST_TEST(file_text(folder / "out/notes.txt") == "mine too");
  BOOST_TEST(folder.names() == std::vector<std::string>{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(bad_input_is_one_clear_line_and_nothing_is_left_behind) {
  const TemporaryFolder folder;
  const std::string out = folder / "out", video = small_video();
  write_file(folder / "file", "");
  write_file(folder / "bad.json", "{}");
  write_file(folder / "words.mp4", "these are words");
  BOOST_REQUIRE(app("analyze", {video, "--plan", folder / "p.json", "--json", folder / "a.json"}).exit_code ==
                0);
  const std::string other =
      make_media("other.mp4", {"-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1"});
  const auto before = folder.names();

  check_failure(app("visualize", {}), 2, "no input video");
  check_failure(app("visualize", {folder / "none.mp4", "--output", out}), 1, "none.mp4");
  check_failure(app("visualize", {folder / "words.mp4", "--output", out}), 1, "words.mp4");
  check_failure(app("visualize", {video, "--output", out, "--heatmap", "beauty"}), 2,
                "heatmap 'beauty' is not motion, complexity, edges, saturation or importance");
  check_failure(app("visualize", {video, "--output", ""}), 2, "--output is empty");
  check_failure(app("visualize", {video, "--output", folder / "file"}), 1, "file: is a file, not a folder");
  check_failure(app("visualize", {video, "--output", folder / "no/such/out"}), 1, "cannot make this folder");
  check_failure(app("visualize", {video, "--output", out, "--analysis", folder / "none.json"}), 1,
                "none.json: cannot read");
  check_failure(app("visualize", {video, "--output", out, "--analysis", folder / "bad.json"}), 1,
                "bad.json: ");
  check_failure(app("visualize", {video, "--output", out, "--analysis", folder / "p.json"}), 1,
                "is a crop plan, not an analysis");
  check_failure(app("visualize", {video, "--output", out, "--plan", folder / "bad.json"}), 1, "bad.json: ");
  check_failure(app("visualize", {other, "--output", out, "--analysis", folder / "a.json"}), 1,
                "a.json: was made from a video of 320x180");
  check_failure(app("visualize", {other, "--output", out, "--plan", folder / "p.json"}), 1,
                "p.json: was made for a source of 320x180");
  check_failure(app("visualize", {video, "--output", out, "--analysis", folder / "a.json", "--grid", "3"}), 2,
                "leave out --grid");
  check_failure(
      app("visualize", {video, "--output", out, "--heatmap", "importance", "--strategy", "Balanced"}), 1,
      "no importance");
  BOOST_TEST(folder.names() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(interrupted_it_leaves_nothing_behind) {
  const TemporaryFolder folder;
  const std::string video =
      make_media("long.mp4", {"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60", "-c:v",
                              "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"});
  const ProcessResult result = run(
      {SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-visualize", video, "--output", folder / "out", "--video"},
      {}, [](int pid) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        kill(pid, SIGINT);
      });
  BOOST_TEST(result.exit_code == 130);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(what_a_killed_one_left_is_removed_but_not_what_another_writes) {
  const TemporaryFolder folder;
  const std::string video = talk(folder);
  const std::string killed = ".out.partial-1-0123abcd", at_work = ".out.partial-2-0123abcd",
                    other = ".other.partial-1-0123abcd";
  for (const std::string& name : {killed, at_work, std::string(".out.partial-else"), other})
    fs::create_directory(folder / name);
  std::ofstream(folder / (killed + "/report.html")) << "half of it";
  const int descriptor = open((folder / at_work).c_str(), O_RDONLY | O_DIRECTORY);
  BOOST_REQUIRE(flock(descriptor, LOCK_EX) == 0);
  BOOST_TEST(app("visualize", {video, "--plot", "--output", folder / "out"}).exit_code == 0);
  const std::vector<std::string> left{other, at_work, ".out.partial-else", "out", "talk.mp4"};
  BOOST_TEST(names_in(folder / "") == left, boost::test_tools::per_element());
  close(descriptor);
}

BOOST_AUTO_TEST_CASE(a_browser_shows_the_report_whole_on_a_phone_and_a_desk_in_light_and_dark) {
  if (skips(!has_browser(), "Chromium", "apt-get install chromium")) return;
  const PageLook bad = look_at(
      "<!DOCTYPE html><img src=data:image/png;base64,AAAA width=9><div style=width:900px>wide</div>"
      "<script>console.error('trouble')</script>",
      390);
  BOOST_TEST(bad.broken_images == 1);
  BOOST_TEST(bad.scroll_width >= 900);
  BOOST_TEST(bad.console.find("trouble") != std::string::npos);

  const TemporaryFolder folder;
  const std::string video =
      talk(folder, "a-rather-long-name-without-any-place-to-break-it-into-two-lines-at-all.mp4");
  BOOST_REQUIRE(app("visualize", {video, "--output", folder / "out", "--aspect", "9:16", "--aspect", "16:9"})
                    .exit_code == 0);
  const std::string page = file_text(folder / "out/report.html");
  for (const auto& [width, dark] : {std::pair{390, false}, {390, true}, {320, false}, {1280, false}}) {
    const PageLook look = look_at(page, width, dark);
    BOOST_TEST_CONTEXT(width << (dark ? " dark" : " light")) {
      BOOST_TEST(look.console == "");
      BOOST_TEST(look.width == width);
      BOOST_TEST(look.scroll_width <= width);
      BOOST_TEST(look.images > 20);
      BOOST_TEST(look.broken_images == 0);
      BOOST_TEST(look.hidden_images == 0);
      BOOST_TEST(look.background == (dark ? "rgb(22, 25, 29)" : "rgb(255, 255, 255)"));
      BOOST_TEST(look.text.find("Why: most of what matters") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
