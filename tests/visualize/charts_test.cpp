#include "smartcrop/visualize/charts.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "smartcrop/visualize/timeline_strip.hpp"
#include "visualize/visualize_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

void check_texts(const Drawing& drawing) {
  const auto boxes = text_boxes(drawing);
  BOOST_TEST(boxes.size() > 3u);
  const cv::Rect2d all({}, cv::Size2d(drawing.size));
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    BOOST_TEST(((boxes[i].second & all).area() > boxes[i].second.area() * 0.999),
               boxes[i].first << " is cut off");
    for (std::size_t k = 0; k < i; ++k) {
      BOOST_TEST((boxes[i].second & boxes[k].second).area() == 0,
                 boxes[i].first << " lies over " << boxes[k].first);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_charts)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_each_violation_is_named) {
  BOOST_TEST(TimelineChartOptions().problems().empty());
  BOOST_TEST((TimelineChartOptions{.width_px = 279}.problems().size()) == 1u);
  BOOST_TEST((TimelineChartOptions{.row_height_px = 11}.problems().size()) == 1u);
  BOOST_CHECK_THROW(timeline_chart(small_analysis(), {.width_px = 100}), std::invalid_argument);
  BOOST_CHECK_THROW(score_chart(small_analysis().aspects.front(), 100), std::invalid_argument);
  AnalysisDocument without = small_analysis();
  without.timeline.reset();
  BOOST_CHECK_THROW(timeline_chart(without), std::invalid_argument);
  BOOST_CHECK_THROW(TimelineStrip(without, 640), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(no_text_lies_over_another_or_outside) {
  for (const int width : {280, 356, 640, 960, 1600}) {
    for (const int shots : {1, 3, 40, 700}) {
      for (const bool compact : {false, true}) {
        for (const double step_s : {0.25, 1.0, 10.0}) {
          AnalysisDocument document = small_analysis(shots);
          document.timeline->step_s = step_s;
          for (Shot& shot : document.shots) {
            shot.start.seconds = shot.start.seconds * Rational(static_cast<std::int64_t>(step_s * 4), 4);
            shot.end.seconds = shot.end.seconds * Rational(static_cast<std::int64_t>(step_s * 4), 4);
          }
          BOOST_TEST_CONTEXT(width << " px, " << shots << " shots, steps of " << step_s << " s")
          check_texts(timeline_chart(document, {.width_px = width, .compact = compact}).drawing);
        }
      }
    }
    AspectAnalysis aspect = small_analysis().aspects.front();
    check_texts(score_chart(aspect, width));
    for (int i = 0; i < 100; ++i) aspect.positions.push_back({{i * 2, 50}, {}});
    check_texts(score_chart(aspect, width));
  }
}

BOOST_AUTO_TEST_CASE(a_column_is_as_high_as_its_value_and_shots_are_marked_where_they_begin) {
  const TimelineChart chart = timeline_chart(small_analysis(2));
  BOOST_TEST(chart.plots.size() == 5u);
  const auto polygons = shapes_of<PolygonShape>(chart.drawing);
  BOOST_REQUIRE(polygons.size() == 5u);  // the columns touch each other
  const auto& plot = chart.plots.front();
  double top = plot.bottom_px;
  for (const cv::Point2d& point : polygons.front().points) top = std::min(top, point.y);
  // The axis of a largest value of 7 goes to 8.
  BOOST_TEST((plot.bottom_px - top) / (plot.bottom_px - plot.top_px) == 7.0 / 8,
             boost::test_tools::tolerance(1e-9));
  int marks = 0;
  for (const LineShape& line : shapes_of<LineShape>(chart.drawing)) {
    if (!line.dashed) continue;
    ++marks;
    BOOST_TEST(line.from.x == chart.axis.x(30), boost::test_tools::tolerance(1e-9));
  }
  BOOST_TEST(marks == 5);
}

BOOST_AUTO_TEST_CASE(what_was_not_measured_leaves_a_gap_or_no_plot) {
  AnalysisDocument document = small_analysis();
  document.timeline->steps = {document.timeline->steps[0], document.timeline->steps[10],
                              document.timeline->steps[11]};
  for (auto& step : document.timeline->steps) step.values[kImportance].reset();
  const TimelineChart chart = timeline_chart(document);
  BOOST_TEST(chart.plots.size() == 4u);
  BOOST_TEST(shapes_of<PolygonShape>(chart.drawing).size() == 8u);
}

BOOST_AUTO_TEST_CASE(a_long_video_has_no_more_columns_than_pixels) {
  AnalysisDocument document = small_analysis();
  document.timeline->steps.clear();
  for (int k = 0; k < 20000; ++k) document.timeline->steps.push_back({k, {1, 1, 1, 1, 1}});
  document.shots.front().end = {{20000, 1}};
  for (const PolygonShape& polygon : shapes_of<PolygonShape>(timeline_chart(document).drawing))
    BOOST_TEST(polygon.points.size() < 2u * 960 + 3);
}

BOOST_AUTO_TEST_CASE(scores_are_the_strategies_of_the_normalized_metrics) {
  const Drawing drawing = score_chart(small_analysis().aspects.front());
  const auto fields = shapes_of<ImageShape>(drawing);
  BOOST_REQUIRE(fields.size() == strategies().size());
  for (const ImageShape& field : fields) BOOST_TEST((field.bgr.size() == cv::Size(3, 2)));
  // The best window is the right one of the upper row, the worst the left one of the lower.
  int hundreds = 0, zeros = 0;
  for (const auto& [text, box] : text_boxes(drawing)) {
    hundreds += text == "100";
    zeros += text == "0";
  }
  BOOST_TEST(hundreds == 6);
  BOOST_TEST(zeros == 6);
  for (const BoxShape& box : shapes_of<BoxShape>(drawing)) {
    const ImageShape* inside = nullptr;
    for (const ImageShape& field : fields) {
      if ((field.place & box.box).area() > 0) inside = &field;
    }
    BOOST_REQUIRE(inside);
    BOOST_TEST(box.box.x == inside->place.x + inside->place.width * 2 / 3,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(box.box.y == inside->place.y);
  }
}

BOOST_AUTO_TEST_CASE(no_positions_no_shapes) {
  BOOST_TEST(score_chart(AspectAnalysis()).shapes.empty());
}

BOOST_AUTO_TEST_CASE(the_strip_marks_the_moment_and_is_even) {
  for (const int width : {64, 321, 640, 1920, 3840}) {
    const TimelineStrip strip(small_analysis(3), width);
    BOOST_TEST(strip.height_px() % 2 == 0);
    cv::Mat early(strip.height_px(), width, CV_8UC3), late = early.clone();
    strip.paint(early, {{1, 1}});
    strip.paint(late, {{59, 1}});
    BOOST_TEST((early.size() == cv::Size(width, strip.height_px())));
    if (width >= 321) BOOST_TEST(cv::norm(early, late, cv::NORM_INF) > 100);
  }
}

BOOST_AUTO_TEST_SUITE_END()
