#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "render_support.hpp"
#include "support/skip.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

/// A test picture in a pixel format, stored without loss.
std::string pictures(const std::string& format, const std::string& size = "320x180") {
  return make_media("pictures-" + format + "-" + size + ".mkv",
                    {"-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25:duration=0.4", "-pix_fmt",
                     format, "-c:v", "ffv1"});
}

/// A copy of an MP4 file with another display matrix in its track header (a, b, c, d of the 3x3 matrix, in
/// units).
std::string turned_video(const std::string& name, int a, int b, int c, int d,
                         const std::string& source = small_video()) {
  const std::string path = make_media(name, {"-i", source, "-c", "copy"});
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t matrix = bytes.find("tkhd") + 44;  // version 0 track header
  const auto put = [&](std::size_t index, int value) {
    const auto fixed = static_cast<std::uint32_t>(value * 65536);
    for (std::size_t i = 0; i < 4; ++i)
      bytes[matrix + index * 4 + i] = static_cast<char>(fixed >> (24 - 8 * i));
  };
  put(0, a);
  put(1, b);
  put(3, c);
  put(4, d);
  file.clear();
  file.seekp(0);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path;
}

void check_turned(const std::string& source, const std::string& turn, cv::Size displayed) {
  TemporaryFolder folder;
  const CropWindow window{20, 40, 100, 60};
  const RenderReport report = render(source, window_plan(window, displayed), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(report.frames == 50);
  const auto wanted = frame_sums(source, turn + ",crop=100:60:20:40", {"-noautorotate"});
  BOOST_TEST(frame_sums(folder / "o.mkv", "null", {"-noautorotate"}) == wanted,
             boost::test_tools::per_element());
  BOOST_TEST(entry(folder / "o.mkv", "v:0", "width") == "100");
  BOOST_TEST(entries(folder / "o.mkv", "v:0", "stream_side_data=rotation").empty());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_picture)

BOOST_AUTO_TEST_CASE(an_even_crop_is_pixel_identical_to_ffmpegs_crop_filter) {
  TemporaryFolder folder;
  const RenderReport report = render(small_video(), window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
  const auto wanted = frame_sums(small_video(), "crop=120:160:100:20");
  BOOST_TEST(report.frames == static_cast<std::int64_t>(wanted.size()));
  BOOST_TEST(report.notes.empty());
  BOOST_TEST(frame_sums(folder / "o.mkv") == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_whole_frame_and_windows_at_the_edges_are_pixel_identical) {
  for (const CropWindow& window : {CropWindow{0, 0, 320, 180}, CropWindow{0, 0, 64, 64},
                                   CropWindow{256, 116, 64, 64}, CropWindow{318, 0, 2, 180}}) {
    TemporaryFolder folder;
    render(small_video(), window_plan(window), folder / "o.mkv", quick("ffv1"));
    std::ostringstream filter;
    filter << "crop=" << window.w << ':' << window.h << ':' << window.x << ':' << window.y;
    BOOST_TEST_CONTEXT(filter.str())
    BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(small_video(), filter.str()),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(bit_depth_and_chroma_are_kept_and_pixels_identical) {
  for (const char* format : {"yuv422p", "yuv444p", "yuv420p10le", "yuv422p12le", "yuv444p16le", "gray",
                             "gray10le", "gbrp", "yuva420p", "bgra"}) {
    TemporaryFolder folder;
    const std::string source = pictures(format);
    BOOST_TEST_CONTEXT(format) {
      const RenderReport report = render(source, window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
      BOOST_TEST(report.notes.empty());
      BOOST_TEST(entry(folder / "o.mkv", "v:0", "pix_fmt") == entry(source, "v:0", "pix_fmt"));
      BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(source, "crop=120:160:100:20"),
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_odd_position_is_exact_where_chroma_is_not_subsampled) {
  TemporaryFolder folder;
  const std::string source = pictures("yuv444p");
  render(source, window_plan({101, 7, 121, 161}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(source, "crop=121:161:101:7"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_odd_position_keeps_luma_exact_where_chroma_is_subsampled) {
  TemporaryFolder folder;
  const std::string source = pictures("yuv420p");
  render(source, window_plan({101, 7, 120, 160}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv", "extractplanes=y") ==
                 frame_sums(source, "extractplanes=y,crop=120:160:101:7:exact=1"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(odd_sizes_of_source_and_window_are_kept_where_the_encoder_can) {
  TemporaryFolder folder;
  const std::string source =
      make_media("odd.mkv", {"-f", "lavfi", "-i", "testsrc=size=101x77:rate=25:duration=0.4", "-pix_fmt",
                             "yuv420p", "-c:v", "ffv1"});
  render(source, window_plan({2, 4, 99, 73}, {101, 77}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(source, "crop=99:73:2:4:exact=1"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(quarter_turns_are_undone_and_the_window_means_the_displayed_picture) {
  check_turned(turned_video("turned-90.mp4", 0, 1, -1, 0), "transpose=clock", {180, 320});
  check_turned(turned_video("turned-180.mp4", -1, 0, 0, -1), "hflip,vflip", {320, 180});
  check_turned(turned_video("turned-270.mp4", 0, -1, 1, 0), "transpose=cclock", {180, 320});
}

BOOST_AUTO_TEST_CASE(mirrored_pictures_are_mirrored_back) {
  check_turned(turned_video("mirrored.mp4", -1, 0, 0, 1), "hflip", {320, 180});
  check_turned(turned_video("mirrored-90.mp4", 0, -1, -1, 0), "hflip,transpose=clock", {180, 320});
  check_turned(turned_video("mirrored-180.mp4", 1, 0, 0, -1), "vflip", {320, 180});
  check_turned(turned_video("mirrored-270.mp4", 0, 1, 1, 0), "hflip,transpose=cclock", {180, 320});
}

BOOST_AUTO_TEST_CASE(turning_a_picture_with_chroma_subsampled_along_one_axis_keeps_its_colors) {
  TemporaryFolder folder;
  const std::string upright =
      make_media("red-422.mp4", {"-f", "lavfi", "-i", "color=c=red:size=64x48:rate=25:duration=0.2",
                                 "-pix_fmt", "yuv422p", "-c:v", "libx264"});
  const std::string plain = turned_video("turned-422.mp4", 0, 1, -1, 0, upright);
  render(plain, window_plan({0, 0, 48, 64}, {48, 64}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv", "format=yuv444p,scale=1:1") ==
                 frame_sums(plain, "format=yuv444p,scale=1:1", {"-noautorotate"}),
             boost::test_tools::per_element());
  BOOST_TEST(entry(folder / "o.mkv", "v:0", "width,height") == "48,64");
}

BOOST_AUTO_TEST_CASE(the_output_is_scaled_to_the_plans_size_like_ffmpegs_lanczos) {
  TemporaryFolder folder;
  CropPlan plan = window_plan({100, 20, 120, 160});
  for (const cv::Size size : {cv::Size(60, 80), cv::Size(180, 240)}) {
    plan.output_size = size;
    const std::string output = folder / (std::to_string(size.width) + ".mkv");
    render(small_video(), plan, output, quick("ffv1"));
    const std::string scaled = std::to_string(size.width) + ":" + std::to_string(size.height);
    const std::string report =
        run({"ffmpeg", "-v", "info", "-nostdin", "-i", output, "-i", small_video(), "-lavfi",
             "[1:v]crop=120:160:100:20,scale=" + scaled + ":flags=lanczos+accurate_rnd[b];[0:v][b]psnr", "-f",
             "null", "-"})
            .err;
    const auto start = report.find("average:");
    BOOST_REQUIRE(start != std::string::npos);
    BOOST_TEST(std::stod(report.substr(start + 8)) > 38.0, size.width << ": " << report.substr(start, 20));
  }
}

BOOST_AUTO_TEST_CASE(a_moving_window_shows_each_frames_own_place) {
  TemporaryFolder folder;
  CropPlan plan = window_plan({0, 0, 120, 160});
  plan.shots[0].keyframes = {{{}, {0, 0, 120, 160}},
                             {{{49, 25}}, {196, 0, 120, 160}}};  // 4 px a frame, 50 frames
  render(small_video(), plan, folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(small_video(), "crop=120:160:4*n:0"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_window_between_pixels_moves_the_picture_by_that_much) {
  // A ramp of 4 codes a pixel: half a pixel to the right is 2 codes more, everywhere away from the source's
  // edges.
  TemporaryFolder folder;
  const std::string source = make_media(
      "ramp.mkv", {"-f", "lavfi", "-i", "color=size=64x64:rate=25:duration=0.08,format=gray,geq=lum=X*4",
                   "-c:v", "ffv1"});
  const std::string wanted =
      make_media("ramp-half.mkv",
                 {"-f", "lavfi", "-i",
                  "color=size=32x64:rate=25:duration=0.08,format=gray,geq=lum=(X+16)*4+2", "-c:v", "ffv1"});
  render(source, window_plan({16.5, 0, 32, 64}, {64, 64}), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(wanted), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(colors_range_and_chroma_location_are_carried) {
  TemporaryFolder folder;
  const std::string source =
      make_media("bt2020.mp4",
                 {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.4", "-pix_fmt",
                  "yuv420p10le", "-c:v", "libx264", "-color_primaries", "bt2020", "-color_trc", "smpte2084",
                  "-colorspace", "bt2020nc", "-color_range", "pc", "-chroma_sample_location", "topleft"});
  render(source, window_plan(kWindow), folder / "o.mp4", quick());
  const std::string names = "color_range,color_space,color_transfer,color_primaries,chroma_location,pix_fmt";
  BOOST_TEST(entry(folder / "o.mp4", "v:0", names) == entry(source, "v:0", names));
}

BOOST_AUTO_TEST_CASE(pixel_aspect_is_carried_and_follows_a_stretch) {
  TemporaryFolder folder;
  const std::string source =
      make_media("sar.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.4", "-vf",
                             "setsar=4/3", "-pix_fmt", "yuv420p", "-c:v", "libx264"});
  render(source, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "sample_aspect_ratio") == "4:3");
  CropPlan stretched = window_plan(kWindow);
  stretched.output_size = {160, 160};
  render(source, stretched, folder / "s.mp4", quick());
  BOOST_TEST(entry(folder / "s.mp4", "v:0", "sample_aspect_ratio") == "1:1");
}

BOOST_AUTO_TEST_CASE(a_pixel_format_the_encoder_lacks_becomes_the_nearest_with_a_note) {
  TemporaryFolder folder;
  const RenderReport report =
      render(pictures("yuv422p12le"), window_plan(kWindow), folder / "o.mkv", quick("libx264"));
  BOOST_TEST(entry(folder / "o.mkv", "v:0", "pix_fmt") == "yuv422p10le");
  BOOST_TEST(has_note(report, "yuv422p12le: converted to yuv422p10le"));
  const RenderReport rgb = render(pictures("bgra"), window_plan(kWindow), folder / "rgb.mp4", quick());
  BOOST_TEST(has_note(rgb, "bgra: converted to yuv420p"));  // which every device plays
  BOOST_TEST(entry(folder / "rgb.mp4", "v:0", "color_space") == "smpte170m");
}

BOOST_AUTO_TEST_CASE(full_range_jpeg_pictures_stay_full_range) {
  TemporaryFolder folder;
  const std::string source =
      make_media("full-range.avi", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.4",
                                    "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "2"});
  render(source, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "color_range") == "pc");
  render(source, window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(frame_sums(folder / "o.mkv", "extractplanes=y") ==
                 frame_sums(source, "extractplanes=y,crop=120:160:100:20"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_source_that_changes_its_size_midway_is_shown_at_one_size) {
  TemporaryFolder folder;
  const std::string large =
      make_media("size-320.ts", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.4", "-c:v",
                                 "libx264", "-pix_fmt", "yuv420p"});
  const std::string small =
      make_media("size-160-later.ts", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=0.4",
                                       "-output_ts_offset", "0.8", "-c:v", "libx264", "-pix_fmt", "yuv420p"});
  const std::string both = folder / "both.ts";
  std::ofstream(both, std::ios::binary)
      << std::ifstream(large, std::ios::binary).rdbuf() << std::ifstream(small, std::ios::binary).rdbuf();
  const RenderReport report = render(both, window_plan(kWindow), folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(report.frames == 20);
  BOOST_TEST(entry(folder / "o.mkv", "v:0", "width,height") == "120,160");
  check_is_clean(folder / "o.mkv");
}

BOOST_AUTO_TEST_CASE(real_rotated_wide_and_deep_files_come_out_upright_and_whole,
                     *boost::unit_test::label("evaluation")) {
  struct Real {
    const char* file;
    cv::Size size;
  };
  for (const Real& real :
       {Real{"robust/rotation/rotate-buck-bunny.mp4", {1080, 1920}},
        Real{"robust/rotation/decord_video_90.mov", {320, 568}},
        Real{"robust/pixels/h264_10bits.mp4", {200, 200}}, Real{"robust/pixels/sar_2x1.mp4", {640, 360}}}) {
    const std::string source = eval_file(real.file);
    if (source.empty()) continue;
    TemporaryFolder folder;
    BOOST_TEST_CONTEXT(real.file) {
      render(source, window_plan({20, 40, 160, 100}, real.size), folder / "o.mkv", quick("ffv1"));
      BOOST_TEST(frame_sums(folder / "o.mkv") == frame_sums(source, "crop=160:100:20:40"),
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_padded_picture_keeps_its_shape_before_its_color) {
  // 320x180 in 180x320: 180x100 (101.25 on whole chroma samples), 110 rows above.
  TemporaryFolder folder;
  CropPlan plan = window_plan({0, 0, 320, 180});
  plan.output_size = {180, 320};
  plan.shots[0].fit = Fit::pad;
  plan.background = {Background::Fill::color, {200, 30, 60}};
  const auto source = pictures("yuv420p");
  render(source, plan, folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(entry(folder / "o.mkv", "v:0", "sample_aspect_ratio") == "1:1");
  // The same color, as ffmpeg's color source shows it in BT.601.
  const auto top = frame_sums(folder / "o.mkv", "crop=180:108:0:0");
  const auto bottom = frame_sums(folder / "o.mkv", "crop=180:108:0:212");
  BOOST_TEST(top == bottom, boost::test_tools::per_element());
  const ProcessResult psnr =
      test::run({"ffmpeg", "-v", "info", "-nostdin", "-i", folder / "o.mkv", "-f", "lavfi", "-i",
                 "color=0xC81E3C:size=180x108:rate=25,format=yuv420p", "-i", source, "-lavfi",
                 "[0]split[a][b];[a]crop=180:108:0:0[c];[c][1]psnr=shortest=1;[b]crop=180:102:0:108[d];"
                 "[2]scale=180:102:flags=lanczos[e];[d][e]psnr",
                 "-f", "null", "-"});
  BOOST_REQUIRE_MESSAGE(psnr.exit_code == 0, psnr.err);
  std::vector<double> minima;
  for (std::size_t at = psnr.err.find("min:"); at != std::string::npos; at = psnr.err.find("min:", at + 1)) {
    minima.push_back(std::strtod(psnr.err.c_str() + at + 4, nullptr));  // "inf" where the same
  }
  BOOST_REQUIRE(minima.size() == 2u);
  BOOST_TEST(std::ranges::min(minima) > 35);
}

BOOST_AUTO_TEST_CASE(a_blurred_background_continues_the_picture) {
  for (const char* format : {"yuv420p", "yuv422p10le", "yuv444p", "gray"}) {
    TemporaryFolder folder;
    CropPlan plan = window_plan({0, 0, 320, 180});
    plan.output_size = {180, 320};
    plan.shots[0].fit = Fit::pad;
    const RenderReport report = render(pictures(format), plan, folder / "o.mkv", quick("ffv1"));
    BOOST_TEST_CONTEXT(format) {
      BOOST_TEST(report.frames == 10);
      BOOST_TEST(entry(folder / "o.mkv", "v:0", "pix_fmt") == format);
      // Not flat, not black: the mean of what is above is near the mean of the picture.
      const auto mean = [&](const std::string& crop) {
        const std::string text =
            out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", folder / "o.mkv", "-vf",
                    crop + ",scale=1:1:flags=area,format=gray", "-frames:v", "1", "-f", "rawvideo", "-"});
        return static_cast<int>(static_cast<unsigned char>(text.at(0)));
      };
      BOOST_TEST(std::abs(mean("crop=180:100:0:4") - mean("crop=180:100:0:110")) < 60);
      BOOST_TEST(mean("crop=90:100:0:4") != mean("crop=90:100:90:4"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_padded_picture_is_upright) {
  TemporaryFolder folder;
  const std::string source = turned_video("turned-pad.mp4", 0, 1, -1, 0);  // 180x320 as displayed
  CropPlan plan = window_plan({0, 0, 180, 320}, {180, 320});
  plan.output_size = {320, 320};
  plan.shots[0].fit = Fit::pad;
  plan.background = {Background::Fill::color, {0, 0, 0}};
  render(source, plan, folder / "o.mkv", quick("ffv1"));
  const auto wanted = frame_sums(source, "transpose=clock", {"-noautorotate"});
  BOOST_TEST(frame_sums(folder / "o.mkv", "crop=180:320:70:0") == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
