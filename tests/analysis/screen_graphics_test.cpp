#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>

#include "smartcrop/analysis/part_file.hpp"
#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// 8 s in which blotches go by, with a striped box, 80x60 px, in the upper left corner, or without.
std::string passing_picture(bool has_logo) {
  const std::string logo = has_logo ? ",drawbox=16:16:80:60:white:fill,drawbox=24:24:64:8:black:fill,"
                                      "drawbox=24:40:64:8:black:fill,drawbox=24:56:64:8:black:fill"
                                    : "";
  return make_media(
      has_logo ? "passing-logo.mp4" : "passing.mp4",
      {"-f", "lavfi", "-i",
       "nullsrc=size=1280x180:rate=25,geq=lum='255*random(1)':cb=128:cr=128,loop=-1:1:0,"
       "gblur=3,lutyuv=y='clip(128+8*(val-128),0,255)',scroll=horizontal=0.003,crop=320:180:0:0" +
           logo,
       "-t", "8", "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-pix_fmt", "yuv420p"});
}

AnalyzeOptions fixed_options(SamplingMode mode, int threads = 1, bool use_graphics = true) {
  AnalyzeOptions options;
  options.aspects = {{9, 16}};
  options.scale = 1;
  options.subjects = SubjectDetection::off;
  options.importance.use_graphics = use_graphics;
  options.measure.sampling.mode = mode;
  options.measure.threads = threads;
  return options;
}

AnalysisDocument analysis_of(const std::string& path, const AnalyzeOptions& options) {
  AnalysisDocument document = analyze(*open_file(path), options);
  document.timing = {};
  document.sampling.frames_decoded = 0;
  return document;
}

/// Share of the importance inside the box, 12 px off its sides.
double share_of_box(const AnalysisDocument& document) {
  const MetricMaps& maps = document.maps.value();
  const cv::Mat map = maps.map(kImportance);
  const cv::Rect box(cv::Point(28, 28) / maps.cell_px, cv::Size(56, 36) / maps.cell_px);
  return cv::sum(map(box))[0] / cv::sum(map)[0];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_screen_graphics)

BOOST_AUTO_TEST_CASE(fixed_windows_ignore_graphics_that_stay_while_the_picture_passes) {
  for (const SamplingMode mode : {SamplingMode::bursts, SamplingMode::dense}) {
    const std::string logo = passing_picture(true);
    BOOST_TEST(share_of_box(analysis_of(logo, fixed_options(mode, 1, false))) > 0.05);
    BOOST_TEST(share_of_box(analysis_of(logo, fixed_options(mode))) == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_picture_without_graphics_is_judged_as_before) {
  for (const SamplingMode mode : {SamplingMode::bursts, SamplingMode::dense}) {
    const std::string plain = passing_picture(false);
    BOOST_TEST((analysis_of(plain, fixed_options(mode)).maps ==
                analysis_of(plain, fixed_options(mode, 1, false)).maps));
  }
}

BOOST_AUTO_TEST_CASE(graphics_are_the_same_with_any_number_of_threads_and_parts) {
  const std::string path = passing_picture(true);
  for (const SamplingMode mode : {SamplingMode::bursts, SamplingMode::dense}) {
    const std::string one = write_analysis(analysis_of(path, fixed_options(mode)));
    for (const int threads : {2, 3})
      BOOST_TEST((write_analysis(analysis_of(path, fixed_options(mode, threads))) == one), threads);
  }
  const AnalyzeOptions whole = fixed_options(SamplingMode::dense);
  std::vector<NamedRecord> parts;
  std::optional<TimePoint> start;
  for (const std::optional<TimePoint>& end :
       {std::optional<TimePoint>(FrameIndex{70}), std::optional<TimePoint>(FrameIndex{75}), {}}) {
    AnalyzeOptions part = whole;
    part.measure.sampling.start = start;
    part.measure.sampling.end = end;
    const std::string file = write_part({{}, gather(*open_file(path), part)});
    parts.push_back({"part", read_part(file, "part").record});
    start = end;
  }
  AnalysisDocument merged = conclude(merge(std::move(parts), whole), whole);
  merged.timing = {};
  merged.sampling.frames_decoded = 0;
  BOOST_TEST((write_analysis(merged) == write_analysis(analysis_of(path, whole))));
}

BOOST_AUTO_TEST_CASE(displays_over_a_real_picture_do_not_attract_a_fixed_window,
                     *boost::unit_test::label("evaluation")) {
  const std::string clip = eval_file("retention/videos/libby.mp4");
  if (clip.empty()) return;
  // A map in the lower right corner and a board in the upper left one.
  const std::string shown = make_media(
      "libby-displays.mp4",
      {"-i", clip, "-vf",
       "drawbox=700:330:130:130:0x204020:fill,drawbox=700:330:130:130:white:4,drawbox=740:330:10:130:gray:"
       "fill,"
       "drawbox=700:390:130:10:gray:fill,drawbox=730:360:8:8:yellow:fill,"
       "drawbox=30:30:180:40:0x101010:fill,drawbox=45:42:20:16:white:fill,drawbox=80:42:40:16:white:fill,"
       "drawbox=135:42:60:16:white:fill,drawbox=30:70:90:30:yellow:fill",
       "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"});
  AnalyzeOptions options = fixed_options(SamplingMode::bursts);
  options.subjects = SubjectDetection::all;
  const auto window_of = [&](const std::string& path) {
    return analysis_of(path, options).aspects[0].candidates.front().window.x;
  };
  const double free = window_of(clip);
  BOOST_TEST(std::abs(window_of(shown) - free) <= 25);  // a tenth of the window's width
  options.importance.use_graphics = false;
  BOOST_TEST(std::abs(window_of(shown) - free) > 100);
}

BOOST_AUTO_TEST_SUITE_END()
