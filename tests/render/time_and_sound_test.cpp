#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "render_support.hpp"
#include "support/skip.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

std::string without_sound() {
  return make_media("no-sound.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.6",
                                     "-c:v", "libx264", "-pix_fmt", "yuv420p"});
}

/// Frames of 20 to 300 ms, with B-frames.
std::string variable_rate() {
  return make_media("vfr.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=2", "-vf",
                                "setpts='(N+mod(N*N,7)/3)/25/TB'", "-fps_mode", "vfr", "-enc_time_base",
                                "1/90000", "-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p"});
}

std::string two_sounds(const std::string& extension) {
  return make_media("two-sounds." + extension, {"-i",
                                                small_video(),
                                                "-f",
                                                "lavfi",
                                                "-i",
                                                "sine=frequency=1000:sample_rate=48000:duration=2",
                                                "-map",
                                                "0:v",
                                                "-map",
                                                "0:a",
                                                "-map",
                                                "1:a",
                                                "-c:v",
                                                "copy",
                                                "-c:a:0",
                                                "copy",
                                                "-c:a:1",
                                                "ac3",
                                                "-metadata:s:a:1",
                                                "language=deu"});
}

void check_same_times_and_sound(const std::string& source, const std::string& output) {
  BOOST_TEST(frame_times(output) == frame_times(source), boost::test_tools::per_element());
  BOOST_TEST(audio_sum(output) == audio_sum(source));
  BOOST_TEST(entries(output, "a:0", "packet=pts_time") == entries(source, "a:0", "packet=pts_time"),
             boost::test_tools::per_element());
}

