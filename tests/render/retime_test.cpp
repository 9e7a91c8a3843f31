#include <cmath>
#include <cstring>
#include <fstream>

#include "render_support.hpp"
#include "smartcrop/plan/time_map.hpp"
#include "support/times.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)
namespace tt = boost::test_tools;

constexpr double kSourceRate = 30;

/// Five minutes at 30 fps: each second begins with a white flash of a fifth of a second and has a click of 4
/// ms around that moment.
std::string clicks_and_flashes() {
  return make_media("clicks-and-flashes.mov",
                    {"-f", "lavfi", "-i", "testsrc2=size=128x72:rate=30:duration=300", "-f", "lavfi", "-i",
                     "aevalsrc='if(lt(mod(t+0.002,1),0.004),0.9*sin(2*PI*1500*t),0)':s=48000:d=300", "-vf",
                     "lutyuv=y=val/2,drawbox=c=white:t=fill:w=iw:h=ih:enable='lt(mod(t+0.001,1),0.2)'",
                     "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"});
}

/// Scenes of `length` over `whole`, at the speeds in turn.
CropPlan plan_with_speeds(const std::vector<double>& speeds, Time whole, Time length, cv::Size source) {
  const double side = std::min(source.width, source.height);
  CropPlan plan = window_plan({0, 0, side, side}, source);
  for (Time at; at < whole; at = at + length) {
    plan.scenes.push_back({at, at + length, speeds[plan.scenes.size() % speeds.size()]});
  }
  plan.scenes.back().end.reset();
  return plan;
}

double expected_s(const CropPlan& plan, double source_s) {
  double sum = 0;
  for (const PlanScene& scene : plan.scenes)
    sum += ((scene.end ? scene.end->value() : source_s) - scene.start.value()) / scene.speed;
  return sum;
}

/// One channel at 48 kHz from the file's time 0 on.
std::vector<std::int16_t> samples_of(const std::string& path, const std::string& stream = "0:a:0") {
  const std::string bytes =
      out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", stream, "-af",
              "aresample=async=1:first_pts=0", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"});
  std::vector<std::int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

/// Where the power of each burst of sound has its middle, s.
std::vector<double> clicks_in(const std::vector<std::int16_t>& samples) {
  constexpr int kLoud = 1500, kApart = 4800;
  std::vector<double> clicks;
  double weight = 0, sum = 0;
  std::size_t last = 0;
  const auto finish = [&] {
    if (weight > 0) clicks.push_back(sum / weight / 48000);
    weight = sum = 0;
  };
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (std::abs(samples[i]) < kLoud) continue;
    if (weight > 0 && i - last > kApart) finish();
    const double power = 1.0 * samples[i] * samples[i];
    weight += power;
    sum += power * static_cast<double>(i);
    last = i;
  }
  finish();
  return clicks;
}

std::vector<double> times_of(const std::string& path) {
  std::vector<double> times;
  for (const std::string& text : frame_times(path)) times.push_back(std::stod(text));
  return times;
}

/// The times at which the picture becomes white.
std::vector<double> flashes_in(const std::string& path) {
  const std::string means =
      out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:v:0", "-vf",
              "scale=1:1:flags=area,format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "-"});
  const std::vector<double> times = times_of(path);
  BOOST_REQUIRE(means.size() == times.size());
  std::vector<double> flashes;
  constexpr unsigned char kWhite = 220;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const bool is_white = static_cast<unsigned char>(means[i]) > kWhite;
    const bool was_white = i > 0 && static_cast<unsigned char>(means[i - 1]) > kWhite;
    if (is_white && !was_white) flashes.push_back(times[i]);
  }
  return flashes;
}

double nearest(const std::vector<double>& moments, double to) {
  return *std::min_element(moments.begin(), moments.end(),
                           [&](double a, double b) { return std::abs(a - to) < std::abs(b - to); });
}

double stream_s(const std::string& path, const std::string& stream) {
  return std::stod(entry(path, stream, "duration"));
}

double shortest_gap(const std::vector<double>& times) {
  double shortest = 1e9;
  for (std::size_t i = 1; i < times.size(); ++i) shortest = std::min(shortest, times[i] - times[i - 1]);
  return shortest;
}

/// The small video at three times its speed from the middle on.
CropPlan half_at_three() {
  CropPlan plan = window_plan(kWindow);
  plan.scenes = {{seconds(0), seconds(1), 1}, {seconds(1), {}, 3}};
  return plan;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_retime)

