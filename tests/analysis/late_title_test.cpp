#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/subjects/text_detector.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// A picture with words 1100 px wide in its middle, white on black.
std::string words_file() {
  const std::string path = SMARTCROP_TEST_BINARY_DIR "/test-media/late-title.pgm";
  std::filesystem::create_directories(SMARTCROP_TEST_BINARY_DIR "/test-media");
  const std::string text = "THE LONG WAY HOME";
  constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX, kThick = 9;
  const cv::Size once = cv::getTextSize(text, kFont, 1, kThick, nullptr);
  cv::Mat picture(720, 1280, CV_8UC1, cv::Scalar(0));
  cv::putText(picture, text, {90, 390}, kFont, 1100.0 / once.width, cv::Scalar(255), kThick);
  std::ofstream(path, std::ios::binary)
      << "P5 1280 720 255\n"
      << std::string_view(reinterpret_cast<const char*>(picture.data), picture.total());
  return path;
}

/// 5.5 s of a still picture, over which words wider than a 9:16 window fade in from 3 s on.
std::string late_title(const std::string& name, const std::string& picture) {
  return make_media(name, {"-f", "lavfi", "-i", picture, "-loop", "1", "-framerate", "25", "-i", words_file(),
                           "-filter_complex",
                           "[0:v]format=gray[a];[1:v]format=gray,fade=t=in:st=3:d=0.8[b];[a][b]blend=all_"
                           "mode=screen,format=yuv420p",
                           "-t", "5.5", "-c:v", "libx264", "-preset", "veryfast"});
}

PlanShot shot_of(const std::string& path) {
  AnalyzeOptions options;
  options.mode = WindowMode::moving;
  options.aspects = {{9, 16}};
  const std::vector<PlanShot> shots = analyze(*open_file(path), options).aspects.front().path;
  BOOST_REQUIRE(shots.size() == 1U);
  return shots.front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_late_title)

BOOST_AUTO_TEST_CASE(a_title_that_fades_in_late_over_a_picture_with_little_to_see_is_shown_whole) {
  if (skips(!find_text_model(), "the text model", "scripts/fetch-models")) return;
  const PlanShot shot = shot_of(
      late_title("late-title.mp4", "gradients=s=1280x720:c0=0x102040:c1=0x506080:speed=0.00001:seed=7:r=25"));
  BOOST_TEST((shot.fit == Fit::pad));
  const CropWindow& window = shot.keyframes.front().window;
  BOOST_TEST(window.x <= 90);
  BOOST_TEST(window.x + window.w >= 90 + 1070);  // the last stroke of the words
}

BOOST_AUTO_TEST_CASE(over_a_rich_picture_it_is_not_what_the_shot_is_about) {
  if (skips(!find_text_model(), "the text model", "scripts/fetch-models")) return;
  const PlanShot shot =
      shot_of(late_title("late-title-rich.mp4", "testsrc2=s=1280x720:r=25,loop=-1:1:0,setpts=N/25/TB"));
  BOOST_TEST((shot.fit != Fit::pad));
}

BOOST_AUTO_TEST_SUITE_END()
