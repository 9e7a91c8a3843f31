#include "smartcrop/picture/overlay.hpp"

#include "render/render_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// A strip of one color that tells the time in its blue.
OverlayOptions with_strip(int height = 40) {
  OverlayOptions overlay;
  overlay.outside = 0.5;
  overlay.strip_height = height;
  overlay.paint_strip = [](cv::Mat& bgr, Time time) {
    bgr.setTo(cv::Scalar(time.value() < 1 ? 0 : 255, 0, 255));
  };
  return overlay;
}

/// The red, green and blue of a pixel of frame `frame`, as ffmpeg shows it.
std::array<int, 3> pixel(const std::string& path, int frame, int x, int y) {
  const std::string filter = "select=eq(n\\," + std::to_string(frame) + "),crop=2:2:" + std::to_string(x) +
                             ":" + std::to_string(y) + ",scale=1:1,format=rgb24";
  const std::string bytes = out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vf", filter,
                                    "-frames:v", "1", "-f", "rawvideo", "-"});
  BOOST_TEST_REQUIRE(bytes.size() == 3u);
  const auto code = [&](std::size_t i) { return static_cast<int>(static_cast<unsigned char>(bytes[i])); };
  return {code(0), code(1), code(2)};
}

void check_pixel(const std::array<int, 3>& found, const std::array<int, 3>& expected, int tolerance = 6) {
  for (std::size_t i = 0; i < 3; ++i)
    BOOST_TEST(std::abs(found[i] - expected[i]) <= tolerance,
               "channel " << i << " is " << found[i] << ", not " << expected[i]);
}

