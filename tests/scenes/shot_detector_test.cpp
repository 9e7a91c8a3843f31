#include "smartcrop/scenes/shot_detector.hpp"

#include <boost/test/unit_test.hpp>

#include "scenes_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(scenes_shots)

BOOST_AUTO_TEST_CASE(no_frames_have_no_shots) {
  BOOST_TEST(Film{}.shots().empty());
}

BOOST_AUTO_TEST_CASE(one_frame_is_one_shot) {
  Film film;
  film.add(still(1));
  const auto shots = film.shots();
  BOOST_REQUIRE(shots.size() == 1U);
  BOOST_TEST((shots[0] == Shot{{0}, {1}, at_frame(0), at_frame(1)}));
}

BOOST_AUTO_TEST_CASE(a_still_picture_is_one_shot) {
  BOOST_TEST(Film{}.hold(still(1), 100).boundaries().empty());
}

BOOST_AUTO_TEST_CASE(a_black_video_is_one_shot) {
  BOOST_TEST(Film{}.hold(flat(16), 50).boundaries().empty());
}

BOOST_AUTO_TEST_CASE(hard_cuts_are_found_at_the_first_frame_of_the_new_picture) {
  Film film;
  film.hold(still(1), 30).hold(still(2), 25).hold(still(3), 40);
  BOOST_TEST(film.boundaries() == frames_at({30, 55}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(shots_follow_each_other_without_gaps_and_with_exact_times) {
  Film film;
  film.hold(still(1), 30).hold(still(2), 25);
  const auto shots = film.shots();
  BOOST_REQUIRE(shots.size() == 2U);
  BOOST_TEST((shots[0] == Shot{{0}, {30}, at_frame(0), at_frame(30)}));
  BOOST_TEST((shots[1] == Shot{{30}, {55}, at_frame(30), at_frame(55)}));
}

BOOST_AUTO_TEST_CASE(frame_numbers_and_times_that_start_late_and_lie_unevenly_are_kept) {
  ShotDetector detector;
  Time time{Rational(7, 3)};
  std::vector<Time> times;
  for (int i = 0; i < 40; ++i) {
    SmallFrame frame = drawn(still(i < 20 ? 1 : 2), 100 + i);
    frame.time = time;
    times.push_back(time);
    time = time + Time{Rational(1 + i % 3, 60)};
    detector.push(frame);
  }
  const auto shots = detector.finish(time);
  BOOST_REQUIRE(shots.size() == 2U);
  BOOST_TEST(shots[1].start_frame.value == 120);
  BOOST_TEST((shots[1].start == times[20]));
  BOOST_TEST(shots[1].end_frame.value == 140);
  BOOST_TEST((shots[1].end == time));
}

BOOST_AUTO_TEST_CASE(cuts_between_dark_pictures_are_found) {
  const auto night = [](int seed) { return mixed(flat(16), still(seed), 0.2); };
  Film film;
  film.hold(night(1), 30).hold(night(2), 30);
  BOOST_TEST(film.boundaries() == frames_at({30}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cut_between_two_moving_shots_is_found) {
  Film film;
  film.pan(1, 12, 30).pan(2, -12, 30);
  BOOST_TEST(film.boundaries() == frames_at({30}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cut_with_one_blended_frame_is_found_to_a_frame) {
  Film film;
  film.hold(still(1), 30).dissolve(still(1), still(2), 1).hold(still(2), 30);
  const auto found = film.boundaries();
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(std::abs(found[0] - 30) <= 1);
}

BOOST_AUTO_TEST_CASE(cuts_are_found_where_every_frame_is_shown_twice) {
  Film film;
  for (int i = 0; i < 40; ++i) film.hold(still(i < 20 ? 1 : 2, 14.0 * i), 2);
  BOOST_TEST(film.boundaries() == frames_at({40}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_fast_pan_is_not_a_cut) {
  for (const double speed : {8.0, 20.0, 40.0}) {
    BOOST_TEST_CONTEXT(speed << " px of 320 a frame")
    BOOST_TEST(Film{}.hold(still(1), 20).pan(1, speed, 40).boundaries().empty());
  }
}

BOOST_AUTO_TEST_CASE(something_large_crossing_the_picture_is_not_a_cut) {
  const Scenery scenery(1);
  Film film;
  for (int i = 0; i < 40; ++i) {
    const double left = i * 40.0 - 500;
    film.add({[=](int x, int y) { return x >= left && x < left + 200 ? 30.0 : scenery(x, y); }});
  }
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(a_flash_over_a_moving_picture_is_not_a_cut) {
  for (const int frames : {1, 2, 3}) {
    for (const double strength : {0.6, 1.0}) {
      Film film;
      for (int i = 0; i < 60; ++i) {
        const bool lit = i >= 30 && i < 30 + frames;
        film.add(mixed(still(1, 3.0 * i), flat(235), lit ? strength : 0));
      }
      BOOST_TEST_CONTEXT(frames << " frames of " << strength) BOOST_TEST(film.boundaries().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(one_bad_frame_is_not_a_cut) {
  BOOST_TEST(Film{}.hold(still(1), 30).add(still(2)).hold(still(1), 30).boundaries().empty());
}

BOOST_AUTO_TEST_CASE(a_change_is_a_cut_when_it_outlasts_a_flash) {
  Film film;
  film.hold(still(1), 30).hold(still(2), 6).hold(still(1), 30);
  BOOST_TEST(film.boundaries() == frames_at({30, 36}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_explosion_that_clears_to_the_same_picture_is_not_a_cut) {
  Film film;
  film.hold(still(1), 30).hold(flat(235), 8).dissolve(flat(235), still(1), 12).hold(still(1), 30);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(lights_switched_on_are_not_a_cut) {
  Film film;
  film.hold(mixed(flat(40), still(1), 0.6), 30).hold(still(1), 30);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(writing_on_black_that_changes_at_once_is_a_cut) {
  const auto lines = [](int top, int rows, int left, int width) {
    return Picture{[=](int x, int y) {
      const bool ink = y >= top && y < top + rows && x >= left && x < left + width && x % 5 < 3;
      return ink ? 200.0 : 16.0;
    }};
  };
  Film film;
  film.hold(lines(84, 12, 120, 80), 30).hold(lines(30, 110, 70, 180), 30).hold(flat(16), 20);
  BOOST_TEST(film.boundaries() == frames_at({30, 60}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_title_faded_in_over_the_picture_is_not_a_boundary) {
  const Picture titled{[scenery = Scenery(1)](int x, int y) {
    const bool ink = y > 70 && y < 105 && x > 80 && x < 240 && x % 12 < 6;
    return ink ? 235.0 : scenery(x, y);
  }};
  Film film;
  film.hold(still(1), 30).dissolve(still(1), titled, 15).hold(titled, 30);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(of_two_cuts_nearer_than_the_shortest_shot_one_stays) {
  ShotOptions options;
  options.min_shot_s = 0.5;
  Film film;
  film.hold(still(1), 30).hold(still(2), 8).hold(still(3), 30);
  BOOST_TEST(film.boundaries().size() == 2U);
  BOOST_TEST(film.boundaries(options).size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_shot_is_shorter_than_the_shortest_at_the_ends_either) {
  ShotOptions options;
  options.min_shot_s = 0.4;
  Film film;
  film.hold(still(1), 9).hold(still(2), 30).hold(still(3), 9);
  BOOST_TEST(film.boundaries(options).empty());
}

BOOST_AUTO_TEST_SUITE_END()
