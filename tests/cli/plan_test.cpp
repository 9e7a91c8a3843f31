// smartcrop plan: tables, checks, exports and imports as a user runs them; MLT as melt renders it.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "cli/cli.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"
#include "support/times.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// 4 s of 320x180 at 25 fps that moves, with a tone. `more`: what ffmpeg is told of the output.
std::string moving_video(const std::string& name, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      "-f",
      "lavfi",
      "-i",
      "mandelbrot=size=320x180:rate=25:start_scale=0.2:end_scale=0.18:end_pts=100,gblur=sigma=1.5",
      "-f",
      "lavfi",
      "-i",
      "sine=frequency=440:sample_rate=48000",
      "-t",
      "4",
      "-c:v",
      "libx264",
      "-crf",
      "12",
      "-preset",
      "ultrafast",
      "-pix_fmt",
      "yuv420p",
      "-c:a",
      "aac"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return make_media(name, arguments);
}

/// A plan of 320x180 to 100x180 that moves smoothly from 0 to 1.5 s, jumps and zooms.
CropPlan moving_plan() {
  CropPlan plan;
  plan.source = "moving_slowly.mp4";
  plan.source_size = {320, 180};
  plan.output_size = {100, 180};
  PlanShot shot;
  shot.end = seconds(4);
  shot.keyframes = {{seconds(0), {10, 0, 100, 180}, Easing::smoothstep},
                    {seconds(3, 2), {160.5, 0, 100, 180}},
                    {seconds(2), {200, 20, 80, 144}, Easing::linear, {}, true},
                    {seconds(3), {100, 0, 100, 180}}};
  plan.shots = {shot};
  return plan;
}

std::string saved(const TemporaryFolder& folder, const CropPlan& plan) {
  write_file(folder / "plan.json", write_crop_plan(plan));
  return folder / "plan.json";
}

/// Runs and returns what is printed; fails where the exit code is another.
std::string printed(const std::vector<std::string>& arguments, int exit_code = 0) {
  const ProcessResult result = app("plan", arguments);
  BOOST_REQUIRE_MESSAGE(result.exit_code == exit_code, result.err);
  return exit_code == 0 ? result.out : result.err;
}

/// PSNR of each picture of two videos of 25 fps.
std::vector<double> psnr(const std::string& a, const std::string& b) {
  const std::string even = "fps=25,settb=1/1000,setpts=N*40";
  const ProcessResult result =
      run({"ffmpeg", "-v", "error", "-i", a, "-i", b, "-lavfi",
           "[0:v]" + even + "[a];[1:v]" + even + "[b];[a][b]psnr=stats_file=-", "-f", "null", "-"});
  std::vector<double> values;
  std::istringstream words(result.out);
  const std::string name = "psnr_avg:";
  for (std::string word; words >> word;)
    if (word.starts_with(name)) values.push_back(parse_number<double>(word.substr(name.size())).value_or(0));
  return values;
}

/// Seconds of decoded sound.
double sound_s(const std::string& path) {
  const ProcessResult result =
      run({"ffmpeg", "-v", "error", "-i", path, "-vn", "-ac", "1", "-ar", "8000", "-f", "u8", "-"});
  return static_cast<double>(result.out.size()) / 8000;
}

