#include "smartcrop/selection/candidates.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>

#include "smartcrop/core/parallel.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

constexpr WindowMetrics kDull{0, 0, 0, 0};

/// 5x5 windows of 40x40 px in a frame of 120x120 px: steps of 20 px, the middle one at 40,40.
struct Scene {
  cv::Size frame{120, 120};
  cv::Size crop{40, 40};
  std::vector<cv::Point> positions;
  std::vector<WindowMetrics> metrics;

  Scene() : metrics(25, kDull) {
    for (int y = 0; y <= 80; y += 20) {
      for (int x = 0; x <= 80; x += 20) positions.emplace_back(x, y);
    }
  }

  WindowMetrics& at(int x, int y) { return metrics[static_cast<std::size_t>(y / 20 * 5 + x / 20)]; }

  std::vector<Candidate> select(const CandidateOptions& options = {}) const {
    return select_candidates(frame, crop, positions, metrics, options);
  }
};

Scene random_scene(unsigned seed) {
  Scene scene;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> value(0, 50);
  for (auto& window : scene.metrics) {
    for (double& metric : window) metric = value(random);
  }
  return scene;
}

std::string corner(const Candidate& candidate) {
  return std::to_string(static_cast<int>(candidate.window.x)) + ',' +
         std::to_string(static_cast<int>(candidate.window.y));
}

std::set<std::string> corners(const std::vector<Candidate>& candidates) {
  std::set<std::string> found;
  for (const Candidate& candidate : candidates) found.insert(corner(candidate));
  return found;
}

CandidateOptions only(const char* strategy) {
  CandidateOptions options;
  options.strategies = {strategy};
  return options;
}

