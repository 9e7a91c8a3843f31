#include <boost/test/unit_test.hpp>
#include <limits>
#include <stdexcept>

#include "scenes_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

template <class Change>
std::string problem_after(Change&& change) {
  ShotOptions options;
  change(options);
  const auto problems = options.problems();
  return problems.size() == 1 ? problems[0] : std::to_string(problems.size()) + " problems";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenes_options)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(ShotOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, -0.1, 1.1, nan}) {
    BOOST_TEST(contains(problem_after([&](auto& o) { o.min_change = bad; }), "min_change"));
  }
  for (const double bad : {-0.1, 1.1, nan}) {
    BOOST_TEST(contains(problem_after([&](auto& o) { o.min_rise = bad; }), "min_rise"));
    BOOST_TEST(
        contains(problem_after([&](auto& o) { o.max_dissolve_residual = bad; }), "max_dissolve_residual"));
  }
  BOOST_TEST(contains(problem_after([&](auto& o) { o.min_shot_s = 4000; }), "min_shot_s"));
  BOOST_TEST(contains(problem_after([&](auto& o) { o.max_flash_s = -1; }), "max_flash_s"));
}

BOOST_AUTO_TEST_CASE(a_flash_may_not_be_longer_than_the_shortest_shot) {
  BOOST_TEST(contains(problem_after([](auto& o) { o.max_flash_s = o.min_shot_s + 0.01; }), "max_flash_s"));
}

BOOST_AUTO_TEST_CASE(a_detector_refuses_bad_options_with_all_their_problems) {
  ShotOptions options;
  options.min_change = 2;
  options.min_rise = -1;
  const std::string said = thrown<std::invalid_argument>([&] { ShotDetector{options}; });
  BOOST_TEST(contains(said, "min_change"));
  BOOST_TEST(contains(said, "min_rise"));
}

BOOST_AUTO_TEST_CASE(frames_out_of_order_are_refused_with_both_times) {
  ShotDetector detector;
  detector.push(drawn(flat(10), 5));
  const std::string said = thrown<std::invalid_argument>([&] { detector.push(drawn(flat(10), 5)); });
  BOOST_TEST(contains(said, "0.2"));
}

BOOST_AUTO_TEST_CASE(an_end_that_is_not_after_the_last_frame_is_refused) {
  ShotDetector detector;
  detector.push(drawn(flat(10), 5));
  BOOST_CHECK_THROW(detector.finish(at_frame(5)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