BOOST_AUTO_TEST_CASE(clicks_stay_with_their_flashes_over_five_minutes_and_lengths_are_exact) {
  TemporaryFolder folder;
  const CropPlan plan = plan_with_speeds({1, 2, 1, 3.3, 1, 4}, seconds(300), seconds(10), {128, 72});
  render(clicks_and_flashes(), plan, folder / "o.mov", quick());
  const std::vector<double> clicks = clicks_in(samples_of(folder / "o.mov")),
                            flashes = flashes_in(folder / "o.mov");
  BOOST_TEST(clicks.size() == clicks_in(samples_of(clicks_and_flashes())).size());
  BOOST_TEST(flashes.size() == 300u);
  double farthest = 0;
  for (const double flash : flashes) farthest = std::max(farthest, std::abs(nearest(clicks, flash) - flash));
  BOOST_TEST(farthest < 0.020);
  const double expected = expected_s(plan, 300);
  BOOST_TEST(std::abs(stream_s(folder / "o.mov", "v:0") - expected) < 1 / kSourceRate);
  BOOST_TEST(std::abs(stream_s(folder / "o.mov", "a:0") - expected) < 1 / kSourceRate);
  BOOST_TEST(shortest_gap(times_of(folder / "o.mov")) > 0.999 / kSourceRate);
}

BOOST_AUTO_TEST_CASE(pictures_at_their_own_speed_keep_their_exact_times) {
  TemporaryFolder folder;
  CropPlan plan = half_at_three();
  plan.ramp_s = 0;
  const RenderReport report = render(small_video(), plan, folder / "o.mp4", quick());
  const std::vector<double> source = times_of(small_video()), output = times_of(folder / "o.mp4");
  BOOST_TEST(report.frames == static_cast<std::int64_t>(output.size()));
  for (std::size_t i = 0; i < 25; ++i) BOOST_TEST(output[i] == source[i]);
  BOOST_TEST(output.size() < 25u + 10u);
  BOOST_TEST(shortest_gap(output) > 0.0399);
  check_is_clean(folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(a_plan_whose_scenes_all_play_as_they_are_copies_the_sound) {
  TemporaryFolder folder;
  CropPlan plan = half_at_three();
  for (PlanScene& scene : plan.scenes) scene.speed = 1;
  render(small_video(), plan, folder / "o.mp4", quick());
  BOOST_TEST(audio_sum(folder / "o.mp4") == audio_sum(small_video()));
  BOOST_TEST(frame_times(folder / "o.mp4") == frame_times(small_video()), tt::per_element());
}

BOOST_AUTO_TEST_CASE(that_sound_is_encoded_anew_is_said) {
  TemporaryFolder folder;
  const RenderReport report = render(small_video(), half_at_three(), folder / "o.mp4", quick());
  BOOST_TEST(report.audio_streams == 1);
  BOOST_TEST(has_note(report, "encoded anew as aac: audio whose tempo changes cannot be copied"));
  BOOST_TEST(!has_note(report, "ends early"));
}

BOOST_AUTO_TEST_CASE(blended_pictures_are_the_mean_of_those_that_fall_together) {
  TemporaryFolder folder;
  // Black and white in turn.
  const std::string source =
      make_media("black-and-white.mkv", {"-f", "lavfi", "-i", "color=black:size=320x180:rate=25:duration=4",
                                         "-vf", "drawbox=c=white:t=fill:w=iw:h=ih:enable='mod(n,2)'", "-c:v",
                                         "ffv1", "-pix_fmt", "yuv420p"});
  CropPlan plan = window_plan(kWindow);
  plan.scenes = {{seconds(0), {}, 2}};
  const auto range_of = [&](Retime retime) {
    plan.retime = retime;
    const std::string path = folder / (retime == Retime::blend ? "blend.mkv" : "drop.mkv");
    const RenderReport report = render(source, plan, path, quick("ffv1"));
    BOOST_TEST(report.frames == 50);
    const std::string means = out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vf",
                                      "scale=1:1:flags=area,format=gray", "-f", "rawvideo", "-"});
    std::pair<int, int> range{255, 0};
    for (const char mean : means) {
      range.first = std::min<int>(range.first, static_cast<unsigned char>(mean));
      range.second = std::max<int>(range.second, static_cast<unsigned char>(mean));
    }
    return range;
  };
  const auto [darkest, brightest] = range_of(Retime::blend);
  BOOST_TEST((darkest >= 124 && brightest <= 129));
  const auto [only, other] = range_of(Retime::drop);
  BOOST_TEST(only == other);  // every second one
}

