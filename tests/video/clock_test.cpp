#include <boost/test/unit_test.hpp>
#include <fstream>

#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/frame_times.hpp"
#include "smartcrop/video/video_info.hpp"
#include "support/media.hpp"
#include "support/times.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Two seconds at 25 fps, key frames every 10 frames.
std::string part(const std::string& name, const char* offset_s) {
  return make_media(name, {"-f",
                           "lavfi",
                           "-i",
                           "testsrc2=size=160x90:rate=25:duration=2",
                           "-f",
                           "lavfi",
                           "-i",
                           "sine=duration=2",
                           "-c:v",
                           "libx264",
                           "-bf",
                           "3",
                           "-g",
                           "10",
                           "-pix_fmt",
                           "yuv420p",
                           "-c:a",
                           "mp2",
                           "-output_ts_offset",
                           offset_s});
}

/// The files one after the other, as a recorder or `cat` leaves them.
std::string joined(const TemporaryFolder& folder, const std::string& name,
                   const std::vector<std::string>& parts) {
  std::ofstream whole(folder / name, std::ios::binary);
  for (const std::string& each : parts) whole << std::ifstream(each, std::ios::binary).rdbuf();
  return folder / name;
}

std::vector<Time> times_of(FrameSource& source) {
  std::vector<Time> times;
  for (Frame frame; source.read(frame);) times.push_back(frame.time);
  return times;
}

std::vector<Time> every_25th(int frames) {
  std::vector<Time> times;
  for (int i = 0; i < frames; ++i) times.push_back(Time{Rational(i, 25)});
  return times;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video_clock)

BOOST_AUTO_TEST_CASE(jumps_of_the_clock_are_closed_to_the_tick_and_told) {
  const TemporaryFolder folder;
  const std::string early = part("early.ts", "1"), late = part("late.ts", "50000"),
                    last = part("last.ts", "95000");
  for (const std::vector<std::string>& parts :
       {std::vector{early, late}, std::vector{late, early}, std::vector{early, early},
        std::vector{early, late, last, early}}) {
    const std::string path = joined(folder, "joined.ts", parts);
    const std::vector<Time> expected = every_25th(50 * static_cast<int>(parts.size()));
    const auto source = open_file(path);
    BOOST_TEST((times_of(*source) == expected));
    const std::string note = source->report().jumps;
    BOOST_TEST(note.find("time stamps jump") != std::string::npos, note);
    BOOST_TEST(note.find("first at 00:00:02.0") != std::string::npos, note);
    BOOST_TEST((frame_times(path) == expected));
  }
}

BOOST_AUTO_TEST_CASE(a_clock_that_wraps_within_a_recording_runs_on) {
  const TemporaryFolder folder;
  // 2^33 ticks of 1/90000 s are 95443.7 s.
  const auto source = open_file(part("wrapping.ts", "95442.5"));
  BOOST_TEST((times_of(*source) == every_25th(50)));
  BOOST_TEST(source->report().jumps == "");
}

BOOST_AUTO_TEST_CASE(a_place_behind_a_jump_is_found_by_its_time) {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& parts : {std::vector{part("early.ts", "1"), part("late.ts", "50000")},
                                                std::vector{part("early.ts", "1"), part("early.ts", "1")}}) {
    const auto source = open_file(joined(folder, "joined.ts", parts));
    for (const int frame : {70, 20, 95, 50, 0}) {
      BOOST_REQUIRE(source->seek(Time{Rational(frame, 25)}));
      Frame found;
      BOOST_REQUIRE(source->read(found));
      BOOST_TEST(to_string(found.time) == to_string(Time{Rational(frame / 10 * 10, 25)}));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_length_that_a_jump_makes_up_is_not_believed) {
  const TemporaryFolder folder;
  BOOST_TEST(!probe(joined(folder, "joined.ts", {part("early.ts", "1"), part("late.ts", "50000")})).duration);
  BOOST_TEST(probe(part("early.ts", "1")).duration.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
