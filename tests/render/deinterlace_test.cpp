#include "render_support.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

/// Every frame woven from two moments of a moving picture and flagged so, top field first.
std::string interlaced(const std::string& duration = "1") {
  return make_media("interlaced-" + duration + ".mp4",
                    {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=50:duration=" + duration, "-vf",
                     "tinterlace=interleave_top,fieldorder=tff", "-c:v", "libx264", "-flags", "+ildct+ilme",
                     "-pix_fmt", "yuv420p"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_deinterlace)

BOOST_AUTO_TEST_CASE(interlaced_pictures_become_whole_ones_with_their_times) {
  TemporaryFolder folder;
  const RenderReport report =
      render(interlaced(), window_plan({100, 20, 120, 140}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(report.frames == 25);
  BOOST_TEST(has_note(report, "interlaced: deinterlaced"));
  BOOST_TEST(frame_times(folder / "o.mkv") == frame_times(interlaced()), boost::test_tools::per_element());
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(interlaced(), "bwdif=send_frame,crop=120:140:100:20"),
             boost::test_tools::per_element());
  BOOST_TEST(entries(folder / "o.mkv", "v:0", "frame=interlaced_frame").front() == "0");
}

BOOST_AUTO_TEST_CASE(fields_stay_as_they_are_where_that_is_asked_for) {
  TemporaryFolder folder;
  RenderOptions options = quick("ffv1");
  options.deinterlace = Deinterlace::off;
  const RenderReport report = render(interlaced(), window_plan(kWindow), folder / "o.mkv", options);
  BOOST_TEST(has_note(report, "interlaced: fields kept"));
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(interlaced(), "crop=120:160:100:20"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_single_interlaced_picture_comes_out) {
  TemporaryFolder folder;
  const RenderReport report =
      render(interlaced("0.04"), window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(report.frames == 1);
}

BOOST_AUTO_TEST_CASE(a_part_of_an_interlaced_source_begins_and_ends_on_its_frames) {
  TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = Time{{2, 5}};
  plan.shots[0].end = Time{{4, 5}};
  plan.shots[0].keyframes[0].time = plan.shots[0].start;
  render(interlaced(), plan, folder / "o.mkv", quick("ffv1"));
  const auto all = frame_sums(interlaced(), "bwdif=send_frame,crop=120:160:100:20");
  BOOST_TEST(frame_sums(folder / "o.mkv") == std::vector(all.begin() + 10, all.begin() + 20),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(progressive_pictures_are_not_touched) {
  TemporaryFolder folder;
  const RenderReport report = render(small_video(), window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(!has_note(report, "interlaced"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
