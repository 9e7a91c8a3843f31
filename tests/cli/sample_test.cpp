// The sample video, whose subject is a ball (data/README.md), and a real one.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
using nlohmann::json;

namespace {

constexpr std::array<std::size_t, 4> kShots{0, 90, 170, 250};  // first frames of the sample's scenes

/// Number of strongly colored chroma samples in each frame: only the ball has them.
std::vector<double> ball_sizes(const std::string& path) {
  constexpr double kStrong = 45;
  const auto source = open_file(path);
  std::vector<double> sizes;
  for (Frame frame; source->read(frame);) {
    double count = 0;
    for (int row = 0; row < frame.chroma[0].rows; ++row) {
      const auto* cb = frame.chroma[0].ptr<std::uint8_t>(row);
      const auto* cr = frame.chroma[1].ptr<std::uint8_t>(row);
      for (int i = 0; i < frame.chroma[0].cols; ++i) count += std::hypot(cb[i] - 128, cr[i] - 128) >= kStrong;
    }
    sizes.push_back(count);
  }
  return sizes;
}

/// What share of the ball the output shows, mean over each scene; outputs are not scaled.
std::vector<double> shares_held(const std::string& video, const std::string& output) {
  const std::vector<double> whole = ball_sizes(video), held = ball_sizes(output);
  BOOST_REQUIRE(whole.size() == kShots.back());
  BOOST_REQUIRE(held.size() == kShots.back());
  std::vector<double> shares;
  for (std::size_t shot = 0; shot + 1 < kShots.size(); ++shot) {
    double sum = 0;
    for (std::size_t i = kShots[shot]; i < kShots[shot + 1]; ++i) sum += held[i] / whole[i];
    shares.push_back(sum / static_cast<double>(kShots[shot + 1] - kShots[shot]));
  }
  return shares;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_sample)

BOOST_AUTO_TEST_CASE(the_crop_of_the_sample_holds_the_ball_in_each_shot) {
  const std::string video = data_file("sample.mp4");
  if (video.empty()) return;
  const TemporaryFolder folder;
  const std::vector<std::vector<std::string>> ways{{"--aspect", "1:1"},
                                                   {"--aspect", "9:16", "--mode", "dynamic"}};
  for (std::vector<std::string> arguments : ways) {
    const std::string output = folder / (arguments[1] == "1:1" ? "fixed.mp4" : "moving.mp4");
    BOOST_TEST_CONTEXT(output) {
      arguments.insert(arguments.begin(), {video, output, "--preset", "ultrafast"});
      BOOST_REQUIRE(app("crop", arguments).exit_code == 0);
      for (const double share : shares_held(video, output)) BOOST_TEST(share > 0.95);
    }
  }
  // The middle of the frame does not.
  const std::string middle = folder / "middle.mp4";
  const std::vector<std::string> by_ffmpeg{"ffmpeg", "-v",           "error",   "-nostdin",  "-i",  video,
                                           "-vf",    "crop=404:720", "-preset", "ultrafast", middle};
  BOOST_REQUIRE(run(by_ffmpeg).exit_code == 0);
  for (const double share : shares_held(video, middle)) BOOST_TEST(share < 0.5);
}

BOOST_AUTO_TEST_CASE(a_real_clip_of_walking_people_is_analyzed_and_cropped) {
  const std::string video = data_file("vtest.avi");
  if (video.empty()) return;
  const json document = json::parse(app("analyze", {video, "--json", "-"}).out);
  BOOST_TEST(document["sampling"]["frames_measured"] >= 40);
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {video, folder / "out.mp4", "--aspect", "9:16", "--end", "2"}).exit_code == 0);
  BOOST_TEST(lines(ffprobe(folder / "out.mp4", "v", "packet=pts_time")) == 20);
}

BOOST_AUTO_TEST_SUITE_END()
