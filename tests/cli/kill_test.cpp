#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "cli/cli.hpp"

using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

std::string video() {
  return make_media("kill.mp4", {"-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=6", "-c:v",
                                 "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"});
}

/// Runs smartcrop-crop and kills it after a while.
ProcessResult killed_crop(const std::string& output, std::chrono::milliseconds after) {
  return run({SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop", video(), output, "--force"}, "", [&](int pid) {
    std::this_thread::sleep_for(after);
    kill(pid, SIGKILL);
  });
}

bool is_whole(const std::string& path) {
  const ProcessResult decoded =
      run({"ffmpeg", "-v", "error", "-xerror", "-nostdin", "-i", path, "-f", "null", "-"});
  return decoded.exit_code == 0 && decoded.err.empty() && ffprobe(path, "v", "stream=nb_frames") == "150\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_kill)

BOOST_AUTO_TEST_CASE(a_kill_at_any_time_leaves_the_old_output_or_a_whole_new_one) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {video(), folder / "out.mp4"}).exit_code == 0);
  const std::string old = file_text(folder / "out.mp4");
  std::mt19937 random(20261123);
  std::uniform_int_distribution<int> delay_ms(50, 900);
  int kills = 0;
  for (int i = 0; i < 8; ++i) {
    kills += killed_crop(folder / "out.mp4", std::chrono::milliseconds(delay_ms(random))).exit_code == 137;
    BOOST_TEST((file_text(folder / "out.mp4") == old || is_whole(folder / "out.mp4")));
    // What a killed run left is tidied up by the next.
    BOOST_TEST(folder.names().size() <= 2);
  }
  BOOST_TEST(kills > 0);
  BOOST_TEST(app("crop", {video(), folder / "out.mp4", "--force"}).exit_code == 0);
  BOOST_TEST(folder.names() == std::vector<std::string>{"out.mp4"}, boost::test_tools::per_element());
  BOOST_TEST(is_whole(folder / "out.mp4"));
}

BOOST_AUTO_TEST_CASE(a_killed_run_leaves_no_file_of_the_outputs_name) {
  const TemporaryFolder folder;
  killed_crop(folder / "out.mp4", std::chrono::milliseconds(400));
  BOOST_TEST((!fs::exists(folder / "out.mp4") || is_whole(folder / "out.mp4")));
}

BOOST_AUTO_TEST_SUITE_END()