/// A plan rendered by the product and, as an MLT file, by melt.
void check_melt(const std::string& video, const CropPlan& plan, double least_db) {
  const TemporaryFolder folder;
  const std::string file = saved(folder, plan), mlt = folder / "plan.mlt", ours = folder / "ours.mkv",
                    theirs = folder / "theirs.mkv";
  printed({"export", file, "--video", video, "--to", "mlt", "-o", mlt});
  const ProcessResult crop = app("crop", {video, ours, "--plan", file, "--crf", "1", "--preset", "ultrafast",
                                          "--audio", "aac", "--progress", "none"});
  BOOST_REQUIRE_MESSAGE(crop.exit_code == 0, crop.err);
  // Qt draws what is cut out; it wants a display, though none is used.
  const ProcessResult melt = run({"env", "DISPLAY=:9", "QT_QPA_PLATFORM=offscreen", "melt", mlt, "-consumer",
                                  "avformat:" + theirs, "vcodec=libx264", "crf=1", "preset=ultrafast",
                                  "acodec=aac", "rescale=bicubic", "real_time=-1", "-silent"});
  BOOST_REQUIRE_MESSAGE(melt.exit_code == 0, melt.err);
  const std::vector<double> values = psnr(ours, theirs);
  BOOST_REQUIRE(values.size() > 10U);
  double worst = 1e9, squares = 0;
  for (const double value : values) {
    worst = std::min(worst, value);
    squares += std::pow(10, -value / 10);
  }
  const double mean = -10 * std::log10(squares / static_cast<double>(values.size()));
  BOOST_TEST_MESSAGE(video << ": mean " << mean << " dB, worst picture " << worst << " dB");
  BOOST_TEST(mean > 35, video << ": mean " << mean << " dB");
  BOOST_TEST(worst > least_db, video << ": worst picture " << worst << " dB");
  constexpr double kAacFrame_s = 1024 / 48000.0, kSample_s = 1 / 8000.0;
  BOOST_TEST(std::abs(sound_s(ours) - sound_s(theirs)) <= kAacFrame_s + kSample_s,
             video << ": " << sound_s(ours) << " and " << sound_s(theirs) << " s of sound");
  BOOST_TEST(sound_s(ours) > 1);
}

bool has_no_melt() {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (std::filesystem::exists(folder + "/melt")) return false;
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_plan)

BOOST_AUTO_TEST_CASE(show_prints_a_table_of_shots) {
  const TemporaryFolder folder;
  CropPlan plan = moving_plan();
  plan.scenes = {{seconds(1), seconds(2), 2}};
  plan.shots[0].subject = PlanSubject{2, "person 2", "largest"};
  PlanShot stacked;
  stacked.start = seconds(4);
  stacked.keyframes = {{seconds(4), {0, 0, 100, 90}}};
  stacked.second_keyframes = {{seconds(4), {200, 0, 100, 90}}};
  plan.shots.push_back(stacked);
  const std::string out = printed({"show", saved(folder, plan)});
  BOOST_TEST(contains(out, "moving_slowly.mp4: 320x180 to 100x180, 2 shots"));
  BOOST_TEST(contains(out, "00:00:04.000  100x180+10+0 to 100x180+100+0"), out);
  BOOST_TEST(contains(out, "one window   1.00, 2.00, 1.00  person 2"), out);
  BOOST_TEST(contains(out, "two windows"), out);
  BOOST_TEST(contains(out, "100x90+200+0"), out);
}

BOOST_AUTO_TEST_CASE(validate_prints_all_errors_with_lines) {
  const TemporaryFolder folder;
  CropPlan plan = moving_plan();
  const std::string good = saved(folder, plan), bad = folder / "bad.json";
  BOOST_TEST(printed({"validate", good}) == good + ": OK\n");
  plan.shots[0].keyframes[1].window.x = 300;
  plan.shots[0].keyframes[3].window.w = 0;
  write_file(bad, write_crop_plan(plan));
  const ProcessResult result = app("plan", {"validate", bad});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(lines(result.out) == 2);
  BOOST_TEST(contains(result.out, bad + ":28: shots[0].keyframes[1].x: must be from 0 to 220"), result.out);
  BOOST_TEST(contains(result.out, ":45: shots[0].keyframes[3].w: must be above 0"), result.out);
  BOOST_TEST(result.err == "smartcrop-plan: " + bad + ": is not a valid plan\n");
}

BOOST_AUTO_TEST_CASE(csv_keyframes_go_out_and_come_back) {
  const TemporaryFolder folder;
  const std::string video = moving_video("moving_slowly.mp4"), csv = folder / "plan.csv";
  CropPlan plan = moving_plan();
  plan.source = video;
  printed({"export", saved(folder, plan), "--to", "csv", "-o", csv});
  BOOST_TEST(printed({"import", csv, "--video", video, "--size", "100x180"}) == write_crop_plan(plan));
  BOOST_TEST(contains(printed({"import", csv}, 2), "use --video FILE"));
}

