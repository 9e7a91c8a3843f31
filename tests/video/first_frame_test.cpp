#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "reference.hpp"
#include "smartcrop/video/frame_times.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr std::size_t kPacketBytes = 188;  // of a transport stream

/// 4 s of H.264 with key frames every 2 s and B-frames, in a container.
std::string long_groups(const std::string& extension, const std::string& gop) {
  return make_media("long-groups-" + gop + "." + extension,
                    {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4", "-c:v", "libx264",
                     "-bf", "3", "-g", "50", "-x264-params", gop, "-pix_fmt", "yuv420p"});
}

/// A transport stream as a recorder leaves it that was switched on in the middle of a group of pictures.
std::string cut_in_mid_group(const TemporaryFolder& folder, const std::string& gop) {
  std::ifstream in(long_groups("ts", gop), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const std::size_t packets = whole.size() / kPacketBytes;
  const std::string path = folder / "cut.ts";
  std::ofstream(path, std::ios::binary) << whole.substr(packets / 4 * kPacketBytes);
  return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(time_zero_of_a_recording_cut_between_key_frames_is_its_first_shown_picture) {
  const TemporaryFolder folder;
  for (const std::string gop : {"open-gop=0", "open-gop=1"}) {
    BOOST_TEST_CONTEXT(gop) {
      const std::string path = cut_in_mid_group(folder, gop);
      const std::vector<Time> read = times_of(*open_file(path));
      BOOST_TEST(read.size() < 80u);
      BOOST_TEST(read.size() >= 50u);
      BOOST_TEST((read.front() == Time{}));
      BOOST_TEST((frame_times(path) == read));
      BOOST_TEST((probe(path).start_time == open_file(path)->info().start_time));
      const std::vector<Time> shown = ffprobe_times(path);
      BOOST_TEST((shown == read));
    }
  }
}

BOOST_AUTO_TEST_CASE(times_by_packets_are_those_of_the_frames_in_every_container) {
  for (const std::string extension : {"mp4", "mkv", "ts", "mov", "flv", "avi"}) {
    BOOST_TEST_CONTEXT(extension) {
      const std::string path = long_groups(extension, "open-gop=1");
      BOOST_TEST((frame_times(path) == times_of(*open_file(path))));
    }
  }
}

BOOST_AUTO_TEST_CASE(where_the_clock_was_set_back_times_go_on) {
  const TemporaryFolder folder;
  std::ifstream in(long_groups("ts", "open-gop=0"), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const std::string path = folder / "joined.ts";
  std::ofstream(path, std::ios::binary) << whole << whole;
  const std::vector<Time> times = frame_times(path);
  BOOST_TEST((times == times_of(*open_file(path))));
  BOOST_TEST(std::ranges::is_sorted(times));
}

BOOST_AUTO_TEST_SUITE_END()
