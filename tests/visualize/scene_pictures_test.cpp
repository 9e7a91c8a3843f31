#include "smartcrop/visualize/scene_pictures.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/visualize/charts.hpp"
#include "smartcrop/visualize/report.hpp"
#include "visualize_support.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

/// Six scenes of ten seconds, the third at four times its speed.
std::vector<SceneRow> six_scenes() {
  std::vector<SceneRow> scenes;
  for (int i = 0; i < 6; ++i) scenes.push_back({Time{10 * i}, Time{10 * i + 10}, 1, 5.0});
  scenes[2] = {Time{20}, Time{30}, 4, 0.5, 7.5, "more happens in 5 of the other 5 scenes"};
  return scenes;
}

std::vector<ScenePictures> pictures_of(std::size_t count) {
  const cv::Mat red(90, 160, CV_8UC3, cv::Scalar(0, 0, 255)), blue(90, 160, CV_8UC3, cv::Scalar(255, 0, 0));
  std::vector<ScenePictures> scenes;
  for (std::size_t i = 0; i < count; ++i) scenes.push_back({i + 1, six_scenes()[i % 6], red, blue});
  return scenes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_scene_pictures)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_others_are_refused) {
  BOOST_TEST(SceneSheetOptions().problems().empty());
  BOOST_CHECK_THROW(scene_sheet(pictures_of(1), {.width = 10}), std::invalid_argument);
  BOOST_CHECK_THROW(scene_sheet(pictures_of(1), {.picture_height = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(scene_sheet({}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(first_and_last_pictures_lie_side_by_side) {
  const cv::Mat sheet = scene_sheet(pictures_of(1));
  BOOST_TEST(sheet.cols == 1000);
  BOOST_TEST((sheet.at<cv::Vec3b>(50, 50) == cv::Vec3b(0, 0, 255)));
  BOOST_TEST((sheet.at<cv::Vec3b>(50, 250) == cv::Vec3b(255, 0, 0)));
}

BOOST_AUTO_TEST_CASE(more_scenes_take_more_rows_of_the_same_width) {
  const int one = scene_sheet(pictures_of(1)).rows;
  BOOST_TEST(scene_sheet(pictures_of(2)).rows == one);
  BOOST_TEST(scene_sheet(pictures_of(7)).rows > 2 * (one - 30));
  BOOST_TEST(scene_sheet(pictures_of(7), {.width = 320}).cols == 320);
}

BOOST_AUTO_TEST_CASE(the_timeline_has_a_plot_of_speeds_below_the_metrics_and_no_texts_overlap) {
  for (const int width : {356, 960}) {
    const TimelineChart with = timeline_chart(small_analysis(6), {.width_px = width, .scenes = six_scenes()});
    const TimelineChart without = timeline_chart(small_analysis(6), {.width_px = width});
    BOOST_TEST(with.drawing.size.height > without.drawing.size.height + 60);
    BOOST_TEST(with.plots.size() == without.plots.size());
    const auto boxes = text_boxes(with.drawing);
    BOOST_TEST(std::ranges::count(boxes, "4\u00d7", [](const auto& box) { return box.first; }) == 1);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        BOOST_TEST((boxes[i].second & boxes[j].second).empty(), boxes[i].first << " over " << boxes[j].first);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_report_says_which_scenes_and_why) {
  const AnalysisDocument analysis = small_analysis(6);
  ReportContent content{analysis,
                        {fixed_plan("talk.mp4", {400, 200}, {300, 0, 100, 100}, {100, 100})},
                        {Time{1}, cv::Mat(100, 200, CV_8UC3, cv::Scalar::all(90))},
                        {},
                        {},
                        six_scenes()};
  const std::string page = report_html(content);
  for (const char* part : {"1 of 6 scenes change speed, which saves 7.5 s", "<b>4.00\u00d7</b>",
                           "more happens in 5 of the other 5 scenes"}) {
    BOOST_TEST_CONTEXT(part) BOOST_TEST(page.find(part) != std::string::npos);
  }
  content.scenes.clear();
  BOOST_TEST(report_html(content).find("Scenes and their speed") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
