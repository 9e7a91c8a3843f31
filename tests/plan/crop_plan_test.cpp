#include "smartcrop/plan/crop_plan.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "plan_support.hpp"
#include "support/thrown.hpp"
#include "support/times.hpp"

namespace smartcrop {
namespace {

using test::message_of;
using test::replaced;
using test::seconds;

CropPlan valid_plan() {
  return fixed_plan("film.mp4", {1920, 1080}, {420, 0, 1080, 1080}, {1080, 1080});
}

/// Two shots: a window at rest, then one that moves, at times decimals cannot say.
CropPlan moving_plan() {
  CropPlan plan{"dir/film \"one\".mp4", {1920, 1080}, {608, 1080}, {}};
  plan.shots.push_back({seconds(0), seconds(1001, 300), {{seconds(0), {100.5, 0, 607.5, 1080}}}});
  plan.shots.push_back({seconds(1001, 300),
                        std::nullopt,
                        {{seconds(1001, 300), {0, 0, 608, 1080}}, {seconds(10), {1312, 0, 608, 1080}}}});
  return plan;
}

const std::string kText = R"({
  "version": 1,
  "document": "crop-plan",
  "source": {"path": "a.mp4", "width": 320, "height": 180},
  "output": {"width": 100, "height": 180},
  "shots": [
    {"start": "0", "end": "12.5", "keyframes": [{"time": "0", "x": 0, "y": 0, "w": 100, "h": 180},
                                                {"time": "00:00:05.5", "x": 20.25, "y": 0, "w": 100, "h": 180}]}
  ]
})";

std::string error_after(const std::string& from, const std::string& to) {
  return message_of([&] { read_crop_plan(replaced(kText, from, to), "plan.json"); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crop_plan)

BOOST_AUTO_TEST_CASE(a_fixed_plan_is_valid) {
  BOOST_TEST(valid_plan().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_violation_is_a_problem_that_names_its_key) {
  const auto problem_of = [](const auto& spoil) {
    CropPlan plan = moving_plan();
    spoil(plan);
    const auto problems = plan.problems();
    BOOST_REQUIRE_EQUAL(problems.size(), 1);
    return problems.front().substr(0, problems.front().find(':'));
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(problem_of([](auto& p) { p.output_size.width = 0; }) == "output.width");
  BOOST_TEST(problem_of([](auto& p) { p.output_size.height = 1 << 30; }) == "output.height");
  BOOST_TEST(problem_of([](auto& p) { p.shots.clear(); }) == "shots");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].keyframes.clear(); }) == "shots[0].keyframes");
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].end = seconds(1); }) == "shots[1].end");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].end.reset(); }) == "shots[0].end");
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].start = seconds(3); }) == "shots[1].start");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].start = seconds(-1); }) == "shots[0].start");
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].keyframes[1].time = seconds(1); }) ==
             "shots[1].keyframes[1].time");
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].keyframes[1].window.x = 1313; }) ==
             "shots[1].keyframes[1].x");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].keyframes[0].window.y = -1; }) == "shots[0].keyframes[0].y");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].keyframes[0].window.w = 0; }) == "shots[0].keyframes[0].w");
  BOOST_TEST(problem_of([](auto& p) { p.shots[0].keyframes[0].window.h = 1081; }) ==
             "shots[0].keyframes[0].h");
  BOOST_TEST(problem_of([=](auto& p) { p.shots[0].keyframes[0].velocity.y = kNan; }) ==
             "shots[0].keyframes[0].velocity");
  BOOST_TEST(problem_of([=](auto& p) { p.shots[0].keyframes[0].window.x = kNan; }) ==
             "shots[0].keyframes[0].x");
  BOOST_TEST(problem_of([=](auto& p) { p.shots[0].keyframes[0].window.w = kInfinity; }) ==
             "shots[0].keyframes[0].w");
}

BOOST_AUTO_TEST_CASE(a_source_without_size_is_a_problem) {
  CropPlan plan = valid_plan();
  plan.source_size = {};
  BOOST_TEST(plan.problems().front() == "source.width: must be from 1 to 1048576, is 0");
}