/// The middle of the loudest run of samples, on the file's clock, at 48 kHz.
long click_sample(const std::string& path) {
  const std::string bytes =
      out_of({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:a:0", "-af",
              "aresample=async=1:first_pts=0", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"});
  std::vector<std::int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  double weight = 0, sum = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double power = std::abs(samples[i]) > 8000 ? 1.0 : 0.0;
    weight += power;
    sum += power * static_cast<double>(i);
  }
  BOOST_REQUIRE(weight > 0);
  return std::lround(sum / weight);
}

double first_time(const std::string& path, const std::string& stream, const std::string& what) {
  return std::stod(entries(path, stream, what + "=pts_time").front());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_time_and_sound)

BOOST_AUTO_TEST_CASE(frames_and_their_times_and_every_audio_packet_are_those_of_the_source) {
  for (const char* name : {"o.mp4", "o.mov"}) {
    TemporaryFolder folder;
    const RenderReport report = render(small_video(), window_plan(kWindow), folder / name, quick());
    BOOST_TEST(report.frames == 50);
    BOOST_TEST(report.audio_streams == 1);
    BOOST_TEST(report.path == folder / name);
    check_same_times_and_sound(small_video(), folder / name);
    check_is_clean(folder / name);
  }
}

BOOST_AUTO_TEST_CASE(b_frames_of_the_encoder_do_not_move_the_picture) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.preset = "medium";
  render(small_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "has_b_frames") == "2");
  check_same_times_and_sound(small_video(), folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(a_variable_frame_rate_is_kept) {
  TemporaryFolder folder;
  render(variable_rate(), window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(frame_times(folder / "o.mp4") == frame_times(variable_rate()), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_frame_lasts_as_long_as_in_the_source) {
  TemporaryFolder folder;
  render(variable_rate(), window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "duration") == entry(variable_rate(), "v:0", "duration"));
}

BOOST_AUTO_TEST_CASE(matroska_keeps_times_to_its_millisecond_even_where_sound_starts_before_zero) {
  TemporaryFolder folder;
  render(small_video(), window_plan(kWindow), folder / "o.mkv", quick());
  BOOST_TEST(audio_sum(folder / "o.mkv") == audio_sum(small_video()));
  const auto times = frame_times(folder / "o.mkv"), wanted = frame_times(small_video());
  BOOST_REQUIRE_EQUAL(times.size(), wanted.size());
  for (std::size_t i = 0; i < times.size(); ++i)
    BOOST_TEST(std::abs(std::stod(times[i]) - std::stod(wanted[i])) < 0.0006);
  BOOST_TEST(first_time(folder / "o.mkv", "a:0", "packet") == -0.023, boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(a_picture_that_starts_later_than_the_sound_stays_later) {
  TemporaryFolder folder;
  const std::string source =
      make_media("late-picture.mp4", {"-itsoffset", "0.32", "-i", small_video(), "-i", small_video(), "-map",
                                      "0:v", "-map", "1:a", "-c", "copy"});
  BOOST_TEST(first_time(source, "v:0", "frame") == 0.32);
  render(source, window_plan(kWindow), folder / "o.mp4", quick());
  check_same_times_and_sound(source, folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(an_edit_list_is_honoured) {
  TemporaryFolder folder;
  // A copy from the middle of a group of pictures: the frames before the cut are hidden by an edit list.
  const std::string source = make_media("edit-list.mp4", {"-ss", "0.7", "-i", small_video(), "-c", "copy"});
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(report.frames == static_cast<std::int64_t>(frame_times(source).size()));
  BOOST_TEST(frame_times(folder / "o.mp4") == frame_times(source), boost::test_tools::per_element());
  BOOST_TEST(audio_sum(folder / "o.mp4") == audio_sum(source));
}

BOOST_AUTO_TEST_CASE(a_transport_stream_begins_at_zero_with_picture_and_sound_in_step) {
  TemporaryFolder folder;
  const std::string source =
      make_media("clock.ts", {"-i", small_video(), "-c", "copy", "-output_ts_offset", "3600"});
  render(source, window_plan(kWindow), folder / "o.mp4", quick());
  const double lag = first_time(source, "v:0", "frame") - first_time(source, "a:0", "packet");
  const double kept =
      first_time(folder / "o.mp4", "v:0", "frame") - first_time(folder / "o.mp4", "a:0", "packet");
  BOOST_TEST(std::abs(kept - lag) < 1e-4);
  BOOST_TEST(first_time(folder / "o.mp4", "v:0", "frame") < 0.1);
}

BOOST_AUTO_TEST_CASE(a_raw_stream_without_times_gets_those_of_its_frame_rate) {
  TemporaryFolder folder;
  const std::string source =
      make_media("raw.h264", {"-i", small_video(), "-an", "-c:v", "copy", "-bsf:v", "h264_mp4toannexb"});
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(report.frames == 50);
  BOOST_TEST(frame_times(folder / "o.mp4").back() == "1.960000");
}

BOOST_AUTO_TEST_CASE(a_part_of_the_source_starts_at_zero_with_its_sound) {
  TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = {{1, 2}};
  plan.shots[0].end = Time{{3, 2}};
  const RenderReport report = render(small_video(), plan, folder / "o.mkv", quick("ffv1"));
  BOOST_TEST(report.frames == 25);
  BOOST_TEST(has_note(report, "copied audio is cut between packets"));
  const auto all = frame_sums(small_video(), "crop=120:160:100:20");
  const std::vector<std::string> wanted(all.begin() + 13, all.begin() + 38);  // 0.52 to 1.48
  BOOST_TEST(frame_sums(folder / "o.mkv") == wanted, boost::test_tools::per_element());
  BOOST_TEST(first_time(folder / "o.mkv", "v:0", "frame") == 0.02);
  const auto sound = entries(folder / "o.mkv", "a:0", "packet=pts_time");
  BOOST_TEST(std::abs(std::stod(sound.front())) < 0.0235);
  BOOST_TEST(std::stod(sound.back()) < 1.0);
  BOOST_TEST(std::stod(sound.back()) > 0.97);
}

BOOST_AUTO_TEST_CASE(a_part_far_inside_is_found_by_seeking_and_frame_exact) {
  TemporaryFolder folder;
  const std::string source = make_media(
      "long.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=14", "-c:v", "libx264", "-g",
                   "50", "-bf", "2", "-preset", "ultrafast", "-pix_fmt", "yuv420p"});
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = {{12, 1}};
  plan.shots[0].end = Time{{13, 1}};
  BOOST_TEST(render(source, plan, folder / "o.mkv", quick("ffv1")).frames == 25);
  const auto all = frame_sums(source, "crop=120:160:100:20");
  const std::vector<std::string> wanted(all.begin() + 300, all.begin() + 325);
  BOOST_TEST(frame_sums(folder / "o.mkv") == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_plan_after_the_end_of_the_source_is_an_error_that_leaves_nothing) {
  TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = {{60, 1}};
  BOOST_TEST(message_of([&] {
               render(small_video(), plan, folder / "o.mp4", quick());
             }).find("no picture lies within the plan's times") != std::string::npos);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(frames_between_shots_are_left_out) {
  TemporaryFolder folder;
  CropPlan plan = window_plan(kWindow);
  plan.shots = {{{}, Time{{2, 5}}, {{{}, kWindow}}}, {{{8, 5}}, std::nullopt, {{{{8, 5}}, kWindow}}}};
  BOOST_TEST(render(small_video(), plan, folder / "o.mp4", quick()).frames == 20);
  BOOST_TEST(frame_times(folder / "o.mp4")[10] == "1.600000");
}

BOOST_AUTO_TEST_CASE(a_source_without_sound_gives_an_output_without_sound) {
  TemporaryFolder folder;
  BOOST_TEST(render(without_sound(), window_plan(kWindow), folder / "o.mp4", quick()).audio_streams == 0);
  BOOST_TEST(entries(folder / "o.mp4", "a", "stream=index").empty());
}

BOOST_AUTO_TEST_CASE(every_audio_stream_is_copied_with_its_language) {
  for (const char* extension : {"mp4", "mkv"}) {
    TemporaryFolder folder;
    const std::string source = two_sounds(extension), output = folder / (std::string("o.") + extension);
    BOOST_TEST(render(source, window_plan(kWindow), output, quick()).audio_streams == 2);
    BOOST_TEST(audio_sum(output, "0:a:0") == audio_sum(source, "0:a:0"));
    BOOST_TEST(audio_sum(output, "0:a:1") == audio_sum(source, "0:a:1"));
    BOOST_TEST(
        entries(output, "a:1", "stream_tags=language") == entries(source, "a:1", "stream_tags=language"),
        boost::test_tools::per_element());
    BOOST_TEST(entry(output, "0", "codec_type") == "video");
  }
}

BOOST_AUTO_TEST_CASE(sound_can_be_left_out) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.audio = AudioMode::none;
  const RenderReport report = render(two_sounds("mp4"), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(report.audio_streams == 0);
  BOOST_TEST(entries(folder / "o.mp4", "a", "stream=index").empty());
}

BOOST_AUTO_TEST_CASE(every_stream_of_sound_can_be_encoded_anew_as_aac) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.audio = AudioMode::aac;
  const std::string source = two_sounds("mkv");
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(report.audio_streams == 2);
  for (const char* stream : {"a:0", "a:1"}) {
    BOOST_TEST(entry(folder / "o.mp4", stream, "codec_name") == "aac");
    BOOST_TEST(entry(folder / "o.mp4", stream, "sample_rate") == entry(source, stream, "sample_rate"));
  }
  check_is_clean(folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(sound_encoded_anew_keeps_its_place_to_the_sample) {
  // A click 1.000 s after the start, in sound that starts at once, late, or before the picture.
  for (const char* offset : {"0", "0.3", "-0.2"}) {
    TemporaryFolder folder;
    const std::string source =
        make_media(std::string("click") + offset + ".mov",
                   {"-i", small_video(), "-itsoffset", offset, "-f", "lavfi", "-i",
                    "aevalsrc=exprs='0.9*between(t,1,1.0005)':sample_rate=48000:duration=2", "-map", "0:v",
                    "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le"});
    RenderOptions options = quick();
    options.audio = AudioMode::aac;
    render(source, window_plan(kWindow), folder / "o.mp4", options);
    BOOST_TEST_CONTEXT(offset) {
      BOOST_TEST(std::abs(click_sample(folder / "o.mp4") - click_sample(source)) <= 5);
      BOOST_TEST(std::abs(click_sample(source) - std::lround((1 + std::stod(offset)) * 48000)) <= 25);
    }
  }
}

BOOST_AUTO_TEST_CASE(encoded_sound_is_cut_to_the_sample) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.audio = AudioMode::aac;
  CropPlan plan = window_plan(kWindow);
  plan.shots[0].start = {{1, 2}};
  plan.shots[0].end = Time{{3, 2}};
  render(small_video(), plan, folder / "o.mp4", options);
  BOOST_TEST(entry(folder / "o.mp4", "a:0", "start_time") == "0.000000");
  BOOST_TEST(std::stod(entry(folder / "o.mp4", "a:0", "duration")) == 1.0,
             boost::test_tools::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(a_gap_in_the_sound_becomes_silence_when_it_is_encoded_anew) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.audio = AudioMode::aac;
  const std::string source =
      make_media("gap.mkv", {"-i", small_video(), "-map", "0", "-c:v", "copy", "-af",
                             "aselect='not(between(t,0.6,1.2))'", "-c:a", "pcm_s16le"});
  render(source, window_plan(kWindow), folder / "o.mp4", options);
  const std::string heard = run({"ffmpeg", "-v", "info", "-nostdin", "-i", folder / "o.mp4", "-af",
                                 "silencedetect=n=-40dB:d=0.3", "-f", "null", "-"})
                                .err;
  const auto start = heard.find("silence_start: "), end = heard.find("silence_end: ");
  BOOST_REQUIRE(start != std::string::npos);
  BOOST_REQUIRE(end != std::string::npos);
  BOOST_TEST(std::abs(std::stod(heard.substr(start + 15)) - 0.6) < 0.06);
  BOOST_TEST(std::abs(std::stod(heard.substr(end + 13)) - 1.2) < 0.06);
}

BOOST_AUTO_TEST_CASE(sound_the_container_cannot_hold_is_encoded_anew_with_a_note) {
  TemporaryFolder folder;
  const RenderReport webm =
      render(small_video(), window_plan(kWindow), folder / "o.webm", quick("libvpx-vp9"));
  BOOST_TEST(entry(folder / "o.webm", "a:0", "codec_name") == "opus");
  BOOST_TEST(has_note(webm, "cannot hold aac"));
  const std::string pcm = make_media("pcm.mkv", {"-i", small_video(), "-c:v", "copy", "-c:a", "pcm_s16le"});
  const RenderReport mp4 = render(pcm, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(entry(folder / "o.mp4", "a:0", "codec_name") == "aac");
  BOOST_TEST(has_note(mp4, "cannot hold pcm_s16le"));
  check_is_clean(folder / "o.webm");
  check_is_clean(folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(sound_of_low_rate_can_be_encoded_anew_for_any_container) {
  TemporaryFolder folder;
  const std::string source =
      make_media("low-rate.mkv", {"-i", small_video(), "-c:v", "copy", "-c:a", "pcm_s16le", "-ar", "8000"});
  for (const char* name : {"o.mpg", "o.mp4", "o.webm", "o.ts"}) {
    const RenderReport report = render(source, window_plan(kWindow), folder / name, quick());
    BOOST_TEST(report.audio_streams == 1, name);
    check_is_clean(folder / name);
  }
}

BOOST_AUTO_TEST_CASE(subtitles_and_chapters_and_titles_are_carried_where_the_container_takes_them) {
  TemporaryFolder folder;
  const std::string words = folder / "words.srt", facts = folder / "facts.txt";
  std::ofstream(words) << "1\n00:00:00,500 --> 00:00:01,000\nhello\n\n";
  std::ofstream(facts)
      << ";FFMETADATA1\ntitle=Holiday\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=one\n"
         "[CHAPTER]\nTIMEBASE=1/1000\nSTART=900\nEND=2000\ntitle=two\n";
  const std::string source = make_media(
      "subtitles.mkv",
      {"-i", small_video(),   "-i", words,  "-i",   facts,  "-map", "0",    "-map", "1", "-map_metadata",
       "2",  "-map_chapters", "2",  "-c:v", "copy", "-c:a", "copy", "-c:s", "srt"});
  render(source, window_plan(kWindow), folder / "o.mkv", quick());
  BOOST_TEST(entry(folder / "o.mkv", "s:0", "codec_name") == "subrip");
  BOOST_TEST(entries(folder / "o.mkv", "s:0", "packet=pts_time") == entries(source, "s:0", "packet=pts_time"),
             boost::test_tools::per_element());
  const std::string described =
      out_of({"ffprobe", "-v", "error", "-show_chapters", "-show_format", folder / "o.mkv"});
  BOOST_TEST(described.find("TAG:title=two") != std::string::npos);
  BOOST_TEST(described.find("TAG:title=Holiday") != std::string::npos);
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(has_note(report, "(subrip) left out"));
}

BOOST_AUTO_TEST_CASE(flv_keeps_the_first_sound_and_says_which_it_leaves_out) {
  TemporaryFolder folder;
  const RenderReport report = render(two_sounds("mkv"), window_plan(kWindow), folder / "o.flv", quick());
  BOOST_TEST(report.audio_streams == 1);
  BOOST_TEST(has_note(report, "audio stream 2 (ac3) left out: the container 'flv' holds one stream"));
  BOOST_TEST(audio_sum(folder / "o.flv") == audio_sum(two_sounds("mkv"), "0:a:0"));
  check_is_clean(folder / "o.flv");
}

BOOST_AUTO_TEST_CASE(real_files_with_odd_times_keep_picture_and_sound,
                     *boost::unit_test::label("evaluation")) {
  struct Real {
    const char* file;
    cv::Size size;
    bool has_sound;
  };
  for (const Real& real : {Real{"robust/timing/edts.mp4", {854, 480}, true},
                           Real{"robust/timing/cursed-vfr.mp4", {3026, 1386}, false},
                           Real{"robust/audio/torchcodec_nasa_2audio_2video.mp4", {480, 270}, true},
                           Real{"robust/audio/azure_bumper_1080p_aac.mp4", {1920, 1080}, true}}) {
    const std::string source = eval_file(real.file);
    if (source.empty()) continue;
    TemporaryFolder folder;
    BOOST_TEST_CONTEXT(real.file) {
      render(source, window_plan({20, 40, 160, 100}, real.size), folder / "o.mp4", quick());
      const std::string picture =
          real.file == std::string("robust/audio/torchcodec_nasa_2audio_2video.mp4") ? "v:1" : "v:0";
      BOOST_TEST(frame_times(folder / "o.mp4") == entries(source, picture, "frame=pts_time"),
                 boost::test_tools::per_element());
      if (real.has_sound) BOOST_TEST(audio_sum(folder / "o.mp4") == audio_sum(source));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
