#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

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

BOOST_AUTO_TEST_CASE(wipes_of_any_direction_length_and_softness_are_one_boundary_about_their_middle) {
  using Front = std::function<double(int x, int y)>;  // when a place changes, 0..1
  const std::vector<std::pair<std::string, Front>> fronts{
      {"right", [](int x, int) { return x / 320.0; }},
      {"left", [](int x, int) { return 1 - x / 320.0; }},
      {"down", [](int, int y) { return y / 180.0; }},
      {"up", [](int, int y) { return 1 - y / 180.0; }},
      {"diagonal", [](int x, int y) { return (x / 320.0 + y / 180.0) / 2; }},
      {"iris", [](int x, int y) { return std::hypot(x - 160, y - 90) / 184; }},
      {"doors", [](int x, int) { return 1 - std::abs(x / 160.0 - 1); }},
      {"clock", [](int x, int y) { return (std::atan2(y - 90.5, x - 160.5) / M_PI + 1) / 2; }}};
  for (const auto& [name, front] : fronts) {
    for (const int frames : {8, 15, 25, 32}) {
      for (const double softness : {0.0, 0.2}) {
        Film film;
        for (int i = 0; i < 60 + frames + 60; ++i) {
          const double time = (i - 59.5) / frames * (1 + softness) - softness;
          const Picture a = still(2, 0.3 * i), b = still(7, -0.3 * i);
          film.add({[&, &front = front](int x, int y) {
                      const double reached = time - front(x, y);
                      const double share = softness > 0  ? std::clamp(reached / softness + 1, 0.0, 1.0)
                                           : reached > 0 ? 1
                                                         : 0;
                      return mixed_code(a, b, share, x, y);
                    },
                    128, 128});
        }
        BOOST_TEST_CONTEXT(name << ", " << frames << " frames, softness " << softness)
        check_one_between(film.boundaries(), 60 + frames / 5, 60 + frames - frames / 5);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(wipes_can_be_turned_off) {
  ShotOptions options;
  options.wipes = false;
  const Scenery before(2), after(7);
  Film film;
  for (int i = 0; i < 100; ++i) {
    film.add({[&](int x, int y) { return (x < (i - 40) * 16 ? after : before)(x, y); }});
  }
  BOOST_TEST(film.boundaries().size() == 1U);
  BOOST_TEST(film.boundaries(options).empty());
}

BOOST_AUTO_TEST_CASE(what_passes_before_the_camera_is_not_a_wipe) {
  // A bus or a wall as wide as `width` pictures, with a picture of its own that moves along.
  const Scenery behind(1), wall(3);
  for (const double width : {0.4, 1.0, 2.0}) {
    for (const double px_per_frame : {8.0, 16.0}) {
      Film film;
      for (int i = 0; i < 140; ++i) {
        const double from = 320 - (i - 30) * px_per_frame;
        film.add({[&](int x, int y) {
          return x >= from && x < from + 320 * width ? wall(x - from, y) : behind(x, y);
        }});
      }
      BOOST_TEST_CONTEXT(width << " pictures wide, " << px_per_frame << " px of 320 a frame")
      BOOST_TEST(film.boundaries().empty());
    }
  }
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
