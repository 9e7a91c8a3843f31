#include <boost/test/unit_test.hpp>
#include <set>

#include "smartcrop/metrics/field.hpp"
#include "smartcrop/selection/candidates.hpp"

// A metric is added by a row of kMetricTable alone: what names metrics goes by that table.

namespace smartcrop {

BOOST_AUTO_TEST_SUITE(metric_table)

BOOST_AUTO_TEST_CASE(every_row_says_all_that_is_asked_of_a_metric) {
  std::set<std::string_view> names;
  for (const MetricEntry& entry : kMetricTable) {
    BOOST_TEST((entry.map != nullptr));
    for (const std::string_view words : {entry.name, entry.unit, entry.meaning, entry.noun})
      BOOST_TEST(!words.empty());
    names.insert(entry.name);
  }
  BOOST_TEST(names.size() == kMetricTable.size());
  BOOST_TEST(!names.contains("importance"));
}

BOOST_AUTO_TEST_CASE(arrays_by_metric_have_a_place_for_every_row) {
  BOOST_TEST(kMetrics.size() == kMetricTable.size());
  BOOST_TEST(MetricValues().size() == kMetricTable.size());
  BOOST_TEST(WindowMetrics().size() == kMetricTable.size() + 1);
}

BOOST_AUTO_TEST_CASE(names_of_documents_and_options_are_those_of_the_table) {
  const auto names = window_metric_names();
  BOOST_REQUIRE(names.size() == kMetricTable.size() + 1);
  std::string choice;
  for (std::size_t i = 0; i < kMetricTable.size(); ++i) {
    BOOST_TEST(names[i] == kMetricTable[i].name);
    BOOST_TEST((find_window_metric(kMetricTable[i].name) == i));
    choice += (i > 0 ? ", " : "") + std::string(kMetricTable[i].name);
  }
  BOOST_TEST(names.back() == "importance");
  BOOST_TEST(window_metric_choice() == choice + " or importance");
  BOOST_TEST(!find_window_metric("loudness").has_value());
}

BOOST_AUTO_TEST_CASE(a_field_sums_the_map_of_every_row) {
  const cv::Mat first(8, 8, CV_16UC1, cv::Scalar(1000)), second(8, 8, CV_16UC1, cv::Scalar(3000));
  const MapGeometry geometry{{8, 8}, 1};
  const FramePair pair{{{}, {}, geometry, second, second, first},
                       SmallFrame{{}, {}, geometry, first, first, first}};
  Field field(geometry);
  field.add({&pair, 1});
  for (const Metric metric : kMetrics) {
    const cv::Mat map = entry_of(metric).map(pair);
    BOOST_TEST(field.sum[static_cast<std::size_t>(metric)].at<double>(3, 4) == map.at<std::uint16_t>(3, 4));
  }
}

BOOST_AUTO_TEST_CASE(a_reason_calls_a_metric_by_the_noun_of_its_row) {
  for (const Metric metric : kMetrics) {
    std::vector<WindowMetrics> windows(2);
    windows[1][static_cast<std::size_t>(metric)] = 9;
    const std::vector<cv::Point> positions{{0, 0}, {100, 0}};
    const auto candidates = select_candidates({200, 100}, {100, 100}, positions, windows, {});
    bool is_named = false;
    for (const Candidate& candidate : candidates)
      is_named |= candidate.reason.find(entry_of(metric).noun) != std::string::npos;
    BOOST_TEST(is_named, entry_of(metric).name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
