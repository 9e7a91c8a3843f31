#include <boost/test/unit_test.hpp>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/analysis/part_file.hpp"
#include "smartcrop/analysis/range_record.hpp"
#include "support/media.hpp"

using namespace smartcrop;

namespace {

/// 6 s of H.264 without a container, which does not tell how long it is.
std::string raw_video() {
  return test::make_media("raw.h264", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=6", "-c:v",
                                       "libx264", "-g", "25", "-pix_fmt", "yuv420p", "-f", "h264"});
}

Time seconds(int count) {
  return {Rational(count)};
}

AnalyzeOptions options_of(WindowMode mode, std::optional<TimePoint> start, std::optional<TimePoint> end) {
  AnalyzeOptions options;
  options.mode = mode;
  options.subjects = SubjectDetection::off;
  options.measure.sampling.start = start;
  options.measure.sampling.end = end;
  return options;
}

AnalysisDocument analysis_of(WindowMode mode, std::optional<TimePoint> start, std::optional<TimePoint> end) {
  return analyze(*open_file(raw_video()), options_of(mode, start, end));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_unknown_duration)

BOOST_AUTO_TEST_CASE(the_container_does_not_tell_the_length) {
  BOOST_TEST(!open_file(raw_video())->info().duration.has_value());
}

BOOST_AUTO_TEST_CASE(an_end_that_is_asked_for_is_the_plans_end) {
  for (const WindowMode mode : {WindowMode::fixed, WindowMode::moving}) {
    for (const TimePoint& end : {TimePoint{seconds(4)}, TimePoint{FrameIndex{100}}}) {
      const AnalysisDocument document = analysis_of(mode, {}, end);
      const CropPlan plan = best_plan(document, document.aspects[0]);
      BOOST_REQUIRE(plan.shots.back().end.has_value());
      BOOST_TEST((*plan.shots.back().end == seconds(4)));
      BOOST_TEST(document.shots.back().end_frame.value == 100);
      BOOST_TEST(!document.video.duration.has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(without_an_end_the_video_ends_with_its_last_frame) {
  for (const WindowMode mode : {WindowMode::fixed, WindowMode::moving}) {
    const AnalysisDocument document = analysis_of(mode, seconds(1), {});
    BOOST_TEST((document.shots.back().end == seconds(6)));
    BOOST_TEST(document.shots.back().end_frame.value == 150);
    BOOST_TEST((document.video.duration == seconds(6)));
    BOOST_TEST(!best_plan(document, document.aspects[0]).shots.back().end.has_value());
  }
}

BOOST_AUTO_TEST_CASE(an_end_behind_the_last_frame_is_the_videos_end) {
  const AnalysisDocument document = analysis_of(WindowMode::fixed, {}, seconds(60));
  BOOST_TEST((document.shots.back().end == seconds(6)));
  BOOST_TEST(!best_plan(document, document.aspects[0]).shots.back().end.has_value());
}

BOOST_AUTO_TEST_CASE(documents_of_a_range_can_be_read_again) {
  for (const WindowMode mode : {WindowMode::fixed, WindowMode::moving}) {
    for (const std::optional<TimePoint>& end :
         {std::optional<TimePoint>(), std::optional<TimePoint>(seconds(4))}) {
      const AnalysisDocument document = analysis_of(mode, seconds(1), end);
      BOOST_TEST((read_analysis(write_analysis(document), "a").shots == document.shots));
    }
  }
}

BOOST_AUTO_TEST_CASE(merged_parts_know_the_end_that_the_last_one_found) {
  AnalyzeOptions options = options_of(WindowMode::fixed, {}, {});
  options.measure.sampling.mode = SamplingMode::dense;
  std::vector<NamedRecord> parts;
  for (const bool is_last : {false, true}) {
    options.measure.sampling.start.reset();
    options.measure.sampling.end.reset();
    (is_last ? options.measure.sampling.start : options.measure.sampling.end) = seconds(3);
    const std::string file = write_part({{}, gather(*open_file(raw_video()), options)});
    parts.push_back({is_last ? "b" : "a", read_part(file, "p").record});
  }
  const AnalysisDocument document = conclude(merge(parts, options), options);
  BOOST_TEST((document.shots.back().end == seconds(6)));
  BOOST_TEST((document.video.duration == seconds(6)));
}

BOOST_AUTO_TEST_SUITE_END()
