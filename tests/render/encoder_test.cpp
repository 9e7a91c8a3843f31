#include <filesystem>
#include <stdexcept>
#include <tuple>

#include "render_support.hpp"

/// For the leak sanitizer: x265 keeps some of its memory for good, and x264 what it was told before it
/// refused to start.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libx265\nleak:libx264\n";
}

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

std::string short_video() {
  return make_media("short.mp4", {"-i", small_video(), "-t", "0.6", "-c:v", "libx264", "-pix_fmt", "yuv420p",
                                  "-c:a", "aac"});
}

std::string render_error(const RenderOptions& options, const std::string& name = "o.mp4") {
  TemporaryFolder folder;
  const std::string message =
      message_of([&] { render(short_video(), window_plan(kWindow), folder / name, options); });
  BOOST_TEST(folder.names().empty());
  BOOST_TEST(message.find('\n') == std::string::npos);
  return message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_encoder)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(RenderOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named) {
  const auto problem_of = [](const auto& spoil) {
    RenderOptions options;
    spoil(options);
    const auto problems = options.problems();
    BOOST_REQUIRE_EQUAL(problems.size(), 1);
    return problems.front().substr(0, problems.front().find(':'));
  };
  BOOST_TEST(problem_of([](auto& o) { o.encoder.clear(); }) == "encoder");
  BOOST_TEST(problem_of([](auto& o) { o.crf = -1; }) == "crf");
  BOOST_TEST(problem_of([](auto& o) { o.crf = 64; }) == "crf");
  BOOST_TEST(problem_of([](auto& o) { o.threads = -2; }) == "threads");
  BOOST_TEST(problem_of([](auto& o) { o.encoder_options[""] = "1"; }) == "encoder_options");
  RenderOptions options;
  options.crf = 99;
  BOOST_CHECK_THROW(render("in", window_plan(kWindow), "out.mp4", options), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_unknown_encoder_is_an_error_that_lists_those_there_are) {
  const std::string message = render_error(quick("libx999"));
  BOOST_TEST(message.starts_with("this FFmpeg has no video encoder 'libx999'; it has: "));
  BOOST_TEST(message.find(" libx264,") != std::string::npos);
  BOOST_TEST(message.find(" aac,") == std::string::npos);
  BOOST_TEST(render_error(quick("aac")).starts_with("this FFmpeg has no video encoder 'aac'"));
}

BOOST_AUTO_TEST_CASE(an_option_the_encoder_lacks_is_named) {
  RenderOptions options = quick();
  options.encoder_options["no-such-option"] = "1";
  BOOST_TEST(
      render_error(options) ==
      "encoder libx264 has no option 'no-such-option'; list its options with ffmpeg -h encoder=libx264");
  options.encoder_options = {{"crf", "blue"}};
  BOOST_TEST(render_error(options).starts_with("encoder libx264: option crf=blue: "));
}

BOOST_AUTO_TEST_CASE(a_preset_the_encoder_lacks_is_named) {
  RenderOptions options = quick();
  options.preset = "hurried";
  BOOST_TEST(
      render_error(options).starts_with("encoder libx264 has no preset 'hurried'; it has: ultrafast, "));
}

BOOST_AUTO_TEST_CASE(quality_preset_and_options_reach_the_encoder) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.crf = 40;
  options.encoder_options = {{"profile", "baseline"}, {"g", "5"}};
  render(short_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "profile") == "Constrained Baseline");
  const auto keys = entries(folder / "o.mp4", "v:0", "frame=key_frame");
  BOOST_TEST(keys[5] == "1");
  const std::string settings = out_of({"grep", "-a", "-o", "crf=[0-9.]*", folder / "o.mp4"});
  BOOST_TEST(settings == "crf=40.0\n");
}

BOOST_AUTO_TEST_CASE(an_encoder_option_wins_over_crf) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.encoder_options = {{"crf", "33"}};
  render(short_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(out_of({"grep", "-a", "-o", "crf=[0-9.]*", folder / "o.mp4"}) == "crf=33.0\n");
}

BOOST_AUTO_TEST_CASE(a_bit_rate_or_quantizer_of_the_users_wins_over_crf) {
  TemporaryFolder folder;
  for (const auto& [name, value, said] : {std::tuple("b", "300k", "rc=abr"), {"qp", "30", "rc=cqp"}}) {
    RenderOptions options = quick();
    options.replace = true;
    options.encoder_options = {{name, value}};
    render(short_video(), window_plan(kWindow), folder / "o.mp4", options);
    BOOST_TEST(out_of({"grep", "-a", "-o", "rc=[a-z]*", folder / "o.mp4"}) == said + std::string("\n"));
  }
}

BOOST_AUTO_TEST_CASE(encoders_without_a_rate_factor_follow_it_by_what_they_have) {
  TemporaryFolder folder;
  for (const auto& [encoder, name] :
       {std::pair("mpeg4", "o.mp4"), {"mpeg2video", "o.ts"}, {"mjpeg", "o.avi"}}) {
    RenderOptions options = quick(encoder);
    options.replace = true;
    std::uintmax_t last = 0;
    for (const int crf : {40, 19, 10}) {
      options.crf = crf;
      options.audio = AudioMode::none;
      render(short_video(), window_plan(kWindow), folder / name, options);
      const std::uintmax_t size = std::filesystem::file_size(folder / name);
      BOOST_TEST(size > last, encoder << " at " << crf);
      last = size;
    }
  }
}