BOOST_AUTO_TEST_CASE(a_fixed_window_is_the_same_at_every_moment_of_its_range) {
  const CropPlan plan = fixed_plan("a", {320, 180}, {10, 0, 100, 180}, {100, 180}, seconds(2), seconds(5));
  BOOST_TEST(!window_at(plan, seconds(199, 100)).has_value());
  BOOST_TEST((window_at(plan, seconds(2)) == CropWindow{10, 0, 100, 180}));
  BOOST_TEST((window_at(plan, seconds(499, 100)) == CropWindow{10, 0, 100, 180}));
  BOOST_TEST(!window_at(plan, seconds(5)).has_value());
}

BOOST_AUTO_TEST_CASE(the_window_moves_in_a_straight_line_between_keyframes_and_rests_outside) {
  CropPlan plan = fixed_plan("a", {320, 180}, {}, {100, 180});
  plan.shots[0].keyframes = {
      {seconds(1), {0, 0, 100, 180}}, {seconds(2), {100, 0, 100, 180}}, {seconds(4), {0, 20, 80, 144}}};
  const auto x_at = [&](Time time) { return window_at(plan, time)->x; };
  BOOST_TEST(x_at(seconds(0)) == 0);
  BOOST_TEST(x_at(seconds(1)) == 0);
  BOOST_TEST(x_at(seconds(5, 4)) == 25);
  BOOST_TEST(x_at(seconds(2)) == 100);
  BOOST_TEST((window_at(plan, seconds(3)) == CropWindow{50, 10, 90, 162}));
  BOOST_TEST(x_at(seconds(100)) == 0);
}

BOOST_AUTO_TEST_CASE(no_window_is_known_between_shots_that_leave_a_gap) {
  CropPlan plan = moving_plan();
  plan.shots[1].start = seconds(4);
  BOOST_TEST(plan.problems().empty());
  BOOST_TEST(!window_at(plan, seconds(7, 2)).has_value());
  BOOST_TEST(window_at(plan, seconds(4)).has_value());
}

BOOST_AUTO_TEST_CASE(a_plan_written_and_read_back_is_the_same) {
  BOOST_TEST((read_crop_plan(write_crop_plan(valid_plan()), "p") == valid_plan()));
  BOOST_TEST((read_crop_plan(write_crop_plan(moving_plan()), "p") == moving_plan()));
}

