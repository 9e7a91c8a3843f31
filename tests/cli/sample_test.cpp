// The sample video, whose subject's path is known (data/README.md), and a real one.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"

using namespace smartcrop::test;
using nlohmann::json;

BOOST_AUTO_TEST_SUITE(cli_sample)

BOOST_AUTO_TEST_CASE(a_real_clip_of_walking_people_is_analysed_and_cropped) {
  const std::string video = SMARTCROP_TEST_SOURCE_DIR "/data/vtest.avi";
  if (!std::filesystem::exists(video)) {
    BOOST_TEST_MESSAGE("skipped: data/vtest.avi is absent; scripts/fetch-vtest fetches it");
    return;
  }
  const json document = json::parse(app("analyze", {video, "--json", "-"}).out);
  BOOST_TEST(document["sampling"]["frames_measured"] >= 40);
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {video, folder / "out.mp4", "--aspect", "9:16", "--end", "2"}).exit_code == 0);
  BOOST_TEST(lines(ffprobe(folder / "out.mp4", "v", "packet=pts_time")) == 20);
}

BOOST_AUTO_TEST_SUITE_END()