BOOST_AUTO_TEST_CASE(common_encoders_and_containers_give_clean_files_with_every_frame) {
  struct Pair {
    const char *encoder, *name, *codec;
  };
  for (const Pair& pair :
       {Pair{"libx264", "o.mov", "h264"}, Pair{"libx265", "o.mp4", "hevc"}, Pair{"libx265", "o.mkv", "hevc"},
        Pair{"libvpx-vp9", "o.webm", "vp9"}, Pair{"libvpx", "o.webm", "vp8"}, Pair{"mpeg4", "o.avi", "mpeg4"},
        Pair{"libx264", "o.ts", "h264"}, Pair{"mpeg2video", "o.mpg", "mpeg2video"},
        Pair{"prores_ks", "o.mov", "prores"}, Pair{"ffv1", "o.mkv", "ffv1"}, Pair{"mjpeg", "o.avi", "mjpeg"},
        Pair{"libsvtav1", "o.mp4", "av1"}, Pair{"mpeg4", "o.mp4", "mpeg4"},
        Pair{"libx264", "o.flv", "h264"}}) {
    TemporaryFolder folder;
    BOOST_TEST_CONTEXT(pair.encoder << ' ' << pair.name) {
      RenderOptions options = quick(pair.encoder);
      if (std::string(pair.encoder) != "libx264" && std::string(pair.encoder) != "libx265")
        options.preset = "medium";
      const RenderReport report = render(short_video(), window_plan(kWindow), folder / pair.name, options);
      BOOST_TEST(report.frames == 15);
      BOOST_TEST(entry(folder / pair.name, "v:0", "codec_name") == pair.codec);
      BOOST_TEST(frame_times(folder / pair.name).size() == 15);
      BOOST_TEST(report.audio_streams == 1);
      check_is_clean(folder / pair.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_container_that_counts_frames_says_so_and_keeps_the_rate) {
  TemporaryFolder folder;
  const RenderReport report = render(short_video(), window_plan(kWindow), folder / "o.avi", quick("mpeg4"));
  BOOST_TEST(has_note(report, "constant rate of 25 "));
  BOOST_TEST(entry(folder / "o.avi", "v:0", "r_frame_rate") == "25/1");
}

BOOST_AUTO_TEST_CASE(the_default_encoder_gives_way_where_the_container_cannot_hold_it) {
  TemporaryFolder folder;
  RenderOptions options;
  const RenderReport report = render(short_video(), window_plan(kWindow), folder / "o.webm", options);
  BOOST_TEST(entry(folder / "o.webm", "v:0", "codec_name") == "vp9");
  BOOST_TEST(has_note(report, "cannot hold h264: encoded with libvpx-vp9"));
}

BOOST_AUTO_TEST_CASE(program_streams_hold_mpeg2_by_default) {
  TemporaryFolder folder;
  const RenderReport report = render(short_video(), window_plan(kWindow), folder / "o.mpg");
  BOOST_TEST(entry(folder / "o.mpg", "v:0", "codec_name") == "mpeg2video");
  BOOST_TEST(has_note(report, "cannot hold h264: encoded with mpeg2video"));
  BOOST_TEST(report.frames == 15);
  check_is_clean(folder / "o.mpg");
}

BOOST_AUTO_TEST_CASE(a_chosen_encoder_that_the_container_cannot_hold_is_an_error) {
  BOOST_TEST(render_error(quick("libx265"), "o.webm") ==
             "the container 'webm' cannot hold hevc, which libx265 makes; use libvpx-vp9");
}

BOOST_AUTO_TEST_CASE(an_extension_that_names_no_video_container_is_an_error) {
  BOOST_TEST(render_error(quick(), "o.xyz").find("the extension '.xyz'") != std::string::npos);
  BOOST_TEST(render_error(quick(), "o").find("a name without extension") != std::string::npos);
  BOOST_TEST(render_error(quick(), "o.png").find("cannot hold a video") != std::string::npos);
  BOOST_TEST(render_error(quick(), "o.wav").find("cannot hold a video") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_odd_size_that_the_encoder_refuses_is_explained) {
  TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  plan.output_size = {121, 161};
  const std::string message = message_of([&] { render(short_video(), plan, folder / "o.mp4", quick()); });
  BOOST_TEST(message.starts_with(
      "encoder libx264 cannot start with 121x161 (most encoders need even sides) yuv420p"));
}

BOOST_AUTO_TEST_CASE(the_output_is_the_same_at_any_number_of_threads) {
  TemporaryFolder folder;
  CropPlan plan = window_plan({100.3, 20.7, 120, 150});
  plan.output_size = {90, 112};
  std::vector<std::vector<std::string>> sums;
  for (const int threads : {1, 2, 5}) {
    RenderOptions options = quick("ffv1");
    options.threads = threads;
    const std::string output = folder / (std::to_string(threads) + ".mkv");
    render(short_video(), plan, output, options);
    sums.push_back(frame_sums(output));
  }
  BOOST_TEST(sums[0].size() == 15);
  BOOST_TEST(sums[1] == sums[0], boost::test_tools::per_element());
  BOOST_TEST(sums[2] == sums[0], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
