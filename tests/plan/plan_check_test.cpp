#include "smartcrop/plan/plan_check.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/plan/crop_plan.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;

namespace {

/// `LINE KEY: TEXT` of each problem.
std::vector<std::string> complaints(const std::string& json) {
  std::vector<std::string> lines;
  for (const PlanProblem& problem : check_crop_plan(json))
    lines.push_back(std::to_string(problem.line) + " " + problem.key + ": " + problem.text);
  return lines;
}

// One object or value a line, so that lines can be told apart.
const std::string kBad = R"({
  "version": 2,
  "document": "crop-plan",
  "source": {"path": "a.mp4", "width": 640,
    "height": 360},
  "output": {"width": 200,
    "height": 0},
  "shots": [
    {"start": "0",
     "end": "4",
     "fit": "squeeze",
     "keyframes": [
       {"time": "0", "x": 0, "y": 0, "w": 200, "h": 360,
        "colour": 1},
       {"time": "late", "x": 0, "y": 0,
        "w": "wide", "h": 360}]},
    {"start": "3",
     "keyframes": [{"time": "3",
       "x": 500,
       "y": 0, "w": 200, "h": 360}]}
  ],
  "ramp_s": -1
})";

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_check)

BOOST_AUTO_TEST_CASE(all_problems_are_told_with_key_and_line) {
  const std::vector<std::string> expected{
      "2 version: must be 1, the only version known here, is 2",
      "7 output.height: must be a whole number from 1 to 1048576, is 0",
      "11 shots[0].fit: must be \"crop\" or \"pad\", is \"squeeze\"",
      "14 shots[0].keyframes[0].\"colour\": is not a known key",
      "15 shots[0].keyframes[1].time: must be a time such as \"12.5\" or \"00:01:02.5\", is \"late\"",
      "16 shots[0].keyframes[1].w: must be a number, is \"wide\"",
      "17 shots[1].start: must not be before 4, is 3",
      "19 shots[1].keyframes[0].x: must be from 0 to 440 to keep the window inside the source, is 500",
      "22 ramp_s: must be a number from 0 to 10, is -1"};
  BOOST_TEST(complaints(kBad) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_valid_plan_has_no_problems) {
  const CropPlan plan = fixed_plan("a.mp4", {640, 360}, {10, 0, 200, 360}, {200, 360});
  BOOST_TEST(check_crop_plan(write_crop_plan(plan)).empty());
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_one_problem_at_the_object_that_lacks_it) {
  const auto found =
      complaints("{\n\"version\": 1, \"document\": \"crop-plan\",\n\"shots\": [\n{\"keyframes\": []}]}");
  const std::vector<std::string> expected{"1 source: is missing", "1 output: is missing",
                                          "4 shots[0].start: is missing",
                                          "4 shots[0].keyframes: must hold at least one"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_that_is_no_plan_is_one_problem) {
  BOOST_TEST(complaints("{\n\"version\": 1,\n}").size() == 1U);
  BOOST_TEST(check_crop_plan("{\n\"version\": 1,\n}").front().line == 3U);
  BOOST_TEST(complaints("[]").front() == "1 : must be an object, is a list");
  BOOST_TEST(complaints("{\"smartcrop\": {}}").front() == "1 : is an analysis, not a crop plan");
  BOOST_TEST(complaints("").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_key_written_twice_is_told_with_the_line_of_the_second) {
  std::string json = write_crop_plan(fixed_plan("a.mp4", {640, 360}, {10, 0, 200, 360}, {200, 360}));
  json.replace(json.find("\"path\""), 0, "\"path\": \"b\",\n");
  BOOST_TEST(complaints(json).size() == 1U);
  BOOST_TEST(test::contains(complaints(json).front(), "source.path: appears twice"));
}

BOOST_AUTO_TEST_SUITE_END()
