#include "smartcrop/interchange/edl.hpp"

#include <boost/test/unit_test.hpp>

#include "interchange/plans.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/interchange/keyframe_text.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(edl)

// SMPTE 12M: numbers 0 and 1 are left out at each minute but every tenth.
BOOST_AUTO_TEST_CASE(time_code_drops_numbers_at_29_97) {
  const Rational ntsc(30000, 1001);
  BOOST_TEST(time_code(0, ntsc) == "00:00:00;00");
  BOOST_TEST(time_code(1799, ntsc) == "00:00:59;29");
  BOOST_TEST(time_code(1800, ntsc) == "00:01:00;02");
  BOOST_TEST(time_code(3597, ntsc) == "00:01:59;29");
  BOOST_TEST(time_code(3598, ntsc) == "00:02:00;02");
  BOOST_TEST(time_code(17982, ntsc) == "00:10:00;00");
  BOOST_TEST(time_code(107892, ntsc) == "01:00:00;00");
  BOOST_TEST(time_code(3600, Rational(60000, 1001)) == "00:01:00;04");
}

BOOST_AUTO_TEST_CASE(time_code_counts_all_frames_at_other_rates) {
  BOOST_TEST(time_code(1800, Rational(30)) == "00:01:00:00");
  BOOST_TEST(time_code(90049, Rational(25)) == "01:00:01:24");
  BOOST_TEST(time_code(1440, Rational(24000, 1001)) == "00:01:00:00");
}

BOOST_AUTO_TEST_CASE(events_are_the_clips) {
  CropPlan plan = example_plan();
  plan.scenes = {{seconds(2), seconds(4), 2}};
  const std::string text = write_edl(make_timeline(plan, even_source(150, 25)), "/media/my talk.mp4");
  BOOST_TEST(contains(text, "TITLE: my talk\nFCM: NON-DROP FRAME\n"));
  BOOST_TEST(
      contains(text, "001  MYTALK   AA/V  C        00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00\n"));
  BOOST_TEST(
      contains(text, "002  MYTALK   AA/V  C        00:00:02:00 00:00:04:00 00:00:02:00 00:00:03:00\n"));
  BOOST_TEST(contains(text, "M2   MYTALK   50.00        00:00:02:00\n"));
  BOOST_TEST(contains(text, "* FROM CLIP NAME: my talk.mp4\n"));
}

BOOST_AUTO_TEST_CASE(keyframe_text_places_the_layer) {
  CropPlan plan = example_plan();
  plan.shots.pop_back();
  const std::string text = write_keyframe_text(make_timeline(plan, even_source(150, 25)));
  BOOST_TEST(contains(text, "Units Per Second\t25\n"));
  // The middle of 640x360, moved left by the window: 320 - 0, 320 - 100, and 320 - 400 after the cut.
  BOOST_TEST(
      contains(text, "\t0\t320\t180\t0\t\n\t25\t220\t180\t0\t\n\t49\t220\t180\t0\t\n\t50\t-80\t180\t0\t\n"),
      text);
  BOOST_TEST(contains(text, "\t0\t100\t100\t100\t\n"));
  BOOST_TEST(text.ends_with("End of Keyframe Data\n"));
}

BOOST_AUTO_TEST_CASE(what_keyframe_text_cannot_hold_is_one_clear_error) {
  const auto complaint = [](const CropPlan& plan) {
    return thrown<Error>([&] { write_keyframe_text(make_timeline(plan, even_source(150, 25))); });
  };
  CropPlan plan = example_plan();
  BOOST_TEST(contains(complaint(plan), "shows two windows"));
  plan.shots.pop_back();
  plan.scenes = {{seconds(1), seconds(2), 2}};
  BOOST_TEST(contains(complaint(plan), "changes the speed"));
}

BOOST_AUTO_TEST_SUITE_END()
