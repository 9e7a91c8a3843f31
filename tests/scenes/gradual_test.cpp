#include <boost/test/unit_test.hpp>

#include "scenes_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

void check_one_between(const std::vector<std::int64_t>& found, std::int64_t first, std::int64_t last) {
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0] >= first);
  BOOST_TEST(found[0] <= last);
}

Film faded_through(double code, int frames) {
  Film film;
  film.hold(still(1), 30).dissolve(still(1), flat(code), frames).hold(flat(code), 4);
  film.dissolve(flat(code), still(2), frames).hold(still(2), 30);
  return film;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenes_gradual)

BOOST_AUTO_TEST_CASE(a_fade_through_black_is_one_boundary_where_the_new_picture_appears) {
  for (const int frames : {4, 10, 24}) {
    BOOST_TEST_CONTEXT(frames << " frames each way")
    check_one_between(faded_through(16, frames).boundaries(), 30 + frames + 4, 30 + 2 * frames + 4);
  }
}

BOOST_AUTO_TEST_CASE(a_fade_through_white_is_one_boundary) {
  check_one_between(faded_through(235, 10).boundaries(), 40, 56);
}

BOOST_AUTO_TEST_CASE(a_fade_in_at_the_beginning_and_out_at_the_end_are_no_boundaries) {
  Film film;
  film.hold(flat(16), 10).dissolve(flat(16), still(1), 20).hold(still(1), 30);
  film.dissolve(still(1), flat(16), 20).hold(flat(16), 10);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(a_fade_to_black_and_back_to_the_same_picture_is_no_boundary) {
  Film film;
  film.hold(still(1), 30).dissolve(still(1), flat(16), 10).hold(flat(16), 5);
  film.dissolve(flat(16), still(1), 10).hold(still(1), 30);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(a_cut_to_black_before_a_fade_in_is_the_boundary) {
  Film film;
  film.hold(still(1), 30).hold(flat(16), 8).dissolve(flat(16), still(2), 15).hold(still(2), 30);
  BOOST_TEST(film.boundaries() == frames_at({30}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cut_from_black_after_a_fade_out_is_the_boundary) {
  Film film;
  film.hold(still(1), 30).dissolve(still(1), flat(16), 15).hold(flat(16), 8).hold(still(2), 30);
  BOOST_TEST(film.boundaries() == frames_at({53}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(fades_can_be_turned_off) {
  ShotOptions options;
  options.fades = false;
  options.dissolves = false;
  BOOST_TEST(faded_through(16, 10).boundaries(options).empty());
}

BOOST_AUTO_TEST_CASE(a_dissolve_of_still_pictures_is_one_boundary_about_its_middle) {
  for (const int frames : {3, 6, 12, 24, 40}) {
    Film film;
    film.hold(still(1), 40).dissolve(still(1), still(2), frames).hold(still(2), 40);
    BOOST_TEST_CONTEXT(frames << " frames")
    check_one_between(film.boundaries(), 40 + frames / 4, 40 + frames - frames / 4);
  }
}

BOOST_AUTO_TEST_CASE(a_dissolve_of_moving_pictures_is_found) {
  Film film;
  for (int i = 0; i < 80; ++i) {
    const double share = std::clamp((i - 34) / 12.0, 0.0, 1.0);
    film.add(mixed(still(1, 0.7 * i), still(2, -0.7 * i), share));
  }
  check_one_between(film.boundaries(), 35, 46);
}

BOOST_AUTO_TEST_CASE(dissolves_can_be_turned_off) {
  ShotOptions options;
  options.dissolves = false;
  Film film;
  film.hold(still(1), 40).dissolve(still(1), still(2), 12).hold(still(2), 40);
  BOOST_TEST(film.boundaries(options).empty());
}

BOOST_AUTO_TEST_CASE(a_picture_that_grows_lighter_is_not_a_dissolve) {
  Film film;
  const Picture dark = mixed(flat(16), still(1), 0.3);
  film.hold(dark, 30).dissolve(dark, still(1), 20).hold(still(1), 30);
  BOOST_TEST(film.boundaries().empty());
}

BOOST_AUTO_TEST_CASE(slow_pans_and_tilts_are_not_dissolves) {
  for (const double speed : {1.0, 2.5, 5.0}) {
    BOOST_TEST_CONTEXT(speed << " px of 320 a frame") {
      BOOST_TEST(Film{}.pan(1, speed, 120).boundaries().empty());
      Film tilt;
      for (int i = 0; i < 120; ++i) tilt.add(still(2, 0, speed * i));
      BOOST_TEST(tilt.boundaries().empty());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
