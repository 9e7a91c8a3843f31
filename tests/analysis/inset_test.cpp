#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <stdexcept>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

struct Made {
  std::string name, graph;  ///< ffmpeg's; inputs: 0 moving cameras, 1 a face, 2 a page
  cv::Rect inset;
};

const Made kCorner{"corner",
                   "[1:v]crop=512:384:0:40,scale=320:240[c];[0:v][c]overlay=960:480:shortest=1",
                   {960, 480, 320, 240}};
const Made kBorder{
    "border",
    "[1:v]crop=512:384:0:40,scale=320:240,pad=328:248:4:4:white[c];[0:v][c]overlay=28:444:shortest=1",
    {32, 448, 320, 240}};
const Made kStillFace{"still-face",
                      "[1:v]setpts=6*PTS,crop=512:384:0:40,scale=320:240[c];[0:v][c]overlay=0:0:shortest=1",
                      {0, 0, 320, 240}};
const Made kPage{"page",
                 "[1:v]crop=512:384:0:40,scale=320:240[c];[2:v][c]overlay=921:443:shortest=1",
                 {921, 443, 320, 240}};

/// Empty, after skips(), where something is missing.
std::string clip(const Made& made) {
  const std::string outer = eval_file("retention/videos/tlp-Bike.mp4"),
                    face = eval_file("people/videos/talk-aoc.mp4");
  if (outer.empty() || face.empty() || skips(!find_face_model(), "the face model", "scripts/fetch-models"))
    return {};
  const std::filesystem::path folder = SMARTCROP_TEST_BINARY_DIR "/test-media/insets";
  const std::filesystem::path path = folder / (made.name + ".mp4");
  if (std::filesystem::exists(path)) return path.string();
  std::filesystem::create_directories(folder);
  const std::string unfinished = (folder / "unfinished.mp4").string();
  const ProcessResult result =
      run({"ffmpeg",
           "-v",
           "error",
           "-nostdin",
           "-y",
           "-i",
           outer,
           "-i",
           face,
           "-f",
           "lavfi",
           "-i",
           "color=0xf0f0e8:s=1280x720:r=25,drawbox=80:80:500:60:black:fill,drawbox=80:220:400:30:gray:fill",
           "-filter_complex",
           made.graph,
           "-t",
           "5",
           "-an",
           "-c:v",
           "libx264",
           "-preset",
           "veryfast",
           "-pix_fmt",
           "yuv420p",
           unfinished});
  if (result.exit_code != 0) throw std::runtime_error("ffmpeg: " + result.err);
  std::filesystem::rename(unfinished, path);
  return path.string();
}

std::vector<PlanShot> shots_of(const std::string& path, Layout layout) {
  AnalyzeOptions options;
  options.mode = WindowMode::moving;
  options.aspects = {{9, 16}};
  options.layout.layout = layout;
  return analyze(*open_source(path), options).aspects.front().path;
}

cv::Rect2d rect_of(const CropWindow& window) {
  return {window.x, window.y, window.w, window.h};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_inset)

BOOST_AUTO_TEST_CASE(the_second_window_is_the_inset_and_the_first_keeps_off_it,
                     *boost::unit_test::label("evaluation")) {
  for (const Made& made : {kCorner, kBorder, kStillFace, kPage}) {
    BOOST_TEST_CONTEXT(made.name) {
      const std::string path = clip(made);
      if (path.empty()) return;
      const cv::Rect2d inset(made.inset);
      const auto shots = shots_of(path, Layout::automatic);
      BOOST_REQUIRE(shots.size() == 1U);
      BOOST_REQUIRE(!shots[0].second_keyframes.empty());
      for (const Keyframe& keyframe : shots[0].second_keyframes) {
        const cv::Rect2d window = rect_of(keyframe.window);
        BOOST_TEST((window & inset).area() >= 0.99 * window.area());
        BOOST_TEST(window.height >= 0.95 * inset.height);
      }
      for (const Keyframe& keyframe : shots[0].keyframes)
        BOOST_TEST((rect_of(keyframe.window) & inset).area() == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_window_holds_the_inset_whole_or_keeps_off_it,
                     *boost::unit_test::label("evaluation")) {
  for (const Made& made : {kCorner, kBorder, kStillFace, kPage}) {
    BOOST_TEST_CONTEXT(made.name) {
      const std::string path = clip(made);
      if (path.empty()) return;
      const cv::Rect2d inset(made.inset);
      for (const PlanShot& shot : shots_of(path, Layout::single))
        for (const Keyframe& keyframe : shot.keyframes) {
          const double shown = (rect_of(keyframe.window) & inset).area() / inset.area();
          BOOST_TEST((shown < 0.02 || shown > 0.98), shown);
        }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fixed_window_holds_the_inset_whole_or_keeps_off_it,
                     *boost::unit_test::label("evaluation")) {
  for (const Made& made : {kCorner, kBorder, kStillFace, kPage}) {
    BOOST_TEST_CONTEXT(made.name) {
      const std::string path = clip(made);
      if (path.empty()) return;
      AnalyzeOptions options;
      options.aspects = {{9, 16}};
      options.scale = 1;
      const cv::Rect2d inset(made.inset);
      const auto document = analyze(*open_source(path), options);
      const CropWindow& best = document.aspects[0].candidates.front().window;
      const double shown = (rect_of(best) & inset).area() / inset.area();
      BOOST_TEST((shown < 0.02 || shown > 0.98), shown);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