BOOST_AUTO_TEST_CASE(a_silent_file_one_frame_scenes_and_a_rate_that_varies_play_for_as_long_as_they_should) {
  TemporaryFolder folder;
  const std::string varying =
      make_media("vfr-silent.mkv", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4", "-vf",
                                    "setpts='(N+mod(N*N,7)/3)/25/TB'", "-fps_mode", "vfr", "-enc_time_base",
                                    "1/1000", "-c:v", "libx264", "-pix_fmt", "yuv420p"});
  for (const Retime retime : {Retime::drop, Retime::blend}) {
    CropPlan plan = window_plan(kWindow);
    plan.retime = retime;
    for (int i = 0; i < 60; ++i)
      plan.scenes.push_back({seconds(i, 25), seconds(i + 1, 25), i % 3 == 0 ? 3.0 : 1.0});
    plan.scenes.push_back({seconds(60, 25), {}, 4});
    const std::string path = folder / (retime == Retime::drop ? "drop.mkv" : "blend.mkv");
    BOOST_TEST(render(varying, plan, path, quick()).audio_streams == 0);
    const double end_s = std::stod(entries(varying, "v:0", "format=duration").front());
    const std::vector<double> times = times_of(path);
    BOOST_TEST(std::abs(times.back() - output_length_s(plan, end_s)) < 0.12);
    BOOST_TEST(shortest_gap(times) >= shortest_gap(times_of(varying)) - 0.0011);  // Matroska's ticks
    check_is_clean(path);
  }
}

BOOST_AUTO_TEST_CASE(a_part_of_the_video_starts_at_zero_and_ends_where_it_should) {
  TemporaryFolder folder;
  CropPlan plan = plan_with_speeds({2, 4}, seconds(40), seconds(10), {128, 72});
  plan.shots[0].start = plan.shots[0].keyframes[0].time = seconds(12);
  plan.shots[0].end = seconds(36);
  render(clicks_and_flashes(), plan, folder / "o.mov", quick());
  const double expected = 8 / 4.0 + 10 / 2.0 + 6 / 4.0;
  for (const char* stream : {"v:0", "a:0"}) {
    BOOST_TEST(std::abs(stream_s(folder / "o.mov", stream) - expected) < 1 / kSourceRate);
    BOOST_TEST(std::abs(std::stod(entry(folder / "o.mov", stream, "start_time"))) < 1 / kSourceRate);
  }
  const std::vector<double> clicks = clicks_in(samples_of(folder / "o.mov"));
  for (const double flash : flashes_in(folder / "o.mov"))
    BOOST_TEST(std::abs(nearest(clicks, flash) - flash) < 0.020);
}

BOOST_AUTO_TEST_CASE(subtitles_and_chapters_move_with_the_picture) {
  TemporaryFolder folder;
  std::ofstream(folder / "s.srt") << "1\n00:00:01,000 --> 00:00:03,000\none\n\n"
                                     "2\n00:00:04,000 --> 00:00:05,000\ntwo\n";
  std::ofstream(folder / "c.txt") << ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=4000\ntitle=a\n"
                                     "[CHAPTER]\nTIMEBASE=1/1000\nSTART=4000\nEND=6000\ntitle=b\n";
  out_of({"ffmpeg",
          "-v",
          "error",
          "-nostdin",
          "-f",
          "lavfi",
          "-i",
          "testsrc2=size=320x180:rate=25:duration=6",
          "-i",
          folder / "s.srt",
          "-i",
          folder / "c.txt",
          "-map",
          "0",
          "-map",
          "1",
          "-map_chapters",
          "2",
          "-c:v",
          "libx264",
          "-preset",
          "ultrafast",
          "-c:s",
          "srt",
          folder / "i.mkv"});
  CropPlan plan = window_plan(kWindow);
  plan.ramp_s = 0;
  plan.scenes = {{seconds(2), seconds(4), 2}};
  render(folder / "i.mkv", plan, folder / "o.mkv", quick());
  BOOST_TEST(entries(folder / "o.mkv", "s:0", "packet=pts_time,duration_time") ==
                 (std::vector<std::string>{"1.000000,1.500000", "3.000000,1.000000"}),
             tt::per_element());
  const std::vector<std::string> chapters =
      lines_of(out_of({"ffprobe", "-v", "error", "-show_entries", "chapter=start_time,end_time", "-of",
                       "csv=p=0", folder / "o.mkv"}));
  BOOST_TEST(chapters == (std::vector<std::string>{"0.000000,3.000000", "3.000000,5.000000"}),
             tt::per_element());
}

