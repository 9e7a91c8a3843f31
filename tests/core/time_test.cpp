#include "smartcrop/core/time.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::quoted;
using smartcrop::test::thrown;

namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
constexpr auto kMin = std::numeric_limits<std::int64_t>::min();

std::string read_back(const char* text) {
  return to_string(parse_time(text).seconds);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(a_fraction_is_kept_in_lowest_terms_with_a_positive_denominator) {
  BOOST_TEST(to_string(Rational(6, 4)) == "3/2");
  BOOST_TEST(to_string(Rational(6, -4)) == "-3/2");
  BOOST_TEST(to_string(Rational(-6, -4)) == "3/2");
  BOOST_TEST(to_string(Rational(0, -7)) == "0");
  BOOST_TEST(to_string(Rational(14, 7)) == "2");
  BOOST_TEST(to_string(Rational()) == "0");
}

BOOST_AUTO_TEST_CASE(the_four_operations_are_exact) {
  const Rational a(1, 3), b(1, 6);
  BOOST_TEST(to_string(a + b) == "1/2");
  BOOST_TEST(to_string(a - b) == "1/6");
  BOOST_TEST(to_string(a * b) == "1/18");
  BOOST_TEST(to_string(a / b) == "2");
  BOOST_TEST(to_string(a / Rational(-2)) == "-1/6");
}

BOOST_AUTO_TEST_CASE(a_million_frames_of_ntsc_add_up_exactly) {
  const Rational period(1001, 30000);
  Rational sum;
  for (int i = 0; i < 1'000'000; ++i) sum = sum + period;
  BOOST_CHECK(sum == period * Rational(1'000'000));
  BOOST_TEST(to_string(sum) == "100100/3");
}

BOOST_AUTO_TEST_CASE(fractions_are_ordered_by_value_even_where_doubles_cannot_tell) {
  BOOST_CHECK(Rational(1, 3) < Rational(1, 2));
  BOOST_CHECK(Rational(-1, 2) < Rational(1, 3));
  BOOST_CHECK(Rational(kMax - 1, kMax) < Rational(1));
  BOOST_CHECK(Rational(kMax - 2, kMax - 1) < Rational(kMax - 1, kMax));
  BOOST_CHECK(Rational(2, 4) == Rational(1, 2));
  BOOST_CHECK((Rational(2, 4) <=> Rational(1, 2)) == std::strong_ordering::equal);
}

BOOST_AUTO_TEST_CASE(large_terms_that_cancel_do_not_overflow) {
  const Rational large(kMax, 3);
  BOOST_CHECK(large / large == Rational(1));
  BOOST_CHECK(large * Rational(3) == Rational(kMax));
  BOOST_CHECK(Rational(kMin, kMin) == Rational(1));
  BOOST_CHECK(Rational(kMin, 2) == Rational(kMin / 2));
}

BOOST_AUTO_TEST_CASE(a_result_beyond_64_bits_is_an_overflow_error) {
  BOOST_CHECK_THROW(Rational(kMax) + Rational(1), std::overflow_error);
  BOOST_CHECK_THROW(Rational(kMin) - Rational(1), std::overflow_error);
  BOOST_CHECK_THROW(Rational(kMax) * Rational(2), std::overflow_error);
  BOOST_CHECK_THROW(Rational(1, kMax) / Rational(2), std::overflow_error);
  BOOST_CHECK_THROW(Rational(kMin, -1), std::overflow_error);
  BOOST_CHECK_THROW(Rational(1, kMin), std::overflow_error);
}

BOOST_AUTO_TEST_CASE(a_zero_denominator_is_refused) {
  BOOST_CHECK_THROW(Rational(1, 0), std::invalid_argument);
  BOOST_CHECK_THROW(Rational(1) / Rational(0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(random_fractions_obey_the_laws_of_arithmetic) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> numerator(-1000, 1000), denominator(1, 1000);
  for (int i = 0; i < 2000; ++i) {
    const Rational a(numerator(random), denominator(random)), b(numerator(random), denominator(random));
    BOOST_CHECK(a + b == b + a);
    BOOST_CHECK(a + b - b == a);
    BOOST_CHECK(b == Rational(0) || a / b * b == a);
    BOOST_CHECK((a < b) == (a - b < Rational(0)));
  }
}

BOOST_AUTO_TEST_CASE(seconds_are_read_exactly) {
  BOOST_TEST(read_back("0") == "0");
  BOOST_TEST(read_back("12") == "12");
  BOOST_TEST(read_back("12.5") == "25/2");
  BOOST_TEST(read_back("0.1") == "1/10");
  BOOST_TEST(read_back("007.250") == "29/4");
  BOOST_TEST(read_back("0.000000000000000001") == "1/1000000000000000000");
  BOOST_TEST(read_back("1.50000000000000000000000000") == "3/2");
}

BOOST_AUTO_TEST_CASE(clock_times_are_read_with_or_without_hours) {
  BOOST_TEST(read_back("01:02:03.250") == "14893/4");
  BOOST_TEST(read_back("02:03") == "123");
  BOOST_TEST(read_back("90:00") == "5400");
  BOOST_TEST(read_back("100:00:00") == "360000");
  BOOST_TEST(read_back("0:0:1") == "1");
}

BOOST_AUTO_TEST_CASE(a_fraction_of_a_second_is_read_exactly) {
  BOOST_TEST(read_back("1001/30000") == "1001/30000");
  BOOST_TEST(read_back("50/100") == "1/2");
}

BOOST_AUTO_TEST_CASE(what_is_not_a_time_is_named_in_the_error) {
  for (const char* text : {"",
                           "-1",
                           "+1",
                           "abc",
                           "1.",
                           ".5",
                           "1e3",
                           "1 ",
                           " 1",
                           "1:60",
                           "1:60:00",
                           "1:2:3:4",
                           ":1",
                           "1:",
                           "1:-2",
                           "1.5:00",
                           "1/0",
                           "1/",
                           "/2",
                           "-1/2",
                           "1/2/3",
                           "nan",
                           "99999999999999999999",
                           "9999999999999999:00:00",
                           "0.0000000000000000001",
                           "12f",
                           "1,5"}) {
    const std::string message = thrown<std::invalid_argument>([&] { parse_time(text); });
    BOOST_TEST(contains(message, "time " + quoted(text)), message);
  }
}

BOOST_AUTO_TEST_CASE(a_time_is_written_in_decimals_where_they_are_exact) {
  BOOST_TEST(to_string(Time{{25, 2}}) == "12.5");
  BOOST_TEST(to_string(Time{{1, 40}}) == "0.025");
  BOOST_TEST(to_string(Time{{3}}) == "3");
  BOOST_TEST(to_string(Time{{-1, 4}}) == "-0.25");
  BOOST_TEST(to_string(Time{{1001, 30000}}) == "1001/30000");
  BOOST_TEST(to_string(Time{{1, 3}}) == "1/3");
}

BOOST_AUTO_TEST_CASE(the_text_of_a_time_reads_back_to_the_same_time) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<std::int64_t> any(0, kMax), small(0, 100'000);
  const auto check = [](Time time) { BOOST_TEST((parse_time(to_string(time)) == time), to_string(time)); };
  for (std::int64_t n = 0; n < 60; ++n) {
    for (std::int64_t d = 1; d < 130; ++d) check({{n, d}});
  }
  for (int shift = 0; shift < 63; ++shift) {
    check({{1, std::int64_t{1} << shift}});
    check({{kMax, std::int64_t{1} << shift}});
  }
  for (int i = 0; i < 2000; ++i) {
    check({{small(random), 1 + small(random)}});
    check({{any(random), 1 + any(random) / 2}});
    check({{any(random), 1'000'000'000}});
  }
}

BOOST_AUTO_TEST_CASE(the_clock_text_is_rounded_to_the_millisecond) {
  BOOST_TEST(to_clock({{0}}) == "00:00:00.000");
  BOOST_TEST(to_clock({{14893, 4}}) == "01:02:03.250");
  BOOST_TEST(to_clock({{1001, 30000}}) == "00:00:00.033");
  BOOST_TEST(to_clock({{1, 2000}}) == "00:00:00.001");
  BOOST_TEST(to_clock({{1, 2001}}) == "00:00:00.000");
  BOOST_TEST(to_clock({{119999, 2000}}) == "00:01:00.000");
  BOOST_TEST(to_clock({{360000}}) == "100:00:00.000");
  BOOST_TEST(to_clock({{-3, 2}}) == "-00:00:01.500");
  BOOST_TEST(to_clock({{-1, 9000}}) == "00:00:00.000");
}

BOOST_AUTO_TEST_CASE(times_add_subtract_and_compare_exactly) {
  const Time a{{1, 3}}, b{{1, 6}};
  BOOST_CHECK((a + b == Time{{1, 2}}));
  BOOST_CHECK((a - b == b));
  BOOST_CHECK((b < a));
  BOOST_TEST((a + a).value() == 2.0 / 3.0);
}

BOOST_AUTO_TEST_CASE(a_time_point_is_a_time_or_a_frame) {
  BOOST_CHECK((parse_time_point("123f") == TimePoint(FrameIndex{123})));
  BOOST_CHECK((parse_time_point("0f") == TimePoint(FrameIndex{0})));
  BOOST_CHECK((parse_time_point("1:30.5") == TimePoint(Time{{181, 2}})));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_time_point_is_named_and_frames_are_offered) {
  for (const char* text : {"", "f", "-1f", "1.5f", "12F", "f12", "12 f", "99999999999999999999f", "x"}) {
    const std::string message = thrown<std::invalid_argument>([&] { parse_time_point(text); });
    BOOST_TEST(contains(message, "time " + quoted(text)), message);
    BOOST_TEST(contains(message, "123f"), message);
  }
}

BOOST_AUTO_TEST_CASE(frame_indices_count_and_differ) {
  FrameIndex frame{7};
  ++frame;
  BOOST_TEST(frame.value == 8);
  BOOST_TEST((frame + 2).value == 10);
  BOOST_TEST((frame - FrameIndex{3}) == 5);
  BOOST_CHECK((FrameIndex{1} < frame));
}

BOOST_AUTO_TEST_SUITE_END()
