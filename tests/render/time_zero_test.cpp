#include <algorithm>
#include <fstream>
#include <iterator>

#include "render_support.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

/// A transport stream that begins in the middle of a group of pictures; 4 s before it was cut.
std::string cut_in_mid_group(const TemporaryFolder& folder) {
  constexpr std::size_t kPacketBytes = 188;
  std::ifstream in(
      make_media("groups.ts", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4", "-c:v",
                               "libx264", "-bf", "3", "-g", "50", "-pix_fmt", "yuv420p"}),
      std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const std::string path = folder / "cut.ts";
  std::ofstream(path, std::ios::binary) << whole.substr(whole.size() / kPacketBytes / 4 * kPacketBytes);
  return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_time_zero)

BOOST_AUTO_TEST_CASE(a_plan_s_times_count_from_the_first_shown_picture) {
  const TemporaryFolder folder;
  const std::string source = cut_in_mid_group(folder);
  const std::vector<Time> times = smartcrop::frame_times(source);
  CropPlan plan = window_plan(kWindow);
  BOOST_TEST(render(source, plan, folder / "whole.mkv", quick()).frames == std::ssize(times));
  plan.shots.front().start = {Rational(2, 5)};
  plan.shots.front().end = Time{Rational(6, 5)};
  const auto within = std::ranges::count_if(
      times, [&](Time time) { return plan.shots.front().start <= time && time < *plan.shots.front().end; });
  BOOST_TEST(within == 20);
  BOOST_TEST(render(source, plan, folder / "part.mkv", quick()).frames == within);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
