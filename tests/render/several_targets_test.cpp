#include <stdexcept>

#include "render_support.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

std::vector<RenderTarget> two_targets(const TemporaryFolder& folder, const std::string& second = "b.mkv") {
  return {{window_plan(kWindow), folder / "a.mkv"}, {window_plan({0, 0, 160, 90}), folder / second}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_several_targets)

BOOST_AUTO_TEST_CASE(each_file_is_what_a_rendering_of_its_own_gives) {
  TemporaryFolder folder;
  std::vector<RenderTarget> targets = two_targets(folder);
  CropPlan between = window_plan({30.3, 10.6, 120, 90});
  between.shots[0].start = Time{{2, 5}};
  between.shots[0].end = Time{{1, 1}};
  between.shots[0].keyframes[0].time = between.shots[0].start;
  targets.push_back({between, folder / "c.mkv"});
  const auto reports = render(small_video(), targets, quick("ffv1"));
  BOOST_REQUIRE(reports.size() == 3u);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string alone = folder / ("alone" + std::to_string(i) + ".mkv");
    const RenderReport report = render(small_video(), targets[i].plan, alone, quick("ffv1"));
    BOOST_TEST(reports[i].path == targets[i].path);
    BOOST_TEST(reports[i].frames == report.frames);
    BOOST_TEST(frame_sums(targets[i].path) == frame_sums(alone), boost::test_tools::per_element());
    BOOST_TEST(frame_times(targets[i].path) == frame_times(alone), boost::test_tools::per_element());
    BOOST_TEST(audio_sum(targets[i].path) == audio_sum(alone));
  }
}

BOOST_AUTO_TEST_CASE(containers_may_differ_in_which_streams_they_take) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  const auto reports = render(small_video(), two_targets(folder, "b.gif"), options);
  BOOST_TEST(reports[0].audio_streams == 1);
  BOOST_TEST(reports[1].audio_streams == 0);
  BOOST_TEST(audio_sum(folder / "a.mkv") == audio_sum(small_video()));
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_written_leaves_none) {
  TemporaryFolder folder;
  BOOST_CHECK_THROW(render(small_video(), two_targets(folder, "b.xyz"), quick()), Error);
  BOOST_CHECK_THROW(render(small_video(), two_targets(folder, "none/b.mkv"), quick()), Error);
  auto odd = two_targets(folder);
  odd[1].plan.output_size = {121, 91};
  BOOST_CHECK_THROW(render(small_video(), odd, quick()), Error);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(none_has_its_name_before_all_are_complete) {
  TemporaryFolder folder;
  const auto targets = two_targets(folder);
  RenderOptions options = quick();
  bool seen = false;
  options.progress = [&](std::int64_t, std::int64_t) {
    seen = seen || std::filesystem::exists(targets[0].path) || std::filesystem::exists(targets[1].path);
  };
  render(small_video(), targets, options);
  BOOST_TEST(!seen);
  BOOST_TEST(folder.names() == (std::vector<std::string>{"a.mkv", "b.mkv"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_target_or_one_path_twice_is_the_callers_mistake) {
  TemporaryFolder folder;
  BOOST_CHECK_THROW(render(small_video(), std::vector<RenderTarget>{}, quick()), std::invalid_argument);
  BOOST_CHECK_THROW(render(small_video(), two_targets(folder, "a.mkv"), quick()), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
