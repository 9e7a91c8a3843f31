#include "smartcrop/render/ffmpeg_command.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "render/render_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Fine texture that moves in front of the camera, 2 s of 25 frames.
std::string textured() {
  return make_media("textured.mp4",
                    {"-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=25:end_scale=0.3", "-t", "2", "-c:v",
                     "libx264", "-crf", "10", "-g", "10", "-pix_fmt", "yuv420p"});
}

Keyframe key(std::int64_t hundredths, CropWindow window, Easing easing = Easing::linear,
             CropWindow velocity = {}) {
  return {Time{Rational(hundredths, 100)}, window, easing, velocity};
}

CropPlan plan_of(std::vector<Keyframe> keyframes, cv::Size output = {100, 180}) {
  return {"source", {320, 180}, output, {{keyframes.front().time, std::nullopt, keyframes}}};
}

struct Comparison {
  long frames_by_render = 0, frames_by_ffmpeg = 0;
  double worst_psnr = 0;  ///< dB, of the worst frame; 200 where all are equal
};

/// Renders lossless, runs the printed command, and compares frame by frame.
Comparison compare(const std::string& video, const CropPlan& plan) {
  const TemporaryFolder folder;
  RenderOptions options = quick("ffv1");
  options.audio = AudioMode::none;
  render(video, plan, folder / "ours.mkv", options);
  const std::string command = ffmpeg_command(video, plan, folder / "by ffmpeg.mkv", options).value();
  std::ofstream(folder / "command.sh") << command << "\n";
  const ProcessResult made = run({"sh", folder / "command.sh"});
  BOOST_TEST_REQUIRE(made.exit_code == 0, command.substr(0, 2000) << "\n" << made.err);
  const ProcessResult psnr = run(
      {"ffmpeg", "-v", "error", "-i", folder / "ours.mkv", "-i", folder / "by ffmpeg.mkv", "-lavfi",
       "[0]settb=1/1000,setpts=N[a];[1]settb=1/1000,setpts=N[b];[a][b]psnr=stats_file=-", "-f", "null", "-"});
  Comparison found{std::ssize(frame_times(folder / "ours.mkv")),
                   std::ssize(frame_times(folder / "by ffmpeg.mkv")), 200};
  std::istringstream lines(psnr.out);
  for (std::string word; lines >> word;) {
    if (word.starts_with("psnr_avg:") && word != "psnr_avg:inf")
      found.worst_psnr = std::min(found.worst_psnr, std::stod(word.substr(9)));
  }
  return found;
}

/// The same frames, each alike to `least` dB.
void check_equal(const std::string& video, const CropPlan& plan, double least = 40) {
  const Comparison found = compare(video, plan);
  BOOST_TEST(found.frames_by_ffmpeg == found.frames_by_render);
  BOOST_TEST(found.frames_by_render > 0);
  BOOST_TEST(found.worst_psnr > least);
}

std::string command(const RenderOptions& options, const std::string& output = "out.mp4") {
  return ffmpeg_command("in.mp4", window_plan(kWindow), output, options).value();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_ffmpeg_command)

BOOST_AUTO_TEST_CASE(a_fixed_window_on_whole_pixels_is_a_plain_crop_of_equal_frames) {
  BOOST_TEST(has(command({}), "-vf crop=120:160:100:20 "));
  check_equal(textured(), window_plan(kWindow), 199);
}

BOOST_AUTO_TEST_CASE(a_fixed_window_that_is_scaled_goes_through_lanczos) {
  CropPlan plan = window_plan({20, 0, 180, 180});
  plan.output_size = {120, 120};
  BOOST_TEST(has(ffmpeg_command("in.mp4", plan, "out.mp4").value(), "scale=120:120:flags=lanczos"));
  check_equal(textured(), plan);
}

BOOST_AUTO_TEST_CASE(a_part_of_the_source_begins_and_ends_on_its_frames) {
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = Time{Rational(1, 2)};  // between two frames
  plan.shots[0].keyframes[0].time = plan.shots[0].start;
  plan.shots[0].end = Time{Rational(3, 2)};
  check_equal(textured(), plan, 199);
}

BOOST_AUTO_TEST_CASE(shots_that_show_one_window_and_follow_each_other_are_one_crop) {
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].end = Time{Rational(2, 5)};
  plan.shots.push_back({Time{Rational(2, 5)}, std::nullopt, {key(40, kWindow), key(80, kWindow)}});
  check_equal(textured(), plan, 199);
}

