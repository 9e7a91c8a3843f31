#include "smartcrop/video/sampler.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

Time seconds(std::int64_t n, std::int64_t d = 1) {
  return {Rational(n, d)};
}

std::vector<Time> every(std::int64_t step, std::int64_t end) {
  std::vector<Time> times;
  for (std::int64_t t = 0; t < end; t += step) times.push_back(seconds(t));
  return times;
}

int pairs_of(const BurstPlan& plan) {
  int pairs = 0;
  for (const Burst& burst : plan.bursts) pairs += burst.frames - 1;
  return pairs;
}

std::string first_problem(const SamplingOptions& options) {
  const std::vector<std::string> problems = options.problems();
  return problems.empty() ? "" : problems.front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(default_sampling_options_are_valid) {
  BOOST_TEST(SamplingOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_sampling_option_out_of_range_is_named) {
  SamplingOptions options;
  options.samples = 0;
  BOOST_TEST(contains(first_problem(options), "samples is 0"));
  options = {};
  options.every = -3;
  BOOST_TEST(contains(first_problem(options), "every is -3"));
  options = {};
  options.start = seconds(-1);
  BOOST_TEST(contains(first_problem(options), "start is negative"));
  options = {};
  options.end = FrameIndex{-1};
  BOOST_TEST(contains(first_problem(options), "end is negative"));
  options = {};
  options.start = seconds(5);
  options.end = seconds(5);
  BOOST_TEST(contains(first_problem(options), "start must lie before end"));
}

BOOST_AUTO_TEST_CASE(a_frame_and_a_time_cannot_be_compared_before_the_video_is_known) {
  SamplingOptions options;
  options.start = FrameIndex{100};
  options.end = seconds(2);
  BOOST_TEST(options.problems().empty());
}

BOOST_AUTO_TEST_CASE(as_many_bursts_as_samples_where_there_are_key_frames_enough) {
  const BurstPlan plan = plan_bursts(every(1, 1000), seconds(0), seconds(1000), 35);
  BOOST_TEST(plan.bursts.size() == 35u);
  BOOST_TEST(pairs_of(plan) == 35);
  for (const Burst& burst : plan.bursts) BOOST_TEST(burst.frames == 2);
  BOOST_TEST(plan.evenness < 1.06);
}

BOOST_AUTO_TEST_CASE(more_samples_than_moments_make_some_bursts_longer) {
  const BurstPlan plan = plan_bursts(every(1, 1000), seconds(0), seconds(1000), 50);
  BOOST_TEST(plan.bursts.size() == static_cast<std::size_t>(kMostBursts));
  BOOST_TEST(pairs_of(plan) == 50);
  for (const Burst& burst : plan.bursts) BOOST_TEST((burst.frames == 2 || burst.frames == 3));
}

BOOST_AUTO_TEST_CASE(few_key_frames_are_all_used_and_share_out_the_pairs) {
  const BurstPlan plan = plan_bursts(every(3, 54), seconds(0), seconds(54), 50);
  BOOST_TEST(plan.bursts.size() == 18u);
  BOOST_TEST(pairs_of(plan) == 50);
  for (const Burst& burst : plan.bursts) BOOST_TEST((burst.frames == 3 || burst.frames == 4));
  BOOST_TEST(plan.evenness == 1);
}

BOOST_AUTO_TEST_CASE(one_key_frame_makes_one_long_burst) {
  const BurstPlan plan = plan_bursts({seconds(0)}, seconds(0), seconds(10), 50);
  BOOST_REQUIRE(plan.bursts.size() == 1u);
  BOOST_TEST((plan.bursts[0] == Burst{seconds(0), 51}));
}

BOOST_AUTO_TEST_CASE(no_key_frame_in_the_range_makes_no_burst) {
  BOOST_TEST(plan_bursts({}, seconds(0), seconds(10), 50).bursts.empty());
  BOOST_TEST(plan_bursts({seconds(3), seconds(12)}, seconds(5), seconds(12), 50).bursts.empty());
}

BOOST_AUTO_TEST_CASE(bursts_stay_inside_the_range_its_start_included_its_end_not) {
  const BurstPlan plan = plan_bursts(every(1, 100), seconds(20), seconds(30), 50);
  BOOST_TEST(plan.bursts.size() == 10u);
  BOOST_TEST((plan.bursts.front().start == seconds(20)));
  BOOST_TEST((plan.bursts.back().start == seconds(29)));
}

BOOST_AUTO_TEST_CASE(bursts_ascend_and_no_key_frame_comes_twice) {
  std::vector<Time> clustered;  // a scene with many cuts, then a long calm one
  for (int i = 0; i < 60; ++i) clustered.push_back(seconds(i, 10));
  for (int i = 0; i < 10; ++i) clustered.push_back(seconds(10 + 9 * i));
  clustered.insert(clustered.begin() + 5, clustered[5]);  // said twice by a careless muxer
  const BurstPlan plan = plan_bursts(clustered, seconds(0), seconds(100), 30);
  BOOST_TEST(plan.bursts.size() == 30u);
  std::set<Time> seen;
  for (const Burst& burst : plan.bursts) BOOST_TEST(seen.insert(burst.start).second);
  BOOST_TEST(std::ranges::is_sorted(plan.bursts, {}, &Burst::start));
  for (int i = 0; i < 10; ++i) BOOST_TEST(seen.contains(seconds(10 + 9 * i)));  // the sparse part is used up
}

BOOST_AUTO_TEST_CASE(evenness_tells_the_widest_gap) {
  // All key frames in the first tenth: nine tenths of the range stay unseen.
  const BurstPlan plan = plan_bursts(every(1, 10), seconds(0), seconds(100), 10);
  BOOST_TEST(plan.evenness == 9.1, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_nearest_key_frame_is_taken_for_each_part_of_the_range) {
  const BurstPlan plan =
      plan_bursts({seconds(0), seconds(4), seconds(6), seconds(14)}, seconds(0), seconds(20), 2);
  BOOST_REQUIRE(plan.bursts.size() == 2u);
  BOOST_TEST((plan.bursts[0].start == seconds(4)));  // 5 lies as far from 4 as from 6: the earlier
  BOOST_TEST((plan.bursts[1].start == seconds(14)));
}

BOOST_AUTO_TEST_CASE(a_burst_plan_without_samples_or_range_is_refused) {
  BOOST_CHECK_THROW(plan_bursts({seconds(0)}, seconds(0), seconds(1), 0), std::invalid_argument);
  BOOST_CHECK_THROW(plan_bursts({seconds(0)}, seconds(1), seconds(1), 5), std::invalid_argument);
  BOOST_CHECK_THROW(plan_bursts({seconds(2), seconds(0)}, seconds(0), seconds(1), 5), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
