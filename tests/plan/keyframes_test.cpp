#include "smartcrop/plan/keyframes.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace smartcrop;

namespace {

const auto kNear = boost::test_tools::tolerance(1e-9);

std::vector<Time> times(std::size_t count) {
  std::vector<Time> times;
  for (std::size_t i = 0; i < count; ++i) times.push_back({Rational(static_cast<std::int64_t>(i), 25)});
  return times;
}

std::vector<CropWindow> path(std::size_t count, double (*x)(double)) {
  std::vector<CropWindow> windows;
  for (std::size_t i = 0; i < count; ++i) windows.push_back({x(static_cast<double>(i)), 0, 100, 100});
  return windows;
}

double worst_error(const std::vector<CropWindow>& windows, const std::vector<Keyframe>& keyframes) {
  double worst = 0;
  const std::vector<Time> at = times(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    worst = std::max(worst, std::abs(evaluate_keyframes(keyframes, at[i]).x - windows[i].x));
  }
  return worst;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_keyframes)

BOOST_AUTO_TEST_CASE(the_window_rests_until_a_cut_and_jumps_there) {
  const CropWindow left{0, 0, 5, 5}, right{10, 0, 5, 5};
  for (const Easing easing : {Easing::linear, Easing::smoothstep, Easing::cubic}) {
    const std::vector<Keyframe> keyframes{{Time{}, left, easing, {3, 0, 0, 0}},
                                          {.time = Time{Rational(2)}, .window = right, .cut = true}};
    BOOST_CHECK(evaluate_keyframes(keyframes, Time{Rational(199, 100)}) == left);
    BOOST_CHECK(evaluate_keyframes(keyframes, Time{Rational(2)}) == right);
  }
}

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(KeyframeOptions().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_field_out_of_range_is_a_problem) {
  KeyframeOptions options;
  options.max_error_px = 0;
  options.longest = 0;
  BOOST_TEST(options.problems().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_path_at_rest_is_one_keyframe) {
  const auto windows = path(50, [](double) { return 7.0; });
  BOOST_TEST(simplify_path(windows, times(50)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_path_that_strays_less_than_the_stated_error_rests) {
  const auto windows = path(50, [](double i) { return 7 + 0.3 * std::sin(i); });
  BOOST_TEST(simplify_path(windows, times(50)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_steady_pan_is_two_keyframes) {
  const auto windows = path(50, [](double i) { return 2 * i; });
  const auto keyframes = simplify_path(windows, times(50));
  BOOST_TEST(keyframes.size() == 2u);
  BOOST_TEST(worst_error(windows, keyframes) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_smooth_path_is_few_keyframes_within_the_stated_error) {
  const auto windows = path(300, [](double i) { return 200 + 150 * std::sin(i / 40); });
  const auto keyframes = simplify_path(windows, times(300));
  BOOST_TEST(keyframes.size() < 20u);
  BOOST_TEST(worst_error(windows, keyframes) <= 0.4 + 1e-9);
}

BOOST_AUTO_TEST_CASE(a_jump_is_followed_within_the_stated_error) {
  const auto windows = path(40, [](double i) { return i < 20 ? 0.0 : 300.0; });
  BOOST_TEST(worst_error(windows, simplify_path(windows, times(40))) <= 0.4 + 1e-9);
}

BOOST_AUTO_TEST_CASE(no_two_keyframes_are_farther_apart_than_asked) {
  const auto windows = path(100, [](double i) { return i; });
  KeyframeOptions options;
  options.longest = 10;
  BOOST_TEST(simplify_path(windows, times(100), options).size() == 11u);
}

BOOST_AUTO_TEST_CASE(before_the_first_and_after_the_last_keyframe_the_window_rests) {
  const std::vector<Keyframe> keyframes{{Time{Rational(1)}, {10, 0, 5, 5}},
                                        {Time{Rational(2)}, {20, 0, 5, 5}}};
  BOOST_TEST(evaluate_keyframes(keyframes, Time{}).x == 10.0);
  BOOST_TEST(evaluate_keyframes(keyframes, Time{Rational(9)}).x == 20.0);
}

BOOST_AUTO_TEST_CASE(half_way_all_easings_of_a_resting_start_and_end_agree) {
  for (const Easing easing : {Easing::linear, Easing::smoothstep, Easing::cubic}) {
    const std::vector<Keyframe> keyframes{{Time{}, {0, 0, 5, 5}, easing}, {Time{Rational(2)}, {20, 0, 5, 5}}};
    BOOST_TEST(evaluate_keyframes(keyframes, Time{Rational(1)}).x == 10.0, kNear);
  }
}

BOOST_AUTO_TEST_CASE(a_smoothstep_starts_slowly) {
  const std::vector<Keyframe> keyframes{{Time{}, {0, 0, 5, 5}, Easing::smoothstep},
                                        {Time{Rational(1)}, {100, 0, 5, 5}}};
  BOOST_TEST(evaluate_keyframes(keyframes, Time{Rational(1, 10)}).x == 2.8, kNear);  // 100 (3 t^2 - 2 t^3)
}

BOOST_AUTO_TEST_CASE(a_cubic_with_even_velocities_is_a_line) {
  const CropWindow velocity{10, 0, 0, 0};
  const std::vector<Keyframe> keyframes{{Time{}, {0, 0, 5, 5}, Easing::cubic, velocity},
                                        {Time{Rational(1)}, {10, 0, 5, 5}, Easing::linear, velocity}};
  BOOST_TEST(evaluate_keyframes(keyframes, Time{Rational(3, 10)}).x == 3.0, kNear);
}

BOOST_AUTO_TEST_CASE(nothing_and_unequal_lengths_are_refused) {
  BOOST_CHECK_THROW(evaluate_keyframes({}, Time{}), std::invalid_argument);
  BOOST_CHECK_THROW(simplify_path({}, {}), std::invalid_argument);
  const auto windows = path(3, [](double i) { return i; });
  BOOST_CHECK_THROW(simplify_path(windows, times(2)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