bool equal(const std::vector<Candidate>& a, const std::vector<Candidate>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Candidate& x, const Candidate& y) {
    return x.rank == y.rank && x.window == y.window && x.score == y.score && x.strategy == y.strategy &&
           x.breakdown == y.breakdown && x.reason == y.reason;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(CandidateOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem_of_its_own) {
  CandidateOptions options;
  options.count = 0;
  BOOST_TEST(options.problems().size() == 1U);
  options.top_per_strategy = -1;
  BOOST_TEST(options.problems().size() == 2U);
  options.strategies = {"Balanced", "Fancy"};
  BOOST_TEST(options.problems().size() == 3U);
  options.max_overlap = 1.01;
  BOOST_TEST(options.problems().size() == 4U);
  options.max_overlap = std::nan("");
  BOOST_TEST(options.problems().size() == 4U);
  const std::string message = thrown<std::invalid_argument>([&] { Scene().select(options); });
  BOOST_TEST(contains(message, "count 0"), message);
  BOOST_TEST(contains(message, "top_per_strategy -1"), message);
  BOOST_TEST(contains(message, "'Fancy'"), message);
  BOOST_TEST(contains(message, "Color Focus"), message);
}

BOOST_AUTO_TEST_CASE(positions_and_metrics_must_be_equally_many) {
  Scene scene;
  scene.metrics.pop_back();
  const std::string message = thrown<std::invalid_argument>([&] { scene.select(); });
  BOOST_TEST(contains(message, "25 and 24"), message);
}

BOOST_AUTO_TEST_CASE(no_positions_give_no_candidates) {
  BOOST_TEST(select_candidates({100, 100}, {50, 50}, {}, {}).empty());
}

BOOST_AUTO_TEST_CASE(the_moving_window_comes_first_under_motion_priority) {
  Scene scene;
  scene.at(60, 20) = {9, 0, 0, 0};
  scene.at(0, 0) = {0, 5, 0, 0};
  const auto candidates = scene.select(only("Motion Priority"));
  BOOST_TEST(corner(candidates.front()) == "60,20");
  BOOST_TEST(candidates.front().strategy == "Motion Priority");
  BOOST_CHECK((candidates.front().window == CropWindow{60, 20, 40, 40}));
}

BOOST_AUTO_TEST_CASE(each_strategy_prefers_what_its_name_says) {
  Scene scene;
  scene.at(0, 0) = {9, 0, 0, 0};
  scene.at(80, 0) = {0, 9, 0, 0};
  scene.at(0, 80) = {0, 0, 9, 0};
  scene.at(80, 80) = {0, 0, 0, 9};
  BOOST_TEST(corner(scene.select(only("Motion Priority")).front()) == "0,0");
  BOOST_TEST(corner(scene.select(only("Visual Detail")).front()) == "80,0");
  BOOST_TEST(corner(scene.select(only("Subject Detection")).front()) == "0,80");
  BOOST_TEST(corner(scene.select(only("Color Focus")).front()) == "80,80");
}

BOOST_AUTO_TEST_CASE(candidates_are_ranked_by_score_without_a_position_twice) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const auto candidates = random_scene(seed).select();
    BOOST_TEST(candidates.size() <= 10U);
    BOOST_TEST(candidates.size() >= 5U);
    BOOST_TEST(corners(candidates).size() == candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      BOOST_TEST(candidates[i].rank == static_cast<int>(i) + 1);
      if (i > 0) BOOST_TEST(candidates[i].score <= candidates[i - 1].score);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_breakdown_sums_to_the_score_and_follows_the_weights) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Scene scene = random_scene(seed);
    const auto normalized = normalize(scene.metrics);
    for (const Candidate& candidate : scene.select()) {
      double sum = 0;
      for (const double part : candidate.breakdown) sum += part;
      BOOST_TEST(sum == candidate.score);
      BOOST_TEST((candidate.score >= 0 && candidate.score <= 100));
      const auto position =
          std::find(scene.positions.begin(), scene.positions.end(),
                    cv::Point(static_cast<int>(candidate.window.x), static_cast<int>(candidate.window.y)));
      const auto& values = normalized[static_cast<std::size_t>(position - scene.positions.begin())];
      const auto& weights = find_strategy(candidate.strategy).weights;
      for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric) {
        BOOST_TEST(candidate.breakdown[metric] == weights[metric] * values[metric]);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(of_several_strategies_the_one_with_the_higher_score_keeps_the_position) {
  Scene scene;
  scene.at(40, 40) = {9, 0, 0, 0};
  scene.at(0, 0) = {0, 9, 9, 9};
  const auto candidates = scene.select();
  const auto moving = std::find_if(candidates.begin(), candidates.end(),
                                   [](const Candidate& candidate) { return corner(candidate) == "40,40"; });
  BOOST_REQUIRE((moving != candidates.end()));
  BOOST_TEST(moving->strategy == "Motion Priority");
  BOOST_TEST(moving->score == 50.0);
}

BOOST_AUTO_TEST_CASE(ties_keep_the_order_of_strategies_and_then_of_positions) {
  const auto candidates = Scene().select();
  BOOST_TEST(candidates.size() == 10U);
  const std::vector<std::string> expected{"0,0", "20,0", "40,0", "60,0", "80,0"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(corner(candidates[i]) == expected[i]);
    BOOST_TEST(candidates[i].strategy == "Auto");
    BOOST_TEST(candidates[i].score == 50.0);
  }
}

BOOST_AUTO_TEST_CASE(a_window_best_in_everything_belongs_to_the_first_strategy) {
  Scene scene;
  scene.at(20, 60) = {9, 9, 9, 9};
  const Candidate best = scene.select().front();
  BOOST_TEST(corner(best) == "20,60");
  BOOST_TEST(best.strategy == "Subject Detection");
  BOOST_TEST(best.score == 100.0);
}

BOOST_AUTO_TEST_CASE(each_region_of_the_frame_has_its_best_window_among_the_candidates) {
  Scene scene;
  for (int x = 0; x <= 80; x += 20) scene.at(x, 0) = {50, 50, 50, 50};
  scene.at(0, 60) = {1, 1, 1, 1};
  scene.at(80, 80) = {2, 2, 2, 2};
  scene.at(40, 40) = {3, 3, 3, 3};
  CandidateOptions options;
  options.count = 25;
  const auto found = corners(scene.select(options));
  BOOST_TEST(found.count("0,60") == 1U);   // lower left
  BOOST_TEST(found.count("40,40") == 1U);  // middle, and lower right by its center
  options.strategies = {"Balanced"};
  options.top_per_strategy = 1;
  options.count = 4;
  const auto few = corners(scene.select(options));
  const std::set<std::string> expected{"0,0", "40,0", "0,60", "40,40"};
  BOOST_TEST(few == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_balanced_the_strategy_asked_for_picks_in_the_regions) {
  for (const Candidate& candidate : random_scene(7).select(only("Color Focus"))) {
    BOOST_TEST(candidate.strategy == "Color Focus");
  }
}

BOOST_AUTO_TEST_CASE(strategies_may_be_named_in_any_order_case_and_number) {
  const Scene scene = random_scene(8);
  CandidateOptions options, reordered;
  options.strategies = {"Motion Priority", "Color Focus"};
  reordered.strategies = {"color-focus", "motion-priority", "Color Focus"};
  BOOST_TEST(equal(scene.select(options), scene.select(reordered)));
}

BOOST_AUTO_TEST_CASE(naming_all_strategies_is_the_same_as_naming_none) {
  const Scene scene = random_scene(9);
  CandidateOptions all;
  for (const Strategy& strategy : strategies()) all.strategies.emplace_back(strategy.name);
  BOOST_TEST(equal(scene.select(all), scene.select()));
}

BOOST_AUTO_TEST_CASE(fewer_candidates_are_the_first_of_more) {
  const Scene scene = random_scene(10);
  CandidateOptions options;
  const auto ten = scene.select(options);
  options.count = 3;
  const auto three = scene.select(options);
  BOOST_TEST(three.size() == 3U);
  BOOST_TEST(equal(three, {ten.begin(), ten.begin() + 3}));
}

BOOST_AUTO_TEST_CASE(count_beyond_the_windows_gives_each_window_once) {
  CandidateOptions options;
  options.count = 1000;
  options.top_per_strategy = 1000;
  BOOST_TEST(random_scene(11).select(options).size() == 25U);
}

BOOST_AUTO_TEST_CASE(a_window_as_large_as_the_frame_is_the_only_candidate) {
  const std::vector<cv::Point> positions{{0, 0}};
  const std::vector<WindowMetrics> metrics{{1, 2, 3, 4}};
  const auto candidates = select_candidates({1920, 1080}, {1920, 1080}, positions, metrics);
  BOOST_REQUIRE(candidates.size() == 1U);
  BOOST_CHECK((candidates[0].window == CropWindow{0, 0, 1920, 1080}));
  BOOST_TEST(candidates[0].score == 50.0);
  BOOST_TEST(candidates[0].reason == "the only window");
}

BOOST_AUTO_TEST_CASE(windows_at_the_edges_of_the_frame_are_candidates_like_others) {
  const std::vector<cv::Point> positions{{0, 0}, {328, 0}, {656, 0}, {984, 0}, {1312, 0}};
  std::vector<WindowMetrics> metrics(5, kDull);
  metrics[4] = {5, 5, 5, 5};
  const auto candidates = select_candidates({1920, 1080}, {608, 1080}, positions, metrics);
  BOOST_TEST(candidates.size() == 5U);
  BOOST_CHECK((candidates[0].window == CropWindow{1312, 0, 608, 1080}));
}

BOOST_AUTO_TEST_CASE(a_position_given_twice_is_one_candidate) {
  const std::vector<cv::Point> positions{{0, 0}, {0, 0}, {20, 0}};
  const std::vector<WindowMetrics> metrics{{1, 1, 1, 1}, {3, 3, 3, 3}, {2, 2, 2, 2}};
  const auto candidates = select_candidates({60, 40}, {40, 40}, positions, metrics);
  BOOST_TEST(candidates.size() == 2U);
  BOOST_TEST(candidates[0].score == 100.0);
}

BOOST_AUTO_TEST_CASE(selection_is_the_same_on_1_2_and_n_threads) {
  const auto select_all = [](int workers) {
    std::vector<std::vector<Candidate>> results(16);
    parallel_for(results.size(), workers,
                 [&](std::size_t i) { results[i] = random_scene(static_cast<unsigned>(i)).select(); });
    return results;
  };
  const auto inline_results = select_all(1);
  for (const int workers : {2, 0}) {
    const auto results = select_all(workers);
    BOOST_TEST(
        std::equal(results.begin(), results.end(), inline_results.begin(), inline_results.end(), equal));
  }
}

BOOST_AUTO_TEST_SUITE_END()
