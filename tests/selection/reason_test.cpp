#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "smartcrop/selection/candidates.hpp"

using namespace smartcrop;

namespace {

/// Windows of 40x40 px side by side.
std::vector<Candidate> select(const std::vector<WindowMetrics>& metrics, const char* strategy = "Balanced") {
  std::vector<cv::Point> positions;
  for (std::size_t i = 0; i < metrics.size(); ++i) positions.emplace_back(static_cast<int>(20 * i), 0);
  CandidateOptions options;
  options.strategies = {strategy};
  return select_candidates({static_cast<int>(20 * metrics.size()) + 20, 40}, {40, 40}, positions, metrics,
                           options);
}

std::string best_reason(const std::vector<WindowMetrics>& metrics, const char* strategy = "Balanced") {
  return select(metrics, strategy).front().reason;
}

std::vector<WindowMetrics> dull_windows(std::size_t count) {
  return std::vector<WindowMetrics>(count, WindowMetrics{});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(the_reason_names_what_the_window_has_most_of) {
  auto metrics = dull_windows(25);
  metrics[6] = {9, 0, 0, 0};
  BOOST_TEST(best_reason(metrics, "Motion Priority") == "most movement of all 25 windows");
}

BOOST_AUTO_TEST_CASE(what_is_above_average_follows_what_leads) {
  auto metrics = dull_windows(25);
  metrics[6] = {9, 0, 5, 0};
  metrics[7] = {0, 0, 6, 0};
  metrics[8] = {0, 0, 7, 0};
  BOOST_TEST(best_reason(metrics, "Motion Priority") ==
             "most movement of all 25 windows; edges above average");
}

BOOST_AUTO_TEST_CASE(the_share_of_what_matters_reads_as_plain_words) {
  auto metrics = dull_windows(5);
  metrics[1] = {0, 0, 0, 0, 0.9};
  metrics[2] = {9, 0, 0, 0, 0.8};
  metrics[3] = {8, 0, 0, 0, 0.85};
  metrics[4] = {8, 0, 0, 0, 0};
  BOOST_TEST(best_reason(metrics, "Auto") == "most of what matters of all 5 windows");
  BOOST_TEST(best_reason(metrics, "Motion Priority") ==
             "most movement of all 5 windows; share of what matters above average");
}

BOOST_AUTO_TEST_CASE(what_adds_most_to_the_score_is_named_first) {
  auto metrics = dull_windows(4);
  metrics[1] = {9, 9, 9, 9};
  BOOST_TEST(best_reason(metrics) == "most movement, detail, edges and color of all 4 windows");
  BOOST_TEST(best_reason(metrics, "Color Focus") ==
             "most color, edges, detail and movement of all 4 windows");
}

BOOST_AUTO_TEST_CASE(a_second_place_is_named_as_such) {
  auto metrics = dull_windows(10);
  metrics[2] = {8, 9, 0, 0};
  metrics[3] = {9, 0, 0, 0};
  BOOST_TEST(best_reason(metrics) == "most detail of all 10 windows; second most movement");
  metrics[2] = {8, 8, 8, 8};
  metrics[3] = {9, 0, 9, 0};
  metrics[4] = {0, 9, 0, 9};
  BOOST_TEST(best_reason(metrics) == "second most movement, detail, edges and color of all 10 windows");
}

BOOST_AUTO_TEST_CASE(of_two_windows_nothing_is_second_most) {
  const auto candidates = select({{9, 9, 0, 0}, {0, 0, 9, 0}});
  BOOST_TEST(candidates[0].reason == "most movement and detail of both windows");
  BOOST_TEST(candidates[1].reason == "most edges of both windows");
}

BOOST_AUTO_TEST_CASE(a_metric_that_is_alike_everywhere_is_no_reason) {
  const std::vector<WindowMetrics> metrics{{3, 3, 9, 3}, {3, 3, 1, 3}, {3, 3, 2, 3}};
  BOOST_TEST(best_reason(metrics) == "most edges of all 3 windows");
}

BOOST_AUTO_TEST_CASE(windows_that_are_all_alike_say_so) {
  for (const Candidate& candidate : select(dull_windows(25))) {
    BOOST_TEST(candidate.reason == "all 25 windows are alike");
  }
  BOOST_TEST(best_reason(dull_windows(2)) == "both windows are alike");
}

BOOST_AUTO_TEST_CASE(the_only_window_says_so) {
  BOOST_TEST(best_reason({{1, 2, 3, 4}}) == "the only window");
}

BOOST_AUTO_TEST_CASE(a_window_with_nothing_above_average_says_its_place) {
  std::vector<WindowMetrics> metrics{{90, 90, 90, 90}};
  for (int i = 8; i > 0; --i) metrics.push_back({1.0 * i, 1.0 * i, 1.0 * i, 1.0 * i});
  const auto candidates = select(metrics);
  BOOST_TEST(candidates[2].reason == "third best of all 9 windows by Balanced");
  BOOST_TEST(candidates[3].reason == "4th best of all 9 windows by Balanced");
}

BOOST_AUTO_TEST_CASE(a_window_picked_for_its_region_says_which) {
  std::vector<WindowMetrics> metrics;
  for (int i = 20; i > 0; --i) metrics.push_back({i > 15 ? 50.0 + i : i, 0, 0, 0});
  const auto candidates = select(metrics, "Motion Priority");
  BOOST_TEST(candidates.back().reason == "best in the lower right quarter");
}

BOOST_AUTO_TEST_CASE(a_reason_is_one_line_and_never_empty) {
  for (int seed = 1; seed < 30; ++seed) {
    std::vector<WindowMetrics> metrics;
    for (int i = 0; i < 12; ++i) {
      metrics.push_back(
          {1.0 * (i * seed % 7), 1.0 * (i * seed % 5), 1.0 * (i * seed % 11), 1.0 * (i * seed % 3)});
    }
    for (const Candidate& candidate : select(metrics)) {
      BOOST_TEST(!candidate.reason.empty());
      BOOST_TEST((candidate.reason.find('\n') == std::string::npos));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
