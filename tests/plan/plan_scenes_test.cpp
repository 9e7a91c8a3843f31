#include <boost/test/unit_test.hpp>
#include <limits>

#include "plan_support.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "support/times.hpp"

namespace smartcrop {
namespace {

using test::message_of;
using test::replaced;
using test::seconds;

/// Three scenes: as it is, three times as fast with an end that decimals cannot say, and the rest.
CropPlan retimed_plan() {
  CropPlan plan = fixed_plan("a.mp4", {320, 180}, {0, 0, 100, 180}, {100, 180});
  plan.scenes = {{seconds(0), seconds(5), 1, 12.5},
                 {seconds(5), seconds(1001, 100), 3.25, 0.5},
                 {seconds(11), std::nullopt, 2}};
  return plan;
}

std::string error_after(const std::string& from, const std::string& to) {
  const std::string text = replaced(write_crop_plan(retimed_plan()), from, to);
  return message_of([&] { read_crop_plan(text, "p"); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_scenes)

BOOST_AUTO_TEST_CASE(scenes_survive_the_round_trip) {
  CropPlan plan = retimed_plan();
  BOOST_TEST(plan.problems().empty());
  BOOST_TEST((read_crop_plan(write_crop_plan(plan), "p") == plan));
  plan.retime = Retime::blend;
  plan.ramp_s = 0;
  BOOST_TEST((read_crop_plan(write_crop_plan(plan), "p") == plan));
}

BOOST_AUTO_TEST_CASE(a_plan_without_scenes_says_nothing_of_speed) {
  CropPlan plan = retimed_plan();
  plan.scenes.clear();
  const std::string text = write_crop_plan(plan);
  for (const char* key : {"scenes", "retime", "ramp_s"}) BOOST_TEST(text.find(key) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_text_has_the_documented_keys) {
  const std::string text = write_crop_plan(retimed_plan());
  for (const char* part : {"\"retime\": \"drop\"", "\"ramp_s\": 0.25", "\"scenes\": [", "\"speed\": 3.25",
                           "\"activity\": 12.5", "\"end\": \"10.01\""}) {
    BOOST_TEST_CONTEXT(part) BOOST_TEST(text.find(part) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_plan_is_retimed_where_a_scene_has_another_speed) {
  CropPlan plan = retimed_plan();
  BOOST_TEST(is_retimed(plan));
  for (PlanScene& scene : plan.scenes) scene.speed = 1;
  BOOST_TEST(!is_retimed(plan));
  plan.scenes.clear();
  BOOST_TEST(!is_retimed(plan));
}

BOOST_AUTO_TEST_CASE(each_violation_is_a_problem_that_names_its_key) {
  const auto problem_of = [](const auto& spoil) {
    CropPlan plan = retimed_plan();
    spoil(plan);
    const auto problems = plan.problems();
    BOOST_REQUIRE_EQUAL(problems.size(), 1);
    return problems.front().substr(0, problems.front().find(':'));
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(problem_of([](auto& p) { p.scenes[1].start = seconds(4); }) == "scenes[1].start");
  BOOST_TEST(problem_of([](auto& p) { p.scenes[2].end = seconds(11); }) == "scenes[2].end");
  BOOST_TEST(problem_of([](auto& p) { p.scenes[0].end.reset(); }) == "scenes[0].end");
  BOOST_TEST(problem_of([](auto& p) { p.scenes[0].speed = 0.4; }) == "scenes[0].speed");
  BOOST_TEST(problem_of([](auto& p) { p.scenes[0].speed = 9; }) == "scenes[0].speed");
  BOOST_TEST(problem_of([=](auto& p) { p.scenes[2].speed = kNan; }) == "scenes[2].speed");
  BOOST_TEST(problem_of([](auto& p) { p.scenes[0].activity = -1; }) == "scenes[0].activity");
  BOOST_TEST(problem_of([](auto& p) { p.ramp_s = -0.1; }) == "ramp_s");
  BOOST_TEST(problem_of([](auto& p) { p.ramp_s = 11; }) == "ramp_s");
}

BOOST_AUTO_TEST_CASE(wrong_scenes_are_named_with_their_path) {
  BOOST_TEST(error_after("3.25", "0") == "p: scenes[1].speed: must be a number from 0.5 to 8, is 0");
  BOOST_TEST(error_after("3.25", "\"fast\"") == "p: scenes[1].speed: must be a number, is \"fast\"");
  BOOST_TEST(error_after("\"activity\": 12.5", "\"dull\": true") ==
             "p: scenes[0].\"dull\": is not a known key");
  BOOST_TEST(error_after("\"drop\"", "\"melt\"") == "p: retime: must be \"drop\" or \"blend\", is \"melt\"");
  BOOST_TEST(error_after("0.25", "60") == "p: ramp_s: must be a number from 0 to 10, is 60");
  BOOST_TEST(error_after("\"11\"", "\"7\"").starts_with("p: scenes[2].start: must not be before 10.01"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
