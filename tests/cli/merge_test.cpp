#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"
#include "support/thrown.hpp"

using namespace smartcrop::test;
using nlohmann::json;

namespace {

/// About 4 s whose frames come 0.02 to 0.12 s apart, key frames every 20.
std::string uneven_video() {
  return make_media("uneven.mkv", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=50:duration=4", "-vf",
                                   "select='not(mod(n,2))+lt(mod(n,37),9)-gt(mod(n,41),35)'", "-fps_mode",
                                   "vfr", "-c:v", "libx264", "-g", "20", "-pix_fmt", "yuv420p"});
}

/// The document without what parts cannot share with the whole.
json comparable(const std::string& text) {
  json document = json::parse(text);
  document.erase("timing");
  document["sampling"].erase("frames_decoded");
  return document;
}

/// Analyzes the parts between the joints into files, whose paths are returned; with one thread and with two
/// in turn.
std::vector<std::string> parts_of(const std::string& video, const std::vector<std::string>& joints,
                                  const TemporaryFolder& folder) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i <= joints.size(); ++i) {
    paths.push_back(folder / (std::to_string(i) + ".part"));
    const std::string threads = i % 2 == 0 ? "1" : "2";
    std::vector<std::string> arguments{video,   "--aspect", "9:16",      "--threads",
                                       threads, "--field",  paths.back()};
    if (i > 0) arguments.insert(arguments.end(), {"--start", joints[i - 1]});
    if (i < joints.size()) arguments.insert(arguments.end(), {"--end", joints[i]});
    const ProcessResult result = app("analyze", arguments);
    BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  }
  return paths;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_merge)

BOOST_AUTO_TEST_CASE(merged_parts_are_the_whole) {
  for (const std::string& video : {small_video(), uneven_video()}) {
    const json whole =
        comparable(app("analyze", {video, "--aspect", "9:16", "--sampling", "dense", "--json", "-"}).out);
    for (const auto& joints : std::vector<std::vector<std::string>>{
             {}, {"0.93"}, {"13f", "1.5"}, {"0.1", "00:00:00.700", "29f", "1.77"}}) {
      const TemporaryFolder folder;
      std::vector<std::string> arguments = parts_of(video, joints, folder);
      std::ranges::reverse(arguments);
      arguments.insert(arguments.end(), {"--json", "-"});
      const ProcessResult merged = app("merge", arguments);
      BOOST_REQUIRE_MESSAGE(merged.exit_code == 0, merged.err);
      BOOST_TEST((comparable(merged.out) == whole), video << ", " << joints.size() + 1 << " parts");
    }
  }
}

BOOST_AUTO_TEST_CASE(merge_writes_what_analyze_would_have) {
  const TemporaryFolder folder;
  const std::vector<std::string> parts = parts_of(small_video(), {"1"}, folder);
  const auto merge = [&](std::vector<std::string> more) {
    more.insert(more.begin(), parts.begin(), parts.end());
    return app("merge", more);
  };
  const auto analyze = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {small_video(), "--aspect", "9:16", "--sampling", "dense"});
    return app("analyze", more);
  };
  for (const std::string output : {"--csv", "--plan"})
    BOOST_TEST(merge({output, "-"}).out == analyze({output, "-"}).out);
  BOOST_TEST(contains(merge({}).out, "9:16, window 102x180 of 5 positions"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_part_is_a_usage_error) {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--mode", "dynamic"},
                                             {"--sampling", "bursts"},
                                             {"--every", "2"},
                                             {"--reference-frames"},
                                             {"--speed-up", "auto"},
                                             {"--json", folder / "a.json"}}) {
    std::vector<std::string> arguments{small_video(), "--field", folder / "a.part"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProcessResult result = app("analyze", arguments);
    BOOST_TEST(result.exit_code == 2, options.front());
    BOOST_TEST(contains(result.err, "--field"), result.err);
  }
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(parts_that_do_not_belong_together_are_one_clear_line) {
  const TemporaryFolder folder, other;
  const std::vector<std::string> parts = parts_of(small_video(), {"0.5", "1"}, folder);
  const std::vector<std::string> others = parts_of(uneven_video(), {"0.5"}, other);
  const auto complaint = [&](const std::vector<std::string>& arguments) {
    const ProcessResult result = app("merge", arguments);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(lines(result.err) == 1);
    return result.err;
  };
  BOOST_TEST(contains(complaint({parts[0], parts[2]}), "leave a gap from 00:00:00.520 to 00:00:01"));
  BOOST_TEST(contains(complaint({parts[0], parts[1], parts[1]}), "overlap"));
  BOOST_TEST(contains(complaint({parts[0], others[1]}), "are of different videos"));
  const std::string file = file_text(parts[0]);
  write_file(folder / "cut", file.substr(0, file.size() - 1));
  BOOST_TEST(contains(complaint({folder / "cut"}), "is cut off or damaged"));
  BOOST_TEST(contains(complaint({small_video()}), "is not a part of an analysis"));
  BOOST_TEST(contains(complaint({folder / "none"}), "cannot read this file"));
  app("analyze",
      {small_video(), "--start", "0.5", "--grid", "3", "--aspect", "9:16", "--field", folder / "g"});
  BOOST_TEST(contains(complaint({parts[0], folder / "g"}), "differ in --grid"));
  BOOST_TEST(app("merge", {parts[0], "--json", parts[0]}).exit_code == 2);
  BOOST_TEST(file_text(parts[0]) == file);
  BOOST_TEST(app("merge", {}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
