#include "smartcrop/scenes/segments.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "scenes_support.hpp"
#include "support/times.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::vector<FrameTime> even_frames(int count) {
  std::vector<FrameTime> frames;
  for (int i = 0; i < count; ++i) frames.push_back({{i}, at_frame(i)});
  return frames;
}

std::vector<std::int64_t> starts(const std::vector<Shot>& shots) {
  std::vector<std::int64_t> found;
  for (const Shot& shot : shots) found.push_back(shot.start_frame.value);
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenes_segments)

BOOST_AUTO_TEST_CASE(segments_have_the_given_length) {
  const auto shots = fixed_segments(even_frames(300), at_frame(300), seconds(4));
  BOOST_TEST(starts(shots) == frames_at({0, 100, 200}), boost::test_tools::per_element());
  BOOST_TEST((shots[1] == Shot{{100}, {200}, seconds(4), seconds(8)}));
  BOOST_TEST((shots[2].end == seconds(12)));
}

BOOST_AUTO_TEST_CASE(a_last_segment_under_half_the_length_is_joined_to_the_one_before) {
  const auto joined = fixed_segments(even_frames(249), at_frame(249), seconds(4));
  BOOST_TEST(starts(joined) == frames_at({0, 100}), boost::test_tools::per_element());
  BOOST_TEST(joined[1].end_frame.value == 249);
  BOOST_TEST((joined[1].end == at_frame(249)));
  const auto apart = fixed_segments(even_frames(250), at_frame(250), seconds(4));
  BOOST_TEST(starts(apart) == frames_at({0, 100, 200}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_video_shorter_than_a_segment_is_one_segment) {
  BOOST_TEST(fixed_segments(even_frames(10), at_frame(10), seconds(5)).size() == 1U);
  BOOST_TEST(fixed_segments(even_frames(1), at_frame(1), seconds(5)).size() == 1U);
  BOOST_TEST(fixed_segments({}, at_frame(0), seconds(5)).empty());
}

BOOST_AUTO_TEST_CASE(segments_begin_with_the_first_frame_at_or_after_their_time) {
  // 2/3 s of 25 frames/s is 16 2/3 frames.
  const auto shots = fixed_segments(even_frames(100), at_frame(100), seconds(2, 3));
  BOOST_TEST(starts(shots) == frames_at({0, 17, 34, 50, 67, 84}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stretch_without_frames_makes_no_empty_segment) {
  std::vector<FrameTime> frames = even_frames(30);
  frames.push_back({{30}, seconds(10)});
  frames.push_back({{31}, seconds(21, 2)});
  const auto shots = fixed_segments(frames, seconds(11), seconds(1));
  BOOST_TEST(starts(shots) == frames_at({0, 25, 30}), boost::test_tools::per_element());
  BOOST_TEST((shots[1].end == seconds(10)));
}

BOOST_AUTO_TEST_CASE(an_even_rate_gives_the_same_segments_as_the_frames_one_by_one) {
  const Rational rate(30000, 1001);
  for (const Time length : {seconds(5), seconds(1, 3), seconds(7, 10), seconds(1, 100)}) {
    std::vector<FrameTime> frames;
    for (int i = 0; i < 777; ++i) frames.push_back({{40 + i}, seconds(2) + Time{Rational(i) / rate}});
    const Time end = seconds(2) + Time{Rational(777) / rate};
    const Shot whole{{40}, {40 + 777}, seconds(2), end};
    BOOST_TEST((fixed_segments(whole, rate, length) == fixed_segments(frames, end, length)));
  }
}

BOOST_AUTO_TEST_CASE(a_length_rate_or_end_that_makes_no_sense_is_the_callers_mistake) {
  const auto frames = even_frames(10);
  BOOST_CHECK_THROW(fixed_segments(frames, at_frame(10), seconds(0)), std::invalid_argument);
  BOOST_CHECK_THROW(fixed_segments(frames, at_frame(9), seconds(1)), std::invalid_argument);
  const std::vector<FrameTime> back{{{0}, seconds(1)}, {{1}, seconds(1)}};
  BOOST_CHECK_THROW(fixed_segments(back, seconds(3), seconds(1)), std::invalid_argument);
  const Shot whole{{0}, {10}, at_frame(0), at_frame(10)};
  BOOST_CHECK_THROW(fixed_segments(whole, Rational(0), seconds(1)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
