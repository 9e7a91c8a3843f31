#include "render_support.hpp"

namespace smartcrop {

using namespace test;  // NOLINT(google-build-using-namespace)

BOOST_AUTO_TEST_SUITE(render_cover_picture)

BOOST_AUTO_TEST_CASE(a_cover_picture_is_carried_or_said_to_be_left_out) {
  const std::string cover =
      make_media("cover.jpg", {"-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25", "-frames:v", "1"});
  const std::string source = make_media("cover.mp4", {"-i", small_video(), "-i", cover, "-map", "0", "-map",
                                                      "1", "-c", "copy", "-disposition:v:1", "attached_pic"});
  const auto sum = [](const std::string& path) {
    return out_of(
        {"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:v:1", "-c", "copy", "-f", "md5", "-"});
  };
  for (const char* name : {"o.mp4", "o.mkv"}) {
    TemporaryFolder folder;
    BOOST_TEST_CONTEXT(name) {
      render(source, window_plan(kWindow), folder / name, quick());
      BOOST_TEST(sum(folder / name) == sum(source));
      BOOST_TEST(entry(folder / name, "v:0", "width") == "120");
      BOOST_TEST(frame_times(folder / name).size() == frame_times(source).size());
      BOOST_TEST(audio_sum(folder / name) == audio_sum(source));
    }
  }
  TemporaryFolder folder;
  // A part far from the beginning: the cover comes first in the file.
  CropPlan part = window_plan(kWindow);
  part.shots[0].start = Time{{1, 1}};
  part.shots[0].keyframes[0].time = Time{{1, 1}};
  render(source, part, folder / "part.mp4", quick());
  BOOST_TEST(sum(folder / "part.mp4") == sum(source));
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mov", quick());
  BOOST_TEST(has_note(report, "cannot hold a cover picture"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
