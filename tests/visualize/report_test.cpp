#include "smartcrop/visualize/report.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "smartcrop/visualize/shot_frames.hpp"
#include "support/thrown.hpp"
#include "visualize/visualize_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

CropPlan plan_of(const AnalysisDocument& document) {
  return fixed_plan("talk.mp4", document.video.size, document.aspects.front().candidates.front().window,
                    {100, 100});
}

std::string report_of(const AnalysisDocument& document) {
  const ReportFrame moment{{{3, 1}}, cv::Mat(100, 200, CV_8UC3, cv::Scalar(90, 120, 150))};
  return report_html(
      {document, {plan_of(document)}, moment, {moment, moment}, {{"Again:", "smartcrop <again> 'it'"}}});
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Shot shot(int start_s, int end_s) {
  return {{start_s * 25}, {end_s * 25}, {{start_s, 1}}, {{end_s, 1}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_report)

BOOST_AUTO_TEST_CASE(the_page_holds_what_was_found_and_needs_nothing_else) {
  const std::string page = report_of(small_analysis(3));
  for (const char* part : {"Crop analysis of talk.mp4", "400\u00d7200 px", "00:01:00.000",
                           "most of what matters", "a little of all", "Color Focus", "All 3 with their times",
                           "Importance", "Motion", "smartcrop &lt;again&gt; &#39;it&#39;"}) {
    BOOST_TEST(contains(page, part), part);
  }
  BOOST_TEST(count(page, "<article") == 2);
  // Window and crop, two moments, two candidates, five maps with their legends.
  BOOST_TEST(count(page, "<img src=\"data:image/") == 2 + 2 + 2 + 5 * 2);
  BOOST_TEST(count(page, "<img") == count(page, "<img src=\"data:image/"));
  for (const char* outside : {"http:", "https:", "<script", "url(", "{{", "}}"}) {
    // The name space of SVG is no address to load.
    BOOST_TEST(
        count(page, outside) == (std::string(outside) == "http:" ? count(page, "<svg xmlns=\"http:") : 0),
        outside);
  }
}

BOOST_AUTO_TEST_CASE(no_text_of_the_analysis_becomes_markup) {
  const std::string evil = "<img src=x onerror=alert(1)>\"'&{{name}}{{{path}}}";
  AnalysisDocument document = small_analysis();
  document.video.path = evil;
  document.video.codec = evil;
  document.video.pixel_format = evil;
  document.aspects.front().candidates.front().reason = evil;
  document.aspects.front().candidates.front().strategy = evil;
  const std::string page = report_of(document);
  BOOST_TEST(!contains(page, "<img src=x"));
  BOOST_TEST(contains(page, "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{name}}{{{path}}}"));
}

BOOST_AUTO_TEST_CASE(an_older_document_without_maps_and_timeline_is_shown_too) {
  AnalysisDocument document = small_analysis();
  document.maps.reset();
  document.timeline.reset();
  const std::string page = report_of(document);
  BOOST_TEST(contains(page, "did not store them"));
  BOOST_TEST(!contains(page, "<h2>Heat maps</h2>"));
}

BOOST_AUTO_TEST_CASE(a_moving_window_is_told_from_a_fixed_one) {
  AnalysisDocument document = small_analysis();
  AspectAnalysis& aspect = document.aspects.front();
  aspect.path = {{{}, {}, {{{}, {0, 0, 100, 100}}, {{{10, 1}}, {300, 0, 100, 100}}}}};
  aspect.kept_share = 0.625;
  const ReportFrame moment{{{3, 1}}, cv::Mat(100, 200, CV_8UC3, cv::Scalar(90, 120, 150))};
  const std::string page =
      report_html({document, {{"talk.mp4", {400, 200}, {100, 100}, aspect.path}}, moment, {}, {}});
  BOOST_TEST(contains(page, "The 1:1 window, moving"));
  BOOST_TEST(contains(page, "62 %"));
}

BOOST_AUTO_TEST_CASE(missing_plans_or_candidates_are_a_callers_bug) {
  AnalysisDocument document = small_analysis();
  const ReportFrame moment{{}, cv::Mat(10, 20, CV_8UC3, cv::Scalar::all(0))};
  BOOST_CHECK_THROW(report_html({document, {}, moment, {}, {}}), std::invalid_argument);
  document.aspects.front().candidates.clear();
  BOOST_CHECK_THROW(report_html({document, {CropPlan()}, moment, {}, {}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(moments_are_the_middles_of_the_longest_shots_and_long_shots_are_divided) {
  const std::vector<Shot> shots{shot(0, 2), shot(2, 3), shot(3, 13)};
  const auto seconds = [&](int wanted) {
    std::vector<double> times;
    for (const Time& time : shot_middles(shots, wanted)) times.push_back(time.value());
    return times;
  };
  BOOST_TEST(seconds(2) == (std::vector<double>{1, 8}), boost::test_tools::per_element());
  BOOST_TEST(seconds(4) == (std::vector<double>{1, 2.5, 5.5, 10.5}), boost::test_tools::per_element());
  BOOST_TEST(shot_middles({}, 4).empty());
}

BOOST_AUTO_TEST_SUITE_END()
