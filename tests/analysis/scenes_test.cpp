#include "smartcrop/analysis/scenes.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/video/synthetic_source.hpp"

using namespace smartcrop;

namespace {

namespace tt = boost::test_tools;

Time seconds(std::int64_t numerator, std::int64_t denominator = 1) {
  return {{numerator, denominator}};
}

/// A square crosses the frame from the left edge on; it is gone after about 4 s of 8.
std::unique_ptr<FrameSource> lively_then_still() {
  SyntheticOptions options;
  options.size = {320, 180};
  options.frames = 200;
  options.texture = 10;
  options.shapes = {{cv::Rect2d(0, 70, 40, 40), cv::Point2d(3.2, 0), 220, 90, 200}};
  return make_synthetic_source(options);
}

AnalyzeOptions quick_options(WindowMode mode) {
  AnalyzeOptions options;
  options.mode = mode;
  options.subjects = SubjectDetection::off;
  return options;
}

/// The plan with scenes of two seconds, speeds chosen.
CropPlan sped_up_plan(WindowMode mode, const SpeedOptions& speeds = {}) {
  const AnalysisWithScenes analysis = analyze_with_scenes(*lively_then_still(), quick_options(mode));
  CropPlan plan = best_plan(analysis.document, analysis.document.aspects[0]);
  find_scenes(plan, analysis.scenes, Metric::motion, {.segment_length = seconds(2)});
  speed_up(plan, analysis.scenes.shots.back().end, speeds);
  return plan;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_scenes)

BOOST_AUTO_TEST_CASE(the_still_part_of_a_video_is_sped_up_whatever_the_window_does) {
  for (const WindowMode mode : {WindowMode::fixed, WindowMode::moving}) {
    const CropPlan plan = sped_up_plan(mode);
    BOOST_TEST(plan.problems().empty());
    BOOST_REQUIRE(plan.scenes.size() == 4u);
    BOOST_TEST((plan.scenes[1].start == seconds(2)));
    BOOST_TEST(!plan.scenes.back().end.has_value());
    BOOST_TEST(plan.scenes[3].speed == 4);
    BOOST_TEST(*plan.scenes[3].activity < 0.01);
    BOOST_TEST(is_retimed(plan));
  }
}

BOOST_AUTO_TEST_CASE(the_analysis_is_that_of_a_dense_one) {
  AnalyzeOptions options = quick_options(WindowMode::fixed);
  const AnalysisDocument with = analyze_with_scenes(*lively_then_still(), options).document;
  options.measure.sampling.mode = SamplingMode::dense;
  const AnalysisDocument without = analyze(*lively_then_still(), options);
  BOOST_TEST(with.sampling.frames_measured == 199);
  BOOST_REQUIRE(with.aspects[0].candidates.size() == without.aspects[0].candidates.size());
  for (std::size_t i = 0; i < with.aspects[0].positions.size(); ++i)
    BOOST_TEST(with.aspects[0].positions[i].metrics[0] == without.aspects[0].positions[i].metrics[0]);
}

BOOST_AUTO_TEST_CASE(scenes_are_the_same_at_any_number_of_threads) {
  AnalyzeOptions options = quick_options(WindowMode::fixed);
  std::vector<CropPlan> plans;
  for (const int threads : {1, 2, 4}) {
    options.measure.threads = threads;
    const AnalysisWithScenes analysis = analyze_with_scenes(*lively_then_still(), options);
    plans.push_back(best_plan(analysis.document, analysis.document.aspects[0]));
    find_scenes(plans.back(), analysis.scenes, Metric::motion);
  }
  BOOST_TEST((plans[0] == plans[1]));
  BOOST_TEST((plans[0] == plans[2]));
}

BOOST_AUTO_TEST_CASE(activity_is_measured_inside_the_window) {
  const AnalysisWithScenes analysis =
      analyze_with_scenes(*lively_then_still(), quick_options(WindowMode::fixed));
  // What a window on the right sees comes later than what one on the left sees.
  const auto liveliest = [&](double x) {
    CropPlan plan = fixed_plan("a", {320, 180}, {x, 0, 80, 180}, {80, 180});
    find_scenes(plan, analysis.scenes, Metric::motion, {.segment_length = seconds(1)});
    const auto most =
        std::ranges::max_element(plan.scenes, {}, [](const PlanScene& s) { return *s.activity; });
    return most->start.value();
  };
  BOOST_TEST(liveliest(0) < liveliest(120));
  BOOST_TEST(liveliest(120) < liveliest(240));
}

BOOST_AUTO_TEST_CASE(three_shots_are_scenes_and_fewer_give_way_to_segments) {
  AnalysisWithScenes analysis = analyze_with_scenes(*lively_then_still(), quick_options(WindowMode::fixed));
  BOOST_REQUIRE(analysis.scenes.shots.size() == 1u);
  const Shot whole = analysis.scenes.shots[0];
  CropPlan plan = best_plan(analysis.document, analysis.document.aspects[0]);
  find_scenes(plan, analysis.scenes, Metric::motion);
  BOOST_TEST(plan.scenes.size() == 2u);
  BOOST_TEST((plan.scenes[1].start == seconds(5)));
  // A scene of one frame has nothing to be compared with.
  const auto at = [](int frame) { return Time{Rational(frame, 25)}; };
  analysis.scenes.shots = {
      {{0}, {51}, at(0), at(51)}, {{51}, {52}, at(51), at(52)}, {{52}, {200}, at(52), whole.end}};
  find_scenes(plan, analysis.scenes, Metric::motion);
  BOOST_REQUIRE(plan.scenes.size() == 3u);
  BOOST_TEST(!plan.scenes[1].activity.has_value());
  BOOST_TEST(plan.problems().empty());
  find_scenes(plan, analysis.scenes, Metric::edges);
  BOOST_TEST(plan.scenes[1].activity.has_value());
}

BOOST_AUTO_TEST_CASE(a_part_of_the_video_has_scenes_of_its_own) {
  AnalyzeOptions options = quick_options(WindowMode::fixed);
  options.measure.sampling.start = seconds(2);
  options.measure.sampling.end = seconds(6);
  const AnalysisWithScenes analysis = analyze_with_scenes(*lively_then_still(), options);
  CropPlan plan = best_plan(analysis.document, analysis.document.aspects[0]);
  find_scenes(plan, analysis.scenes, Metric::motion, {.segment_length = seconds(1)});
  BOOST_REQUIRE(plan.scenes.size() == 4u);
  BOOST_TEST((plan.scenes.front().start == seconds(2)));
  BOOST_TEST((plan.scenes.back().end == seconds(6)));
}

BOOST_AUTO_TEST_CASE(rows_say_what_is_saved_and_why) {
  CropPlan plan = fixed_plan("a", {320, 180}, {0, 0, 100, 180}, {100, 180});
  plan.scenes = {{seconds(0), seconds(4), 1, 5.0}, {seconds(4), seconds(8), 4, 0.5}, {seconds(8), {}, 2}};
  const std::vector<SceneRow> rows = describe_scenes(plan, seconds(10));
  BOOST_TEST(rows[0].saved_s == 0);
  BOOST_TEST(rows[0].reason.empty());
  BOOST_TEST(rows[1].saved_s == 3);
  BOOST_TEST(rows[1].reason == "more happens in 1 of the other 2 scenes");
  BOOST_TEST(rows[2].saved_s == 1);
  BOOST_TEST((rows[2].end == seconds(10)));
  BOOST_TEST(rows[2].reason == "as requested");
  BOOST_TEST(saved_s(rows) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
