#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdint>

#include "cli/cli.hpp"

using namespace smartcrop::test;

namespace {

/// Numbers written into a box of an MP4 file, big-endian.
struct Edit {
  std::string box;
  std::size_t offset;  ///< after the box's name
  std::uint32_t value;
  std::size_t bytes = 4;
};

struct Header {
  std::string name;
  std::vector<Edit> edits;
};

std::ostream& operator<<(std::ostream& out, const Header& header) {
  return out << header.name;
}

const std::vector<Header> kHeaders{
    {"pictures of 30000x30000", {{"avc1", 24, 30000, 2}, {"avc1", 26, 30000, 2}}},
    {"pictures of 65535x65535", {{"avc1", 24, 65535, 2}, {"avc1", 26, 65535, 2}}},
    {"pictures of no size", {{"avc1", 24, 0, 2}, {"avc1", 26, 0, 2}}},
    {"2^31 frames", {{"stsz", 4, 1}, {"stsz", 8, 0x7fffffff}}},
    {"2^31 frames listed one by one", {{"stsz", 8, 0x7fffffff}}},
    {"80 million frames, an index of 2 GB",
     {{"stsz", 4, 1}, {"stsz", 8, 80'000'000}, {"stts", 8, 80'000'000}, {"stsc", 12, 80'000'000}}},
    {"a tick of 1 s", {{"mdhd", 12, 1}}},
    {"a tick of no time", {{"mdhd", 12, 0}}},
    {"a tick of half a nanosecond", {{"mdhd", 12, 0x7fffffff}}},
    {"a duration of 2^32 ticks", {{"mdhd", 16, 0xffffffff}, {"mvhd", 16, 0xffffffff}}},
    {"frames 2^31 ticks apart", {{"stts", 12, 0x7fffffff}}},
    {"frames that go back in time", {{"stts", 12, 0xffffff00}}},
    {"a frame shown long before it is decoded", {{"ctts", 12, 0x80000001}}},
    {"an edit list that begins behind the end", {{"elst", 12, 0x7fffffff}}},
    {"a chunk of 2^32 frames", {{"stsc", 12, 0xffffffff}}},
    {"pictures behind the end of the file", {{"stco", 8, 0xfffffff0}}},
};

std::string edited(const std::vector<Edit>& edits) {
  std::string bytes = file_text(
      make_media("faststart.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1", "-c:v",
                                   "libx264", "-g", "12", "-bf", "2", "-movflags", "+faststart"}));
  for (const Edit& edit : edits) {
    const std::size_t at = bytes.find(edit.box);
    BOOST_REQUIRE(at != std::string::npos);
    for (std::size_t i = 0; i < edit.bytes; ++i) {
      bytes[at + 4 + edit.offset + i] = static_cast<char>(edit.value >> (8 * (edit.bytes - 1 - i)));
    }
  }
  return bytes;
}

/// Runs an app in 1 GB of address space.
ProcessResult app_in_small_memory(const std::string& verb, const std::string& arguments) {
  return run(
      {"sh", "-c",
       "ulimit -v 1000000; exec " SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-" + verb + " " + arguments});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_hostile_header)

BOOST_DATA_TEST_CASE(no_number_in_a_header_crashes_or_takes_much_memory, kHeaders, header) {
  const TemporaryFolder inputs, outputs;
  const std::string input = inputs / "hostile.mp4", output = outputs / "out.mp4";
  write_file(input, edited(header.edits));
  for (const std::string& arguments : {"analyze " + input, "analyze " + input + " --sampling dense",
                                       "crop " + input + " " + output + " --preset ultrafast"}) {
    const std::size_t space = arguments.find(' ');
    const ProcessResult result =
        app_in_small_memory(arguments.substr(0, space), arguments.substr(space + 1) + " --quiet --threads 2");
    BOOST_TEST((result.exit_code == 0 || result.exit_code == 1), arguments << ": " << result.err);
    BOOST_TEST(lines(result.err) == result.exit_code, arguments << ": " << result.err);
    BOOST_TEST((result.exit_code == 0 || result.err.find(input) != std::string::npos), result.err);
    const bool makes_output = result.exit_code == 0 && arguments.starts_with("crop");
    BOOST_TEST(outputs.names().size() == (makes_output ? 1U : 0U));
    if (makes_output) {
      BOOST_TEST(run({"ffmpeg", "-v", "error", "-xerror", "-i", output, "-f", "null", "-"}).exit_code == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_raw_header_that_claims_30000_by_30000_is_refused) {
  const TemporaryFolder folder;
  write_file(folder / "huge.y4m", "YUV4MPEG2 W30000 H30000 F25:1 Ip C420\nFRAME\n" + std::string(1000, 'x'));
  const ProcessResult result = app_in_small_memory("analyze", folder / "huge.y4m");
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(lines(result.err) == 1, result.err);
}

BOOST_AUTO_TEST_SUITE_END()