BOOST_AUTO_TEST_CASE(turned_and_unevenly_timed_videos_are_followed) {
  const std::string turned =
      make_media("turned.mp4", {"-i", textured(), "-c", "copy", "-metadata:s:v", "rotate=90"});
  check_equal(turned, window_plan({0, 100, 180, 100}, {180, 320}), 199);
  const std::string uneven =
      make_media("uneven.mp4", {"-i", textured(), "-vf", "select='not(mod(n,3))+not(mod(n,7))'", "-fps_mode",
                                "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-crf", "10"});
  check_equal(uneven, window_plan(kWindow), 199);
}

BOOST_AUTO_TEST_CASE(a_plan_that_moves_pads_skips_or_lies_between_pixels_has_no_command) {
  BOOST_TEST(ffmpeg_command("in.mp4", window_plan(kWindow), "out.mp4").has_value());
  const auto has_none = [](const CropPlan& plan) {
    return !ffmpeg_command("in.mp4", plan, "out.mp4").has_value();
  };
  const CropWindow left{10, 0, 100, 180}, right{60, 0, 100, 180};
  BOOST_TEST(has_none(plan_of({key(0, left), key(100, right)})));
  BOOST_TEST(has_none(
      plan_of({key(0, left, Easing::cubic, {50, 0, 0, 0}), key(100, left, Easing::cubic, {-50, 0, 0, 0})})));
  BOOST_TEST(has_none(plan_of({key(0, {33.3, 0, 100, 180})})));
  BOOST_TEST(has_none(plan_of({key(0, {33, 0, 100, 180})})));  // between 4:2:0 chroma samples
  CropPlan plan = plan_of({key(0, left)});
  plan.shots[0].end = Time{Rational(2, 5)};
  plan.shots.push_back({Time{Rational(2, 5)}, std::nullopt, {key(40, right)}});
  BOOST_TEST(has_none(plan));
  plan.shots[1] = {Time{Rational(3, 5)}, std::nullopt, {key(60, left)}};
  BOOST_TEST(has_none(plan));  // a gap
  plan = plan_of({key(0, {0, 0, 320, 180})});
  plan.shots[0].fit = Fit::pad;
  BOOST_TEST(has_none(plan));
}

BOOST_AUTO_TEST_CASE(only_encoders_that_have_a_rate_factor_or_presets_are_told_them) {
  BOOST_TEST(has(command({}), " -c:v libx264 -crf 19 -preset medium "));
  const std::string ffv1 = command(quick("ffv1"), "out.mkv");
  BOOST_TEST(has(ffv1, " -c:v ffv1 "));
  BOOST_TEST(!has(ffv1, "-crf"));
  BOOST_TEST(!has(ffv1, "-preset"));
  // The default encoder gives way to the container's, as in render().
  const std::string webm = command({}, "out.webm");
  BOOST_TEST(has(webm, " -c:v libvpx-vp9 -crf 19 -b:v 0 "));
  BOOST_TEST(!has(webm, "-preset"));
}

BOOST_AUTO_TEST_CASE(encoder_options_sound_and_force_are_passed_on) {
  RenderOptions options;
  options.encoder_options = {{"tune", "film"}, {"crf", "30"}};
  options.audio = AudioMode::aac;
  options.replace = true;
  const std::string all = command(options);
  BOOST_TEST(all.starts_with("ffmpeg -y -i in.mp4 "));
  BOOST_TEST(has(all, " -crf:v 30 -tune:v film "));
  BOOST_TEST(!has(all, "-crf 19"));
  BOOST_TEST(has(all, " -map '0:a?' "));
  BOOST_TEST(has(all, " -c:a aac "));
  options.audio = AudioMode::none;
  BOOST_TEST(!has(command(options), ":a"));
}

BOOST_AUTO_TEST_CASE(what_render_refuses_is_refused) {
  BOOST_TEST(has(message_of([] { command(quick("no_such")); }), "no_such"));
  BOOST_TEST(has(message_of([] { command({}, "out.xyz"); }), ".xyz"));
  BOOST_TEST(has(message_of<std::invalid_argument>([] { ffmpeg_command("in.mp4", CropPlan{}, "out.mp4"); }),
                 "shots"));
}

BOOST_AUTO_TEST_CASE(names_are_quoted_for_the_shell) {
  const std::string odd =
      ffmpeg_command("-it's $HOME: a \"film\".mp4", window_plan(kWindow), "out put.mp4").value();
  BOOST_TEST(has(odd, "-i 'file:-it'\\''s $HOME: a \"film\".mp4'"));
  BOOST_TEST(odd.ends_with(" 'out put.mp4'"));
}

BOOST_AUTO_TEST_SUITE_END()