BOOST_AUTO_TEST_CASE(every_format_is_written_and_says_what_it_cannot_hold) {
  const TemporaryFolder folder;
  const std::string video = moving_video("moving_slowly.mp4"), file = saved(folder, moving_plan());
  const std::map<std::string, std::string> beginnings{{"mlt", "<?xml"}, {"fcpxml", "<?xml"},
                                                      {"otio", "{\n"},  {"edl", "TITLE: moving_slowly\n"},
                                                      {"csv", "shot,"}, {"keyframes", "Adobe After Effects"}};
  for (const auto& [format, beginning] : beginnings) {
    const ProcessResult result = app(
        "plan", {"export", file, "--to", format, "--video", video, "--path", "/elsewhere/moving_slowly.mp4"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out.starts_with(beginning), format);
    const bool tells = format == "edl" || format == "otio";
    BOOST_TEST(lines(result.err) == (tells ? 1 : 0), result.err);
  }
  const std::string fixed = saved(folder, fixed_plan(video, {320, 180}, {20, 0, 100, 180}, {100, 180}));
  BOOST_TEST(contains(printed({"export", fixed, "--to", "ffmpeg"}), "crop=100:180:20:0"));
}

BOOST_AUTO_TEST_CASE(an_exported_mlt_file_is_imported) {
  const TemporaryFolder folder;
  const std::string video = moving_video("moving_slowly.mp4"), mlt = folder / "plan.mlt";
  printed({"export", saved(folder, moving_plan()), "--to", "mlt", "--video", video, "-o", mlt});
  const CropPlan plan = read_crop_plan(printed({"import", mlt}), "imported");
  BOOST_TEST(plan.source == video);
  BOOST_REQUIRE(plan.shots.size() == 2U);
  BOOST_TEST(std::abs(window_at(plan, seconds(3, 2))->x - 160.5) < 0.5);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_is_one_clear_line) {
  const TemporaryFolder folder;
  const std::string plan = saved(folder, moving_plan());
  BOOST_TEST(contains(printed({}, 2), "use show, validate, export or import"));
  BOOST_TEST(contains(printed({"print", plan}, 2), "'print' is not known"));
  BOOST_TEST(contains(printed({"export", plan}, 2), "use --to with one of mlt"));
  BOOST_TEST(contains(printed({"export", plan, "--to", "avid"}, 2), "'avid' is not one of mlt"));
  BOOST_TEST(contains(printed({"export", plan, "--to", "mlt"}, 1), "moving_slowly.mp4: no such file"));
  BOOST_TEST(contains(printed({"export", plan, "--to", "ffmpeg", "--video", small_video()}, 1),
                      "has no equal ffmpeg command"));
  BOOST_TEST(contains(printed({"show", folder / "none.json"}, 1), "cannot read this file"));
  BOOST_TEST(contains(printed({"import", plan}, 2), "must end with .mlt, .xml or .csv"));
}

BOOST_AUTO_TEST_CASE(melt_renders_exported_plans_like_the_product) {
  if (skips(has_no_melt(), "melt", "apt-get install melt")) return;
  const std::string video = moving_video("moving_slowly.mp4");
  check_melt(video, moving_plan(), 40);

  CropPlan stacked = moving_plan();
  stacked.output_size = {100, 180};
  stacked.shots[0].keyframes = {{seconds(0), {0, 0, 100, 90}}, {seconds(3), {100, 40, 100, 90}}};
  stacked.shots[0].second_keyframes = {{seconds(0), {200, 80, 100, 90}},
                                       {seconds(1), {220, 0, 100, 90}, Easing::linear, {}, true}};
  check_melt(video, stacked, 40);

  CropPlan padded = moving_plan();
  padded.background = {Background::Fill::color, {128, 16, 32}};
  padded.shots[0].fit = Fit::pad;
  padded.shots[0].keyframes = {{seconds(0), {0, 0, 320, 180}}, {seconds(3), {40, 20, 240, 135}}};
  check_melt(video, padded, 35);

  // A clock that does not start at zero, and frames that are missing.
  check_melt(moving_video("moving_slowly_late.mkv", {"-vf", "select='not(between(mod(n,7),3,4))'",
                                                     "-fps_mode", "vfr", "-output_ts_offset", "12.34"}),
             moving_plan(), 35);

  CropPlan fast = moving_plan();
  fast.scenes = {{seconds(1), seconds(3), 2}};
  fast.ramp_s = 0;
  check_melt(video, fast, 40);
}

BOOST_AUTO_TEST_SUITE_END()
