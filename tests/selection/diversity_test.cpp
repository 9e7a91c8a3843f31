#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "smartcrop/selection/candidates.hpp"

using namespace smartcrop;

namespace {

/// Windows of 100x100 px, `step` px apart in a row, with motion as given: the strategy's order is that of
/// motion.
std::vector<Candidate> in_a_row(int step, const std::vector<double>& motion, const CandidateOptions& wanted) {
  std::vector<cv::Point> positions;
  std::vector<WindowMetrics> measures;
  for (std::size_t i = 0; i < motion.size(); ++i) {
    positions.emplace_back(step * static_cast<int>(i), 0);
    measures.push_back({motion[i], 0, 0, 0});
  }
  CandidateOptions options = wanted;
  options.strategies = {"Motion Priority"};
  return select_candidates({step * static_cast<int>(motion.size()) + 100, 100}, {100, 100}, positions,
                           measures, options);
}

std::vector<int> columns(const std::vector<Candidate>& candidates) {
  std::vector<int> xs;
  for (const Candidate& candidate : candidates) xs.push_back(static_cast<int>(candidate.window.x));
  return xs;
}

CandidateOptions of(int count, double max_overlap) {
  CandidateOptions options;
  options.count = count;
  options.max_overlap = max_overlap;
  return options;
}

double most_overlap(const std::vector<Candidate>& candidates) {
  double most = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      most = std::max(most, intersection_over_union(candidates[i].window, candidates[j].window));
  }
  return most;
}

/// A 20x20 grid of 300x300 px windows, 35 px apart, with measures by chance.
std::vector<Candidate> crowded(unsigned seed, const CandidateOptions& options) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> value(0, 50);
  std::vector<cv::Point> positions;
  std::vector<WindowMetrics> measures;
  for (int i = 0; i < 400; ++i) {
    positions.emplace_back(35 * (i % 20), 35 * (i / 20));
    measures.push_back({value(random), value(random), value(random), value(random), value(random)});
  }
  return select_candidates({965, 965}, {300, 300}, positions, measures, options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selection_diversity)

BOOST_AUTO_TEST_CASE(a_window_that_overlaps_a_better_one_too_much_gives_way) {
  // 25 px apart: overlaps of 75/125 = .6, 50/150 = 1/3, 25/175 = 1/7.
  const std::vector<int> expected{0, 50, 100};
  BOOST_TEST(columns(in_a_row(25, {9, 8, 7, 6, 5}, of(3, 0.5))) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_overlap_equal_to_the_threshold_is_allowed) {
  const std::vector<int> expected{0, 25, 50};
  BOOST_TEST(columns(in_a_row(25, {9, 8, 7, 6, 5}, of(3, 0.6))) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(suppression_begins_with_the_best_wherever_it_lies) {
  const std::vector<int> expected{50, 100, 0};
  BOOST_TEST(columns(in_a_row(25, {1, 4, 9, 8, 6}, of(3, 0.5))) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(too_few_are_filled_up_with_those_that_overlap_least) {
  // 0 and 50 are chosen; 25 overlaps each by .6, 75 (beyond the last) 50 by .6 and 0 by 1/7: equal most, and
  // the better one joins.
  const std::vector<int> expected{0, 25, 50};
  BOOST_TEST(columns(in_a_row(25, {9, 8, 7, 6}, of(3, 0.5))) == expected, boost::test_tools::per_element());
  // With 30 px steps: 70/130 = .54 for a neighbor. After 0 and 60 the worst one, 110 px away, is clear of
  // both.
  const std::vector<int> clear{0, 60};
  BOOST_TEST(columns(in_a_row(30, {9, 8, 7}, of(2, 0.5))) == clear, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_overlap_of_1_leaves_only_equal_windows_out) {
  const std::vector<int> expected{0, 1, 2, 3};
  BOOST_TEST(columns(in_a_row(1, {9, 8, 7, 6}, of(4, 1))) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ten_of_many_differ_and_the_first_stays) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto candidates = crowded(seed, {});
    BOOST_TEST(candidates.size() == 10U);
    BOOST_TEST(most_overlap(candidates) <= 0.5);
    const auto all = crowded(seed, of(10, 1));
    BOOST_TEST((candidates.front().window == all.front().window));
    BOOST_TEST(candidates.front().score == all.front().score);
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      BOOST_TEST(candidates[i].score <= candidates[i - 1].score);
      BOOST_TEST(candidates[i].rank == static_cast<int>(i) + 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_count_that_cannot_differ_is_reached_all_the_same) {
  const auto candidates = crowded(3, of(60, 0.1));
  BOOST_TEST(candidates.size() == 60U);
  BOOST_TEST(most_overlap(candidates) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
