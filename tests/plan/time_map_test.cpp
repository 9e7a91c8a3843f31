#include "smartcrop/plan/time_map.hpp"

#include <boost/test/unit_test.hpp>

#include "support/times.hpp"

namespace smartcrop {
namespace {

namespace tt = boost::test_tools;
using test::seconds;

CropPlan plan_with(std::vector<PlanScene> scenes, double ramp_s, Time start = {},
                   std::optional<Time> end = {}) {
  CropPlan plan = fixed_plan("a.mp4", {320, 180}, {0, 0, 100, 180}, {100, 180}, start, end);
  plan.scenes = std::move(scenes);
  plan.ramp_s = ramp_s;
  return plan;
}

/// 5 s as they are, 9 s at 3, 6 s at 2, the rest as it is.
CropPlan three_speeds(double ramp_s) {
  return plan_with({{seconds(0), seconds(5), 1}, {seconds(5), seconds(14), 3}, {seconds(14), seconds(20), 2}},
                   ramp_s);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(time_map)

BOOST_AUTO_TEST_CASE(a_plan_without_scenes_changes_no_time) {
  const TimeMap map(plan_with({}, 0.25, seconds(3)));
  for (const double t : {-1.0, 0.0, 2.5, 3.0, 1000.25}) {
    BOOST_TEST(map.output_s(t) == t);
    BOOST_TEST(map.source_s(t) == t);
    BOOST_TEST(map.speed(t) == 1);
  }
  BOOST_TEST(map.stretches().size() == 1u);
}

BOOST_AUTO_TEST_CASE(scenes_lie_where_their_lengths_divided_by_their_speeds_put_them) {
  const TimeMap map(three_speeds(0));
  BOOST_TEST(map.output_s(5) == 5, tt::tolerance(1e-12));
  BOOST_TEST(map.output_s(8) == 6, tt::tolerance(1e-12));
  BOOST_TEST(map.output_s(14) == 8, tt::tolerance(1e-12));
  BOOST_TEST(map.output_s(20) == 11, tt::tolerance(1e-12));
  BOOST_TEST(map.output_s(21.5) == 12.5, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(ramps_change_no_length_and_no_time_outside_them) {
  const TimeMap with(three_speeds(0.25)), without(three_speeds(0));
  for (const double t : {0.0, 4.8, 5.5, 8.0, 13.5, 14.4, 19.7, 20.2, 30.0})
    BOOST_TEST(with.output_s(t) == without.output_s(t), tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_speed_goes_over_linearly_in_output_time) {
  const TimeMap map(three_speeds(0.25));
  BOOST_TEST(map.speed(4.8) == 1);
  BOOST_TEST(map.speed(map.source_s(5.0)) == 2, tt::tolerance(1e-9));
  BOOST_TEST(map.speed(map.source_s(5.0625)) == 2.5, tt::tolerance(1e-9));
  BOOST_TEST(map.speed(10) == 3);
  BOOST_TEST(map.speed(map.source_s(8)) == 2.5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(time_goes_on_without_a_jump_and_back_again) {
  const TimeMap map(three_speeds(0.25));
  double before = map.output_s(-1);
  for (int i = -999; i < 25000; ++i) {
    const double t = i / 1000.0, output = map.output_s(t);
    BOOST_REQUIRE(output > before);
    BOOST_REQUIRE(output - before < 0.001 + 1e-9);
    BOOST_REQUIRE_SMALL(map.source_s(output) - t, 1e-9);
    before = output;
  }
}

BOOST_AUTO_TEST_CASE(ramps_are_shorter_where_scenes_are_short) {
  std::vector<PlanScene> frames;  // of one frame each, at 25 a second
  for (int i = 0; i < 50; ++i) frames.push_back({seconds(i, 25), seconds(i + 1, 25), i % 2 == 0 ? 4.0 : 1.0});
  const TimeMap map(plan_with(frames, 0.25));
  BOOST_TEST(map.output_s(2) == 25 * 0.04 * (1 + 1 / 4.0), tt::tolerance(1e-3));
  for (double t = 0; t < 2; t += 0.001) {
    BOOST_REQUIRE(map.output_s(t + 0.001) > map.output_s(t));
    BOOST_REQUIRE_SMALL(map.source_s(map.output_s(t)) - t, 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(neighbors_of_one_speed_are_one_and_gaps_play_as_they_are) {
  const TimeMap map(
      plan_with({{seconds(2), seconds(4), 2}, {seconds(4), seconds(6), 2}, {seconds(8), {}, 4}}, 0.25));
  BOOST_TEST(map.speed(4) == 2);
  BOOST_TEST(map.speed(7) == 1);
  BOOST_TEST(map.speed(100) == 4);
  BOOST_TEST(map.output_s(12) == 2 + 2 + 2 + 1, tt::tolerance(1e-12));
  const std::vector<TimeMap::Stretch>& stretches = map.stretches();
  BOOST_TEST(stretches.size() == 4u);
  for (std::size_t i = 0; i < stretches.size(); ++i) BOOST_TEST(stretches[i].is_plain == (i % 2 == 0));
  BOOST_TEST(stretches[2].output_s - stretches[2].source_s == -2.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_clock_is_the_sources_up_to_the_start_and_nothing_ramps_for_what_is_not_shown) {
  CropPlan plan = three_speeds(0.25);
  plan.shots[0].start = plan.shots[0].keyframes[0].time = seconds(8);
  plan.shots[0].end = seconds(14);
  const TimeMap map(plan);
  BOOST_TEST(map.output_s(6) == 6);
  BOOST_TEST(map.output_s(8) == 8);
  BOOST_TEST(map.speed(8) == 3);
  BOOST_TEST(map.speed(13.99) == 3);
  BOOST_TEST(map.output_s(14) == 10, tt::tolerance(1e-12));
  BOOST_TEST(output_length_s(plan, 100) == 2, tt::tolerance(1e-12));
  BOOST_TEST(output_length_s(plan, 11) == 1, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