BOOST_AUTO_TEST_CASE(every_stream_of_sound_is_stretched_alike) {
  TemporaryFolder folder;
  out_of(
      {"ffmpeg",      "-v",   "error",         "-nostdin", "-i",
       small_video(), "-f",   "lavfi",         "-i",       "sine=frequency=1000:sample_rate=22050:duration=2",
       "-map",        "0:v",  "-map",          "0:a",      "-map",
       "1:a",         "-c:v", "copy",          "-c:a:0",   "copy",
       "-c:a:1",      "flac", folder / "i.mkv"});
  const RenderReport report = render(folder / "i.mkv", half_at_three(), folder / "o.mkv", quick());
  BOOST_TEST(report.audio_streams == 2);
  for (const char* stream : {"0:a:0", "0:a:1"}) {
    const double length_s = static_cast<double>(samples_of(folder / "o.mkv", stream).size()) / 48000;
    BOOST_TEST(std::abs(length_s - (1 + 1 / 3.0)) < 0.065);  // up to three frames of AAC around it
  }
}

BOOST_AUTO_TEST_CASE(sound_is_the_same_at_any_number_of_threads) {
  TemporaryFolder folder;
  CropPlan plan = plan_with_speeds({1, 3}, seconds(20), seconds(5), {128, 72});
  plan.shots.back().end = seconds(20);
  RenderOptions options = quick();
  std::vector<std::vector<std::int16_t>> heard;
  for (const int threads : {1, 2, 4}) {
    options.threads = threads;
    options.replace = true;
    render(clicks_and_flashes(), plan, folder / "o.mov", options);
    heard.push_back(samples_of(folder / "o.mov"));
  }
  BOOST_TEST(heard[0].size() > 48000u * 10);
  BOOST_TEST((heard[0] == heard[1]));
  BOOST_TEST((heard[0] == heard[2]));
}

BOOST_AUTO_TEST_CASE(sound_keeps_its_pitch_and_has_no_clicks_at_the_joints) {
  TemporaryFolder folder;
  const std::string source =
      make_media("tone.mov", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=12", "-f", "lavfi",
                              "-i", "sine=frequency=440:sample_rate=48000:duration=12", "-c:v", "libx264",
                              "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"});
  const CropPlan plan = plan_with_speeds({1, 2, 1, 4}, seconds(12), seconds(3), {320, 180});
  render(source, plan, folder / "o.mov", quick());
  const std::vector<std::int16_t> before = samples_of(source), after = samples_of(folder / "o.mov");
  const auto steepest = [](const std::vector<std::int16_t>& samples) {
    int most = 0;  // the last tenth of a second is AAC's
    for (std::size_t i = 4800; i + 4800 < samples.size(); ++i)
      most = std::max(most, std::abs(samples[i] - samples[i - 1]));
    return most;
  };
  BOOST_TEST(steepest(after) < 2 * steepest(before));
  // Crossings of zero a second, of the tone itself twice 440.
  long crossings = 0;
  for (std::size_t i = 1; i < after.size(); ++i) crossings += (after[i] >= 0) != (after[i - 1] >= 0);
  BOOST_TEST(static_cast<double>(crossings) * 48000 / static_cast<double>(after.size()) == 880.0,
             tt::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(several_shapes_moving_windows_and_padded_ones_are_retimed_alike) {
  TemporaryFolder folder;
  CropPlan moving = half_at_three(), padded = half_at_three();
  moving.shots[0].keyframes = {{seconds(0), {0, 0, 120, 160}}, {seconds(2), {200, 20, 120, 160}}};
  moving.retime = Retime::blend;
  padded.shots[0].keyframes = {{seconds(0), {0, 0, 320, 180}}};
  padded.shots[0].fit = Fit::pad;
  const std::vector<RenderTarget> targets{{half_at_three(), folder / "fixed.mp4"},
                                          {moving, folder / "moving.mp4"},
                                          {padded, folder / "padded.mp4"}};
  for (const RenderReport& report : render(small_video(), targets, quick())) {
    BOOST_TEST(std::abs(stream_s(report.path, "v:0") - (1 + 1 / 3.0)) < 0.04);
    BOOST_TEST(std::abs(stream_s(report.path, "a:0") - (1 + 1 / 3.0)) < 0.04);
    check_is_clean(report.path);
  }
  BOOST_TEST(frame_times(folder / "fixed.mp4") == frame_times(folder / "padded.mp4"), tt::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
