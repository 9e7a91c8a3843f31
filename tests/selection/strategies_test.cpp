#include "smartcrop/selection/strategies.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <random>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::quoted;
using smartcrop::test::thrown;

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(auto_comes_first_and_then_the_five_strategies_of_raw_metrics) {
  std::vector<std::string> names;
  for (const Strategy& strategy : strategies()) names.emplace_back(strategy.name);
  const std::vector<std::string> expected{"Auto",          "Subject Detection", "Motion Priority",
                                          "Visual Detail", "Balanced",          "Color Focus"};
  BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_strategy_has_the_weights_of_the_table) {
  const auto weight = [](const char* name, Metric metric) {
    return find_strategy(name).weights[static_cast<std::size_t>(metric)];
  };
  BOOST_TEST(weight("Subject Detection", Metric::motion) == 0.05);
  BOOST_TEST(weight("Subject Detection", Metric::complexity) == 0.25);
  BOOST_TEST(weight("Subject Detection", Metric::edges) == 0.40);
  BOOST_TEST(weight("Subject Detection", Metric::saturation) == 0.30);
  BOOST_TEST(weight("Motion Priority", Metric::motion) == 0.50);
  BOOST_TEST(weight("Motion Priority", Metric::edges) == 0.25);
  BOOST_TEST(weight("Visual Detail", Metric::complexity) == 0.50);
  BOOST_TEST(weight("Balanced", Metric::saturation) == 0.25);
  BOOST_TEST(weight("Color Focus", Metric::saturation) == 0.45);
}

BOOST_AUTO_TEST_CASE(the_weights_of_each_strategy_sum_to_one) {
  for (const Strategy& strategy : strategies()) {
    const double sum = std::accumulate(strategy.weights.begin(), strategy.weights.end(), 0.0);
    BOOST_TEST(sum == 1.0, boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(a_strategy_is_found_whatever_its_case_and_separator) {
  for (const char* name :
       {"Motion Priority", "motion priority", "MOTION PRIORITY", "motion-priority", "Motion_Priority"}) {
    BOOST_TEST(find_strategy(name).name == "Motion Priority");
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_strategy_is_an_error_that_lists_the_valid_ones) {
  for (const char* name : {"", "Motion", "Balanced ", "motionpriority"}) {
    const std::string message = thrown<std::invalid_argument>([&] { find_strategy(name); });
    BOOST_TEST(contains(message, quoted(name)), message);
    for (const Strategy& strategy : strategies())
      BOOST_TEST(contains(message, std::string(strategy.name)), message);
  }
}

BOOST_AUTO_TEST_CASE(normalising_stretches_each_metric_from_0_to_100) {
  const std::vector<WindowMetrics> windows{{1, 10, 7, 0}, {2, 30, 5, 4}, {3, 20, 9, 1}};
  const auto normalized = normalize(windows);
  BOOST_CHECK((normalized ==
               std::vector<WindowMetrics>{{0, 0, 50, 0, 50}, {50, 100, 0, 100, 50}, {100, 50, 100, 25, 50}}));
}

BOOST_AUTO_TEST_CASE(a_metric_that_is_equal_everywhere_is_50) {
  const std::vector<WindowMetrics> windows{{1, 3, 0, 7}, {2, 3, 0, 7}};
  BOOST_CHECK((normalize(windows) == std::vector<WindowMetrics>{{0, 50, 50, 50, 50}, {100, 50, 50, 50, 50}}));
}

BOOST_AUTO_TEST_CASE(rounding_of_the_tables_is_not_stretched_to_a_difference) {
  const std::vector<WindowMetrics> windows{{80, 80, 80, 80}, {80 + 1e-9, 80 - 1e-9, 80, 80}};
  for (const WindowMetrics& values : normalize(windows))
    BOOST_CHECK((values == WindowMetrics{50, 50, 50, 50, 50}));
}

BOOST_AUTO_TEST_CASE(one_window_is_50_and_none_is_none) {
  BOOST_CHECK((normalize(std::vector<WindowMetrics>{{1, 2, 3, 4}}) ==
               std::vector<WindowMetrics>{{50, 50, 50, 50, 50}}));
  BOOST_TEST(normalize({}).empty());
}

BOOST_AUTO_TEST_CASE(normalised_metrics_and_scores_stay_between_0_and_100_and_keep_the_order) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> value(0, 255);
  std::vector<WindowMetrics> windows(200);
  for (auto& window : windows) {
    for (double& metric : window) metric = value(random);
  }
  const auto normalized = normalize(windows);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric) {
      BOOST_TEST((normalized[i][metric] >= 0 && normalized[i][metric] <= 100));
      if (i > 0) {
        BOOST_TEST((windows[i][metric] < windows[i - 1][metric]) ==
                   (normalized[i][metric] < normalized[i - 1][metric]));
      }
    }
    for (const Strategy& strategy : strategies()) {
      const double score = strategy_score(strategy, normalized[i]);
      BOOST_TEST((score >= 0 && score <= 100));
    }
  }
}

BOOST_AUTO_TEST_CASE(normalising_does_not_depend_on_unit_or_offset) {
  const std::vector<WindowMetrics> windows{{1, 1, 1, 1}, {4, 4, 4, 4}, {2, 2, 2, 2}};
  std::vector<WindowMetrics> shifted = windows;
  for (auto& window : shifted) {
    for (double& metric : window) metric = 8 * metric + 64;
  }
  BOOST_CHECK(normalize(windows) == normalize(shifted));
}

BOOST_AUTO_TEST_CASE(the_score_is_the_weighted_sum) {
  BOOST_TEST(strategy_score(find_strategy("Balanced"), {100, 0, 50, 50}) == 50.0);
  BOOST_TEST(strategy_score(find_strategy("Motion Priority"), {100, 0, 0, 0}) == 50.0);
  BOOST_TEST(strategy_score(find_strategy("Color Focus"), {0, 0, 0, 100}) == 45.0);
  for (const Strategy& strategy : strategies()) {
    BOOST_TEST(strategy_score(strategy, {100, 100, 100, 100, 100}) == 100.0);
    BOOST_TEST(strategy_score(strategy, {0, 0, 0, 0}) == 0.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