BOOST_AUTO_TEST_CASE(cuts_are_written_and_read_back) {
  CropPlan plan = moving_plan();
  plan.shots[1].keyframes[1].cut = true;
  const std::string text = write_crop_plan(plan);
  BOOST_TEST(text.find("\"cut\": true") != std::string::npos);
  BOOST_CHECK(read_crop_plan(text, "a.json") == plan);
  BOOST_TEST(message_of([&] {
               read_crop_plan(replaced(text, "\"cut\": true", "\"cut\": 1"), "a.json");
             }).find("cut: must be true or false") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_window_is_written_read_back_and_seen) {
  CropPlan plan = moving_plan();
  plan.shots[1].second_keyframes = {{seconds(4), {10, 20, 608, 540}}, {seconds(6), {210, 20, 608, 540}}};
  plan.shots[1].layout_reason = "two people";
  BOOST_TEST(plan.problems().empty());
  BOOST_CHECK(read_crop_plan(write_crop_plan(plan), "p") == plan);
  BOOST_TEST(!view_at(plan, seconds(1))->second.has_value());
  BOOST_CHECK(view_at(plan, seconds(5))->second == (CropWindow{110, 20, 608, 540}));
  BOOST_TEST(windows_of(*view_at(plan, seconds(5))).size() == 2U);
  BOOST_CHECK(view_near(plan, seconds(20)).second == (CropWindow{210, 20, 608, 540}));
}

BOOST_AUTO_TEST_CASE(a_wrong_second_window_is_a_problem_that_names_its_key) {
  const auto problem_of = [](const auto& spoil) {
    CropPlan plan = moving_plan();
    plan.shots[1].second_keyframes = {{seconds(4), {10, 20, 608, 540}}, {seconds(6), {210, 20, 608, 540}}};
    spoil(plan);
    const auto problems = plan.problems();
    BOOST_REQUIRE_EQUAL(problems.size(), 1);
    return problems.front();
  };
  BOOST_TEST(problem_of([](auto& p) {
               p.shots[1].second_keyframes[1].time = seconds(4);
             }).starts_with("shots[1].second_keyframes[1].time: must come after"));
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].second_keyframes[0].window.y = 541; }) ==
             "shots[1].second_keyframes[0].y: must be from 0 to 540 to keep the window inside the source, "
             "is 541");
  BOOST_TEST(problem_of([](auto& p) { p.shots[1].fit = Fit::pad; }) ==
             "shots[1].fit: must be \"crop\" in a shot with two windows");
  BOOST_TEST(problem_of([](auto& p) {
               p.output_size = {2, 1080};
             }) == "output: must be at least 4 px wide and high to show two windows");
  const std::string with_none = replaced(kText, "\"keyframes\"", "\"second_keyframes\": [], \"keyframes\"");
  BOOST_TEST(message_of([&] { read_crop_plan(with_none, "plan.json"); }).find("shots[0].second_keyframes") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(easing_and_velocity_are_written_and_read_back) {
  CropPlan plan = moving_plan();
  plan.shots[1].keyframes[0].easing = Easing::smoothstep;
  plan.shots[1].keyframes[1].easing = Easing::cubic;
  plan.shots[1].keyframes[1].velocity = {-20.5, 1, 0, 0};
  BOOST_TEST((read_crop_plan(write_crop_plan(plan), "p") == plan));
  BOOST_TEST(error_after("\"x\": 20.25", "\"easing\": \"bouncy\", \"x\": 20.25")
                 .starts_with("plan.json: shots[0].keyframes[1].easing: must be \"linear\""));
}

BOOST_AUTO_TEST_CASE(a_cubic_that_swings_too_far_stays_inside_the_source) {
  CropPlan plan = fixed_plan("a", {320, 180}, {}, {100, 180});
  plan.shots[0].keyframes = {{{}, {200, 0, 100, 180}, Easing::cubic, {4000, -900, 9000, 9000}},
                             {seconds(1), {220, 0, 100, 180}, Easing::cubic, {-4000, 900, -9000, -9000}}};
  BOOST_TEST(plan.problems().empty());
  for (int i = 0; i <= 50; ++i) {
    const CropWindow window = *window_at(plan, seconds(i, 50));
    BOOST_TEST((window.w >= 1 && window.h >= 1 && window.x >= 0 && window.y >= 0));
    BOOST_TEST((window.x + window.w <= 320 + 1e-9 && window.y + window.h <= 180 + 1e-9));
  }
}

BOOST_AUTO_TEST_CASE(the_text_has_the_documented_keys_and_plain_whole_numbers) {
  const std::string text = write_crop_plan(fixed_plan("a.mp4", {320, 180}, {10, 0, 100.5, 180}, {100, 180}));
  for (const char* part : {"\"version\": 1", "\"document\": \"crop-plan\"", "\"path\": \"a.mp4\"",
                           "\"x\": 10,", "\"w\": 100.5", "\"start\": \"0\"", "\"time\": \"0\""}) {
    BOOST_TEST_CONTEXT(part) BOOST_TEST(text.find(part) != std::string::npos);
  }
  BOOST_TEST(text.find("\"end\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(times_are_read_as_text_or_as_seconds) {
  const CropPlan plan = read_crop_plan(replaced(kText, "\"end\": \"12.5\"", "\"end\": 12.04"), "p");
  BOOST_TEST((plan.shots[0].end == seconds(301, 25)));
  BOOST_TEST((plan.shots[0].keyframes[1].time == seconds(11, 2)));
}

BOOST_AUTO_TEST_CASE(a_missing_or_null_end_means_the_end_of_the_source) {
  BOOST_TEST(!read_crop_plan(replaced(kText, "\"end\": \"12.5\", ", ""), "p").shots[0].end.has_value());
  BOOST_TEST(!read_crop_plan(replaced(kText, "\"12.5\"", "null"), "p").shots[0].end.has_value());
}

BOOST_AUTO_TEST_CASE(broken_json_is_an_error_with_line_and_column) {
  const std::string message = error_after("\"output\":", "\"output\"");
  BOOST_TEST(message.starts_with("plan.json: not valid JSON at line 5, column 1"));
  BOOST_TEST(
      message_of([] { read_crop_plan("", "plan.json"); }).starts_with("plan.json: not valid JSON at line 1"));
}

BOOST_AUTO_TEST_CASE(an_error_is_one_line_even_where_the_text_is_not) {
  const std::string message = error_after("\"a.mp4\"", "\"a\nb\"");
  BOOST_TEST(message.starts_with("plan.json: not valid JSON"));
  BOOST_TEST(message.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_number_too_large_for_a_double_is_an_error) {
  BOOST_TEST(error_after("20.25", "1e999").starts_with("plan.json: not valid JSON"));
}

BOOST_AUTO_TEST_CASE(a_key_written_twice_is_an_error) {
  BOOST_TEST(error_after("\"version\": 1,", "\"version\": 1, \"version\": 1,") ==
             "plan.json: key \"version\" appears twice in one object");
}

BOOST_AUTO_TEST_CASE(a_missing_key_is_named_with_its_path) {
  BOOST_TEST(error_after("\"version\": 1,", "") == "plan.json: version: is missing");
  BOOST_TEST(error_after(", \"width\": 320", "") == "plan.json: source.width: is missing");
  BOOST_TEST(error_after("\"x\": 20.25, ", "") == "plan.json: shots[0].keyframes[1].x: is missing");
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_named_with_its_path) {
  BOOST_TEST(error_after("\"version\"", "\"speed\": 2, \"version\"") ==
             "plan.json: \"speed\": is not a known key");
  BOOST_TEST(error_after("\"x\": 20.25", "\"X\": 1, \"x\": 20.25") ==
             "plan.json: shots[0].keyframes[1].\"X\": is not a known key");
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_named_with_its_path) {
  BOOST_TEST(error_after("20.25", "\"20\"") ==
             "plan.json: shots[0].keyframes[1].x: must be a number, is \"20\"");
  BOOST_TEST(error_after("20.25", "null") == "plan.json: shots[0].keyframes[1].x: must be a number, is null");
  BOOST_TEST(error_after("\"a.mp4\"", "[1]") == "plan.json: source.path: must be text, is a list");
  BOOST_TEST(error_after("{\"width\": 100, \"height\": 180}", "7") ==
             "plan.json: output: must be an object, is 7");
  BOOST_TEST(message_of([] { read_crop_plan("[]", "plan.json"); }) ==
             "plan.json: must be an object, is a list");
  BOOST_TEST(error_after("\"width\": 320", "\"width\": 320.5")
                 .starts_with("plan.json: source.width: must be a whole"));
  BOOST_TEST(error_after("\"12.5\"", "\"soon\"").starts_with("plan.json: shots[0].end: must be a time"));
  BOOST_TEST(error_after("\"12.5\"", "-3").starts_with("plan.json: shots[0].end: must be a number from 0"));
}

BOOST_AUTO_TEST_CASE(another_version_or_document_is_refused) {
  BOOST_TEST(error_after("\"version\": 1", "\"version\": 2") ==
             "plan.json: version: must be 1, the only version known here, is 2");
  BOOST_TEST(error_after("crop-plan", "shopping-list") == "plan.json: document: must be \"crop-plan\"");
  BOOST_TEST(message_of([] { read_crop_plan("{\"smartcrop\": {}}", "a.json"); }) ==
             "a.json: is an analysis, not a crop plan");
}

BOOST_AUTO_TEST_CASE(hostile_numbers_are_refused_before_anything_is_computed_from_them) {
  BOOST_TEST(error_after("\"width\": 320", "\"width\": 1e300")
                 .starts_with("plan.json: source.width: must be a whole"));
  BOOST_TEST(error_after("\"width\": 320", "\"width\": 9223372036854775807")
                 .starts_with("plan.json: source.width:"));
  BOOST_TEST(error_after("\"12.5\"", "1e300").starts_with("plan.json: shots[0].end:"));
  BOOST_TEST(error_after("\"12.5\"", "\"9223372036854775807\"").starts_with("plan.json: shots[0].end:"));
  BOOST_TEST(error_after("\"12.5\"", "\"1/9223372036854775807\"").starts_with("plan.json: shots[0].end:") ==
             false);
  BOOST_TEST(error_after("20.25", "1e308").starts_with("plan.json: shots[0].keyframes[1].x:"));
}

BOOST_AUTO_TEST_CASE(a_window_outside_the_source_is_named_with_its_bounds) {
  BOOST_TEST(error_after("20.25", "220.5") ==
             "plan.json: shots[0].keyframes[1].x: must be from 0 to 220 to keep the window inside the "
             "source, is 220.5");
}

BOOST_AUTO_TEST_CASE(times_that_do_not_ascend_are_named) {
  BOOST_TEST(error_after("\"00:00:05.5\"", "\"0\"") ==
             "plan.json: shots[0].keyframes[1].time: must come after 0 of the keyframe before, is 0");
}

BOOST_AUTO_TEST_CASE(several_problems_are_counted) {
  BOOST_TEST(error_after("\"width\": 320", "\"width\": 50").ends_with("(and 1 more)"));
}

BOOST_AUTO_TEST_CASE(deep_nesting_does_not_exhaust_the_stack) {
  const std::string deep(100000, '[');
  BOOST_TEST(message_of([&] { read_crop_plan(deep, "plan.json"); }).starts_with("plan.json: "));
  BOOST_TEST(message_of([&] { read_crop_plan(deep + std::string(100000, ']'), "plan.json"); }) ==
             "plan.json: is nested too deep");
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_utf8_can_still_be_written) {
  const CropPlan plan = fixed_plan("caf\xe9.mp4", {320, 180}, {0, 0, 100, 180}, {100, 180});
  BOOST_TEST(read_crop_plan(write_crop_plan(plan), "p").source == "caf\xef\xbf\xbd.mp4");
}

BOOST_AUTO_TEST_CASE(padding_and_what_is_kept_survive_the_round_trip) {
  CropPlan plan = fixed_plan("a.mp4", {320, 180}, {0, 0, 320, 180}, {100, 180});
  plan.shots[0].fit = Fit::pad;
  plan.shots[0].kept_share = 0.25;
  BOOST_TEST((read_crop_plan(write_crop_plan(plan), "p") == plan));
  plan.background = {Background::Fill::color, {16, 32, 255}};
  const std::string text = write_crop_plan(plan);
  BOOST_TEST(text.find("\"color\": \"#1020ff\"") != std::string::npos);
  BOOST_TEST((read_crop_plan(text, "p") == plan));
  BOOST_TEST((view_at(plan, seconds(1))->fit == Fit::pad));
}

BOOST_AUTO_TEST_CASE(wrong_padding_is_named) {
  CropPlan plan = fixed_plan("a.mp4", {320, 180}, {0, 0, 320, 180}, {100, 180});
  plan.shots[0].fit = Fit::pad;
  plan.background = {Background::Fill::color, {1, 2, 3}};
  const std::string text = write_crop_plan(plan);
  const auto error_with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return test::thrown<Error>([&] { read_crop_plan(changed, "p"); });
  };
  BOOST_TEST(error_with("\"pad\"", "\"stretch\"").starts_with("p: shots[0].fit: must be"));
  BOOST_TEST(error_with("\"#010203\"", "\"red\"").starts_with("p: background.color: color 'red'"));
  BOOST_TEST(
      error_with("\"fill\": \"color\"", "\"fill\": \"stars\"").starts_with("p: background.fill: must be"));
}

BOOST_AUTO_TEST_CASE(colors_are_six_hexadecimal_digits) {
  BOOST_TEST((parse_color("#00ff7F") == std::array<std::uint8_t, 3>{0, 255, 127}));
  for (const char* text : {"", "#", "00ff7f", "#00ff7", "#00ff7fa", "#00gf7f", "# 0ff7f", "#-1ff7f"}) {
    BOOST_CHECK_THROW(parse_color(text), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(a_plan_without_shots_has_no_window) {
  BOOST_CHECK_THROW(window_near(CropPlan{}, Time{}), std::invalid_argument);
  BOOST_TEST(!view_at(CropPlan{}, Time{}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
