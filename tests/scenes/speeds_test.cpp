#include "smartcrop/scenes/speeds.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

namespace smartcrop {
namespace {

namespace tt = boost::test_tools;

std::vector<SceneFacts> scenes_of(const std::vector<double>& activities, double length_s = 10) {
  std::vector<SceneFacts> scenes;
  for (const double activity : activities) scenes.push_back({length_s, activity});
  return scenes;
}

long sped_up(const std::vector<double>& speeds) {
  return std::ranges::count_if(speeds, [](double speed) { return speed > 1; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scene_speeds)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(SpeedOptions().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_field_out_of_range_is_a_problem) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const SpeedOptions& options :
       {SpeedOptions{.dull_percentile = -1}, SpeedOptions{.dull_percentile = 101},
        SpeedOptions{.max_speed = 0.9}, SpeedOptions{.max_speed = 9}, SpeedOptions{.min_saving_s = -1},
        SpeedOptions{.max_speed = kNan}}) {
    BOOST_TEST(options.problems().size() == 1u);
    BOOST_CHECK_THROW(choose_speeds(scenes_of({1, 2}), options), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(the_threshold_lies_between_the_nearest_ranks) {
  BOOST_TEST(*dull_threshold(scenes_of({5, 1, 4, 2, 3}), {.dull_percentile = 50}) == 3);
  BOOST_TEST(*dull_threshold(scenes_of({5, 1, 4, 2, 3})) == 2.2, tt::tolerance(1e-12));
  BOOST_TEST(*dull_threshold(scenes_of({7})) == 7);
  BOOST_TEST(!dull_threshold({}).has_value());
}

BOOST_AUTO_TEST_CASE(speeds_go_from_twice_at_the_threshold_to_four_times_at_nothing) {
  const SpeedOptions half{.dull_percentile = 50};
  const std::vector<double> speeds = choose_speeds(scenes_of({0, 1, 2, 3.99, 4, 6, 8, 9, 10}), half);
  BOOST_TEST(speeds == (std::vector<double>{4, 3.5, 3, 2.01, 1, 1, 1, 1, 1}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(the_largest_speed_is_a_choice) {
  BOOST_TEST(choose_speeds(scenes_of({0, 9, 9, 9}), {.max_speed = 8})[0] == 8);
  BOOST_TEST(choose_speeds(scenes_of({0, 9, 9, 9}), {.max_speed = 1.5})[0] == 1.5);
  BOOST_TEST(sped_up(choose_speeds(scenes_of({0, 9, 9, 9}), {.max_speed = 1})) == 0);
}

BOOST_AUTO_TEST_CASE(none_and_all_can_be_dull) {
  const std::vector<SceneFacts> scenes = scenes_of({0, 1, 2, 3, 4});
  BOOST_TEST(sped_up(choose_speeds(scenes, {.dull_percentile = 0})) == 0);
  const std::vector<double> all = choose_speeds(scenes, {.dull_percentile = 100});
  BOOST_TEST(all == (std::vector<double>{4, 3.5, 3, 2.5, 2}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(where_nothing_ever_happens_all_is_dull) {
  BOOST_TEST(choose_speeds(scenes_of({0, 0, 0})) == (std::vector<double>{4, 4, 4}), tt::per_element());
  BOOST_TEST(sped_up(choose_speeds(scenes_of({0, 0}), {.dull_percentile = 0})) == 0);
}

BOOST_AUTO_TEST_CASE(scenes_alike_are_not_dull) {
  BOOST_TEST(sped_up(choose_speeds(scenes_of({3, 3, 3, 3}))) == 0);
}

BOOST_AUTO_TEST_CASE(a_scene_that_would_save_too_little_keeps_its_speed) {
  std::vector<SceneFacts> scenes = scenes_of({0, 9, 9, 9});
  scenes[0].length_s = 0.6;  // at 4 times the speed .45 s less
  BOOST_TEST(sped_up(choose_speeds(scenes)) == 0);
  BOOST_TEST(choose_speeds(scenes, {.min_saving_s = 0.44})[0] == 4);
  scenes[0].length_s = 0.04;  // one frame
  BOOST_TEST(sped_up(choose_speeds(scenes)) == 0);
}

BOOST_AUTO_TEST_CASE(a_scene_of_which_nothing_is_known_keeps_its_speed_and_counts_for_nothing) {
  std::vector<SceneFacts> scenes = scenes_of({1, 9, 9, 9});
  scenes.push_back({10, std::nullopt});
  const std::vector<double> speeds = choose_speeds(scenes);
  BOOST_TEST(speeds[0] > 1);
  BOOST_TEST(speeds[4] == 1);
  BOOST_TEST(*dull_threshold(scenes) == *dull_threshold(scenes_of({1, 9, 9, 9})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
