#include "smartcrop/plan/metric_summary.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "plan_support.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {
namespace {

AnalysisDocument sample() {
  AnalysisDocument document;
  document.video.path = "a.mp4";
  document.video.size = {50, 30};
  document.video.frame_rate = {25, 1};
  document.shots = {{{0}, {50}, {}, {{2, 1}}}};
  AspectAnalysis aspect;
  aspect.crop = {30, 30};
  aspect.candidates = {{1, {10, 0, 30, 30}, 100, "Auto", {}, "the best"}};
  document.aspects = {aspect};
  MetricMaps maps{20, {3, 2}, {}};
  maps.maps[0] = metric_map((cv::Mat_<float>(2, 3) << 0, 1, 2, 3, 4, 8));
  document.maps = maps;
  MetricCurves timeline{0.25, {}};
  timeline.steps = {{0, {1.5, 2, 3, 4, std::nullopt}}, {7, {std::nullopt, 0, 0, 0.125, 2.25}}};
  document.timeline = timeline;
  return document;
}

std::string error_after(const std::string& from, const std::string& to) {
  return test::error_after(sample(), from, to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_metric_summary)

BOOST_AUTO_TEST_CASE(a_map_keeps_its_values_to_1_in_255_of_the_largest) {
  const cv::Mat_<float> values = (cv::Mat_<float>(2, 3) << 0, 1, 2, 3, 4, 8);
  MetricMaps maps{20, {3, 2}, {}};
  maps.maps[kImportance] = metric_map(values);
  const cv::Mat read = maps.map(kImportance);
  BOOST_TEST(cv::norm(read, values, cv::NORM_INF) <= 8.0 / 510 + 1e-6);
  BOOST_CHECK_THROW(maps.map(0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_flat_map_of_nothing_stays_nothing) {
  MetricMaps maps{20, {3, 2}, {}};
  maps.maps[0] = metric_map(cv::Mat::zeros(2, 3, CV_32F));
  BOOST_TEST(cv::countNonZero(maps.map(0)) == 0);
}

BOOST_AUTO_TEST_CASE(written_and_read_back_it_is_the_same) {
  const AnalysisDocument read = read_analysis(write_analysis(sample()), "a.json");
  BOOST_TEST((read.maps == sample().maps));
  BOOST_TEST((read.timeline == sample().timeline));
}

BOOST_AUTO_TEST_CASE(documents_without_it_are_read) {
  AnalysisDocument document = sample();
  document.maps.reset();
  document.timeline.reset();
  const AnalysisDocument read = read_analysis(write_analysis(document), "a.json");
  BOOST_TEST(!read.maps.has_value());
  BOOST_TEST(!read.timeline.has_value());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_named_with_its_path) {
  BOOST_TEST(error_after("\"columns\": 3", "\"columns\": 4").starts_with("a.json: maps.columns: must be"));
  BOOST_TEST(error_after("\"cell_px\": 20", "\"cell_px\": 0").starts_with("a.json: maps.cell_px: must be"));
  BOOST_TEST(error_after("\"cells\": \"A", "\"cells\": \"AAAAA") ==
             "a.json: maps.motion.cells: must be base64 of 6 bytes");
  BOOST_TEST(
      error_after("\"step_s\": 0.25", "\"step_s\": 0").starts_with("a.json: timeline.step_s: must be"));
  BOOST_TEST(error_after("      7\n", "      0\n").starts_with("a.json: timeline.steps[1]: must be"));
  BOOST_TEST(error_after("1.5,", "").starts_with("a.json: timeline.motion: must hold one value for each"));
  BOOST_TEST(error_after("1.5,", "-1,").starts_with("a.json: timeline.motion[0]: must be"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