std::string even_color(const std::string& name, const std::string& format,
                       const std::string& size = "320:180") {
  return make_media(name, {"-f", "lavfi", "-i", "color=c=0x50A0E0:rate=25:duration=2", "-vf",
                           "format=rgb24,scale=" + size, "-c:v", "ffv1", "-pix_fmt", format});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_overlay_video)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_each_violation_is_named) {
  BOOST_TEST(OverlayOptions().problems().empty());
  OverlayOptions overlay;
  overlay.outside = 1.5;
  overlay.strip_height = 41;
  BOOST_TEST(overlay.problems().size() == 3u);
  BOOST_CHECK_THROW(render_overlay(small_video(), window_plan(kWindow), overlay, "x.mp4"),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(marks_are_lines_of_their_color_with_the_label_above) {
  for (const std::string format : {"yuv420p", "yuv444p"}) {
    BOOST_TEST_CONTEXT(format) {
      const TemporaryFolder folder;
      const std::string out = folder / "out.mkv";
      OverlayOptions overlay = with_strip();
      overlay.marks = [label = cv::Mat(20, 60, CV_8UC3, cv::Scalar(0, 0, 255))](Time time) {
        if (time.value() >= 1) return std::vector<OverlayMark>();
        return std::vector<OverlayMark>{{{200, 80, 300, 60}, {0, 255, 0}, 4, label}};
      };
      render_overlay(even_color("even-" + format + ".nut", format), window_plan(kWindow), overlay, out,
                     quick("ffv1"));
      check_pixel(pixel(out, 0, 200, 100), {0, 255, 0});          // left edge
      check_pixel(pixel(out, 0, 280, 136), {0, 255, 0});          // lower edge, up to the picture's end
      check_pixel(pixel(out, 0, 220, 70), {255, 0, 0});           // label
      check_pixel(pixel(out, 0, 260, 110), {0x28, 0x50, 0x70});   // inside
      check_pixel(pixel(out, 40, 200, 100), {0x50, 0xA0, 0xE0});  // later
    }
  }
}

BOOST_AUTO_TEST_CASE(the_window_is_bright_the_rest_dark_and_the_strip_below) {
  for (const std::string format : {"yuv420p", "yuv422p10le", "yuv444p", "gray", "bgr0"}) {
    BOOST_TEST_CONTEXT(format) {
      const TemporaryFolder folder;
      const std::string out = folder / "out.mkv";
      render_overlay(even_color("even-" + format + ".nut", format), window_plan(kWindow), with_strip(), out,
                     quick("ffv1"));
      BOOST_TEST(entry(out, "v:0", "width,height") == "320,220");
      const bool is_gray = format == "gray";
      const int gray = 144;
      const std::array<int, 3> bright = is_gray ? std::array{gray, gray, gray} : std::array{0x50, 0xA0, 0xE0};
      check_pixel(pixel(out, 0, 160, 100), bright);
      check_pixel(pixel(out, 0, 102, 22), bright);
      for (const auto& [x, y] : {std::pair{20, 100}, {160, 4}, {96, 100}, {222, 100}}) {
        check_pixel(pixel(out, 0, x, y), {bright[0] / 2, bright[1] / 2, bright[2] / 2});
      }
      if (is_gray) continue;
      check_pixel(pixel(out, 0, 160, 200), {255, 0, 0}, 10);
      check_pixel(pixel(out, 40, 160, 200), {255, 0, 255}, 10);
    }
  }
}

BOOST_AUTO_TEST_CASE(both_windows_of_a_shot_are_bright) {
  const TemporaryFolder folder;
  const std::string out = folder / "out.mkv";
  CropPlan plan = window_plan({20, 20, 90, 80});
  plan.shots.front().second_keyframes = {{{}, {200, 60, 90, 80}}};
  render_overlay(even_color("even-yuv444p.nut", "yuv444p"), plan, with_strip(), out, quick("ffv1"));
  check_pixel(pixel(out, 0, 60, 60), {0x50, 0xA0, 0xE0});
  check_pixel(pixel(out, 0, 240, 100), {0x50, 0xA0, 0xE0});
  check_pixel(pixel(out, 0, 150, 90), {0x28, 0x50, 0x70});
}

BOOST_AUTO_TEST_CASE(odd_sides_are_rounded_down_and_no_strip_is_fine) {
  const TemporaryFolder folder;
  const std::string out = folder / "out.mp4";
  render_overlay(even_color("odd.nut", "yuv444p", "321:181"), window_plan(kWindow, {321, 181}), {}, out,
                 quick());
  BOOST_TEST(entry(out, "v:0", "width,height") == "320,180");
  BOOST_TEST((overlay_size({321, 181}, with_strip()) == cv::Size(320, 220)));
}

BOOST_AUTO_TEST_CASE(sound_and_times_are_those_of_the_source) {
  const TemporaryFolder folder;
  const std::string out = folder / "out.mp4";
  const RenderReport report = render_overlay(small_video(), window_plan(kWindow), with_strip(), out, quick());
  BOOST_TEST(report.frames == 50);
  BOOST_TEST(audio_sum(out) == audio_sum(small_video()));
  BOOST_TEST(frame_times(out) == frame_times(small_video()), boost::test_tools::per_element());
  check_is_clean(out);
}

BOOST_AUTO_TEST_CASE(a_turned_source_is_shown_upright) {
  const TemporaryFolder folder;
  const std::string upright = even_color("even-yuv420p.mp4.nut", "yuv420p");
  const std::string turned = folder / "turned.mp4", out = folder / "out.mp4";
  out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", upright, "-c:v", "libx264", "-preset", "ultrafast",
          folder / "a.mp4"});
  out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", folder / "a.mp4", "-c", "copy", "-metadata:s:v",
          "rotate=90", turned});
  render_overlay(turned, window_plan({20, 100, 160, 120}, {180, 320}), with_strip(), out, quick());
  BOOST_TEST(entry(out, "v:0", "width,height") == "180,360");
  check_pixel(pixel(out, 0, 100, 160), {0x50, 0xA0, 0xE0}, 8);
  check_pixel(pixel(out, 0, 100, 40), {0x28, 0x50, 0x70}, 8);
  check_pixel(pixel(out, 0, 100, 340), {255, 0, 0}, 12);
}

BOOST_AUTO_TEST_CASE(canceled_it_leaves_nothing_behind) {
  const TemporaryFolder folder;
  RenderOptions options = quick();
  const CancellationToken token;
  options.cancellation = token;
  options.progress = [&](std::int64_t, std::int64_t) { token.cancel(); };
  BOOST_CHECK_THROW(
      render_overlay(small_video(), window_plan(kWindow), with_strip(), folder / "out.mp4", options),
      Canceled);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_SUITE_END()
