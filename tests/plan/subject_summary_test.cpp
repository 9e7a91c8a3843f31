#include "smartcrop/plan/subject_summary.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

/// Frames 100 to 200 from second 4 to 8.
const Shot kShot{{100}, {200}, {{4, 1}}, {{8, 1}}};

/// Places every 5 frames from 120 to 160, moving 10 px a place; a face in the last one.
SubjectSummary walker() {
  SubjectSummary subject;
  for (int i = 0; i <= 8; ++i) subject.places.push_back({{120 + 5 * i}, {100.0 + 10 * i, 50, 40, 100}, {}});
  subject.places.back().face = {190, 55, 20, 25};
  return subject;
}

Time time_of_frame(int frame) {
  return {Rational(4) + Rational(frame - 100, 25)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_subject_summary)

BOOST_AUTO_TEST_CASE(a_place_lies_between_the_neighbors_in_time) {
  const auto place = place_at(walker(), kShot, time_of_frame(122));
  BOOST_REQUIRE(place.has_value());
  BOOST_TEST(place->box.x == 104, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(place->box.w == 40);
  BOOST_TEST(place_at(walker(), kShot, time_of_frame(160))->face.w == 20);
}

BOOST_AUTO_TEST_CASE(a_subject_is_nowhere_before_it_comes_and_after_it_left) {
  BOOST_TEST(!place_at(walker(), kShot, time_of_frame(110)));
  BOOST_TEST(!place_at(walker(), kShot, time_of_frame(170)));
  BOOST_TEST(!place_at(walker(), kShot, {{3, 1}}));
  BOOST_TEST(!place_at(walker(), kShot, {{8, 1}}));
  BOOST_TEST(!place_at({}, kShot, time_of_frame(120)));
}

BOOST_AUTO_TEST_CASE(a_portrait_shows_the_face_with_a_little_around) {
  const auto portrait = portrait_of(walker(), kShot, {1000, 500});
  BOOST_REQUIRE(portrait.has_value());
  BOOST_TEST((portrait->time == time_of_frame(160)));
  BOOST_TEST(portrait->box.x == 176, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(portrait->box.h == 120, boost::test_tools::tolerance(1e-9));
  const auto at_edge = portrait_of(walker(), kShot, {200, 100});
  BOOST_TEST(at_edge->box.x + at_edge->box.w <= 200);
  BOOST_TEST(!portrait_of({}, kShot, {1000, 500}));
}

BOOST_AUTO_TEST_CASE(a_subject_is_seen_as_long_as_it_has_places) {
  BOOST_TEST(seen_s(walker(), kShot) == 45 / 25.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(seen_s({}, kShot) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
