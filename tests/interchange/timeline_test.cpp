#include "smartcrop/interchange/timeline.hpp"

#include <boost/test/unit_test.hpp>

#include "interchange/plans.hpp"
#include "smartcrop/core/error.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(timeline)

BOOST_AUTO_TEST_CASE(clips_begin_at_shots_and_cuts) {
  const Timeline timeline = make_timeline(example_plan(), even_source(150, 25));
  BOOST_TEST(to_string(timeline.frame_rate) == "25");
  BOOST_REQUIRE(timeline.clips.size() == 3U);
  BOOST_TEST(timeline.clips[1].source_start == 50);
  BOOST_TEST(timeline.clips[1].length == 50);
  BOOST_TEST(timeline.clips[2].source_start == 100);
  BOOST_TEST(timeline.clips[2].length == 50);
  BOOST_TEST(timeline.clips[2].layers.size() == 2U);
  BOOST_TEST(timeline.length() == 150);
  BOOST_TEST(timeline.notes.empty());
}

BOOST_AUTO_TEST_CASE(keys_are_where_the_window_turns) {
  const Timeline timeline = make_timeline(example_plan(), even_source(150, 25));
  const auto& keys = timeline.clips[0].layers[0].keys;
  BOOST_REQUIRE(keys.size() == 3U);
  BOOST_TEST(keys[1].frame == 25);
  BOOST_TEST(keys[1].window.x == 100);
  BOOST_TEST(keys[2].frame == 49);
  BOOST_TEST(timeline.clips[1].layers[0].keys.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_clip_begins_with_the_first_frame_that_is_not_before_it) {
  CropPlan plan = example_plan();
  plan.shots[0].keyframes[2].time = seconds(2001, 1000);  // 1 ms after frame 50
  BOOST_TEST(make_timeline(plan, even_source(150, 25)).clips[1].source_start == 51);
}

BOOST_AUTO_TEST_CASE(the_frame_and_the_window_follow_from_each_other) {
  const TimelineKey key{0, {100, 20, 160, 288}, {0, 0, 200, 360}};
  const Place frame = frame_place(key, {640, 360});
  BOOST_TEST(frame.x == -125);
  BOOST_TEST(frame.width == 800);
  BOOST_CHECK((window_of(frame, key.area, {640, 360}) == key.window));
}

BOOST_AUTO_TEST_CASE(speeds_divide_clips_and_their_lengths_do_not_drift) {
  CropPlan plan = example_plan();
  plan.scenes = {{seconds(1), seconds(2), 3}, {seconds(2), seconds(3), 3}};
  const Timeline timeline = make_timeline(plan, even_source(150, 25));
  BOOST_REQUIRE(timeline.clips.size() == 5U);
  BOOST_TEST(timeline.clips[1].speed == 3);
  BOOST_TEST(timeline.clips[1].length == 8);  // 25 / 3
  BOOST_TEST(timeline.clips[2].length == 9);  // to 50 / 3
  BOOST_TEST(timeline.length() == 150 - 50 + 17);
  BOOST_TEST(contains(timeline.notes.front(), "without ramps"));
}

BOOST_AUTO_TEST_CASE(time_passes_between_shots) {
  CropPlan plan = example_plan();
  plan.shots[1].start = seconds(5);
  const Timeline timeline = make_timeline(plan, even_source(150, 25));
  BOOST_TEST(gap_before(timeline, 2) == 25);
  BOOST_TEST(timeline.length() == 150);
  BOOST_TEST(contains(timeline.notes.front(), "blank"));
}

BOOST_AUTO_TEST_CASE(a_timeline_has_the_rate_of_the_source_or_a_standard_one) {
  const auto rate = [](TimelineSource source, RateKind kind) {
    source.video.size = {640, 360};
    const CropPlan plan = fixed_plan("a", {640, 360}, {0, 0, 200, 360}, {200, 360});
    return to_string(make_timeline(plan, std::move(source), kind).frame_rate);
  };
  BOOST_TEST(rate(even_source(3000, Rational(30000, 1001)), RateKind::any) == "30000/1001");
  BOOST_TEST(rate(even_source(9, Rational(24)), RateKind::any) == "24");
  BOOST_TEST(rate(even_source(90, Rational(10)), RateKind::any) == "10");
  BOOST_TEST(rate(even_source(90, Rational(10)), RateKind::standard) == "30");
  TimelineSource uneven = even_source(100, Rational(25));
  uneven.frame_times.erase(uneven.frame_times.begin() + 30, uneven.frame_times.begin() + 40);
  BOOST_TEST(rate(uneven, RateKind::any) == "25");
}

BOOST_AUTO_TEST_CASE(in_a_source_of_variable_rate_frames_keep_their_times) {
  TimelineSource source = even_source(150, 25);
  source.frame_times.erase(source.frame_times.begin() + 30, source.frame_times.begin() + 40);
  const Timeline timeline = make_timeline(example_plan(), source);
  BOOST_TEST(timeline.clips[1].source_start == 50);
  BOOST_TEST(timeline.length() == 150);
  BOOST_TEST(contains(timeline.notes.front(), "do not come at a constant"));
}

BOOST_AUTO_TEST_CASE(a_plan_of_another_size_is_an_error) {
  TimelineSource source = even_source(150, 25);
  source.video.size = {320, 180};
  BOOST_TEST(contains(thrown<Error>([&] { make_timeline(example_plan(), source); }),
                      "talk.mp4: is 320x180, the plan is for 640x360"));
}

BOOST_AUTO_TEST_SUITE_END()
