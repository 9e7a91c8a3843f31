#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

/// Program 1: a small picture and 300 Hz; program 2: a larger one and 900 Hz.
std::string two_programs() {
  return make_media("two-programs.ts", {"-f",       "lavfi",
                                        "-i",       "testsrc2=size=160x90:rate=25:duration=2",
                                        "-f",       "lavfi",
                                        "-i",       "sine=frequency=300:duration=2",
                                        "-f",       "lavfi",
                                        "-i",       "testsrc2=size=320x180:rate=25:duration=2",
                                        "-f",       "lavfi",
                                        "-i",       "sine=frequency=900:duration=2",
                                        "-map",     "0",
                                        "-map",     "1",
                                        "-map",     "2",
                                        "-map",     "3",
                                        "-c:v",     "libx264",
                                        "-pix_fmt", "yuv420p",
                                        "-c:a",     "mp2",
                                        "-program", "title=A:st=0:st=1",
                                        "-program", "title=B:st=2:st=3"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_programs)

BOOST_AUTO_TEST_CASE(only_streams_of_the_picture_s_program_come_along) {
  const TemporaryFolder folder;
  const RenderReport report = render(two_programs(), window_plan(kWindow), folder / "o.mkv", quick());
  BOOST_TEST(report.audio_streams == 1);
  BOOST_TEST(has_note(report, "program 2 (B) of 2, the one with the largest picture"));
  BOOST_TEST(audio_sum(folder / "o.mkv") == audio_sum(two_programs(), "0:a:1"));
}

BOOST_AUTO_TEST_CASE(a_program_is_chosen_by_its_number) {
  const TemporaryFolder folder;
  RenderOptions options = quick();
  options.program = 1;
  const CropPlan plan = window_plan({0, 0, 90, 90}, {160, 90});
  const RenderReport report = render(two_programs(), plan, folder / "o.mkv", options);
  BOOST_TEST(audio_sum(folder / "o.mkv") == audio_sum(two_programs(), "0:a:0"));
  BOOST_TEST(!has_note(report, "program"));
  BOOST_TEST((open_file(two_programs(), {.program = 1})->info().size == cv::Size(160, 90)));
  BOOST_TEST(open_file(two_programs(), {.program = 1})->report().program == "");
  BOOST_TEST(open_file(two_programs())->report().program.starts_with("program 2 (B) of 2, the one with"));
  options.program = 7;
  BOOST_TEST(message_of([&] {
               render(two_programs(), plan, folder / "x.mkv", options);
             }).ends_with("has no program 7; it has: 1 (A), 2 (B)"));
}

BOOST_AUTO_TEST_CASE(a_file_without_programs_says_so) {
  RenderOptions options = quick();
  options.program = 1;
  const TemporaryFolder folder;
  BOOST_TEST(message_of([&] {
               render(small_video(), window_plan(kWindow), folder / "x.mkv", options);
             }).ends_with("has no program 1; leave out --program"));
}

BOOST_AUTO_TEST_CASE(timecode_counts_on_to_the_first_picture_of_the_output) {
  const std::string source = make_media("timecode.mov", {"-i", small_video(), "-c", "copy", "-timecode",
                                                         "09:59:59:20", "-metadata", "title=x"});
  const TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  for (const char* name : {"o.mov", "o.mp4", "o.mkv", "o.mxf"}) {
    BOOST_TEST_CONTEXT(name) {
      plan.shots.front().start = Time{};
      const auto timecode = [&](const std::string& path) {
        return out_of({"ffprobe", "-v", "error", "-show_entries", "stream_tags=timecode:format_tags=timecode",
                       "-of", "csv=p=0", path});
      };
      const auto has = [&](const std::string& path, const std::string& text) {
        return timecode(path).find(text) != std::string::npos;
      };
      RenderReport report = render(source, plan, folder / name, quick());
      BOOST_TEST(has(folder / name, "09:59:59:20"), timecode(folder / name));
      BOOST_TEST(!has_note(report, "data stream"));
      plan.shots.front().start = Time{Rational(4, 5)};
      report = render(source, plan, folder / ("late-" + std::string(name)), quick());
      BOOST_TEST(has(folder / ("late-" + std::string(name)), "10:00:00:15"));
      BOOST_TEST(!has_note(report, "timecode"));
    }
  }
  BOOST_TEST(has_note(render(source, plan, folder / "o.ts", quick()), "timecode (09:59:59:20) is left out"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
