#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/cli.hpp"
#include "support/skip.hpp"

using namespace smartcrop::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::string copy_of(const std::string& video, const TemporaryFolder& folder, const std::string& name) {
  fs::copy_file(video, folder / name);
  return folder / name;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Long enough that a signal comes in the middle.
std::string long_video() {
  return make_media("long.mp4", {"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60", "-c:v",
                                 "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_crop)

BOOST_AUTO_TEST_CASE(the_default_output_lies_beside_the_input_and_its_path_is_the_last_line) {
  const TemporaryFolder folder;
  const ProcessResult result = app("crop", {copy_of(small_video(), folder, "talk.mp4")});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(result.out == folder / "talk.smart_cropped.mp4" + "\n");
  BOOST_TEST(folder.names() == (std::vector<std::string>{"talk.mp4", "talk.smart_cropped.mp4"}),
             boost::test_tools::per_element());
  BOOST_TEST(ffprobe(folder / "talk.smart_cropped.mp4", "v", "stream=width,height,codec_name") ==
             "h264,180,180\n");
}

BOOST_AUTO_TEST_CASE(a_video_of_the_shape_asked_for_comes_out_whole) {
  const TemporaryFolder folder;
  const std::string phone = make_media(
      "phone.mp4", {"-f", "lavfi", "-i", "testsrc2=size=180x320:rate=25:duration=1", "-pix_fmt", "yuv420p"});
  BOOST_REQUIRE(app("crop", {phone, folder / "o.mp4", "--aspect", "9:16"}).exit_code == 0);
  BOOST_TEST(ffprobe(folder / "o.mp4", "v", "stream=width,height") == "180,320\n");
}

BOOST_AUTO_TEST_CASE(sound_is_bit_identical_and_timestamps_are_kept) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {small_video(), folder / "out.mp4", "--aspect", "9:16"}).exit_code == 0);
  BOOST_TEST(stream_md5(folder / "out.mp4", "a") == stream_md5(small_video(), "a"));
  BOOST_TEST(ffprobe(folder / "out.mp4", "v", "frame=pts_time") ==
             ffprobe(small_video(), "v", "frame=pts_time"));
}

BOOST_AUTO_TEST_CASE(the_nth_candidate_is_the_one_that_analyze_lists) {
  const json analysis = json::parse(app("analyze", {small_video(), "--json", "-"}).out);
  const json candidate = analysis["aspects"][0]["candidates"][2];
  const ProcessResult dry = app("crop", {small_video(), "--dry-run", "--candidate", "3"});
  const json plan = json::parse(dry.out.substr(0, dry.out.rfind("ffmpeg ")));
  BOOST_TEST(plan["shots"][0]["keyframes"][0]["x"] == candidate["x"]);
  BOOST_TEST(plan["shots"][0]["keyframes"][0]["y"] == candidate["y"]);
}

BOOST_AUTO_TEST_CASE(the_ffmpeg_command_of_a_dry_run_gives_the_same_frames) {
  const TemporaryFolder folder;
  const ProcessResult dry =
      app("crop", {small_video(), folder / "by ffmpeg.mkv", "--dry-run", "--encoder", "ffv1"});
  BOOST_REQUIRE(dry.exit_code == 0);
  BOOST_TEST(folder.names().empty());
  std::string command = dry.out.substr(dry.out.rfind("ffmpeg "));
  BOOST_REQUIRE(run({"sh", "-c", command}).exit_code == 0);
  BOOST_REQUIRE(app("crop", {small_video(), folder / "ours.mkv", "--encoder", "ffv1"}).exit_code == 0);
  const auto frames = [](const std::string& path) {
    return run({"ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-f", "framemd5", "-"}).out;
  };
  BOOST_TEST(frames(folder / "ours.mkv") == frames(folder / "by ffmpeg.mkv"));
}

BOOST_AUTO_TEST_CASE(the_dry_run_of_a_moving_window_prints_its_plan_and_that_no_ffmpeg_command_is_equal) {
  const std::string sample = data_file("sample.mp4");
  if (sample.empty()) return;
  const TemporaryFolder folder;
  const ProcessResult dry =
      app("crop", {sample, folder / "out.mkv", "--dry-run", "--mode", "dynamic", "--aspect", "9:16"});
  BOOST_TEST_REQUIRE(dry.exit_code == 0, dry.err);
  BOOST_TEST(folder.names().empty());
  const std::size_t message = dry.out.rfind("# No equivalent ffmpeg command");
  BOOST_REQUIRE(message != std::string::npos);
  BOOST_TEST(json::parse(dry.out.substr(0, message))["document"] == "crop-plan");
  BOOST_TEST(dry.out.find("\nffmpeg ") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plan_written_by_analyze_renders_what_crop_renders) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("analyze", {small_video(), "--plan", folder / "plan.json"}).exit_code == 0);
  // Not x264: its output depends on memory that it never wrote where sides are no multiples of 16.
  BOOST_REQUIRE(app("crop", {small_video(), folder / "a.mkv", "--encoder", "ffv1", "--audio", "none",
                             "--plan", folder / "plan.json"})
                    .exit_code == 0);
  BOOST_REQUIRE(
      app("crop", {small_video(), folder / "b.mkv", "--encoder", "ffv1", "--audio", "none"}).exit_code == 0);
  BOOST_TEST(stream_md5(folder / "a.mkv", "v") == stream_md5(folder / "b.mkv", "v"));
}

BOOST_AUTO_TEST_CASE(start_and_end_cut_to_the_frame) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(
      app("crop", {small_video(), folder / "out.mp4", "--start", "10f", "--end", "30f"}).exit_code == 0);
  BOOST_TEST(lines(ffprobe(folder / "out.mp4", "v", "packet=pts_time")) == 20);
}

BOOST_AUTO_TEST_CASE(the_output_is_scaled_to_the_size_asked_for) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {small_video(), folder / "out.mp4", "--size", "200x200"}).exit_code == 0);
  BOOST_TEST(ffprobe(folder / "out.mp4", "v", "stream=width,height") == "200,200\n");
}

BOOST_AUTO_TEST_CASE(a_size_or_a_platform_says_the_shape_too) {
  const TemporaryFolder folder;
  const auto size_with = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {small_video(), folder / "o.mp4", "--force", "--preset", "ultrafast"});
    const ProcessResult result = app("crop", options);
    BOOST_TEST(result.exit_code == 0, result.err);
    return ffprobe(folder / "o.mp4", "v", "stream=width,height");
  };
  const auto window_with = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {small_video(), "--dry-run", "--force"});
    const std::string out = app("crop", options).out;
    const json window = json::parse(out.substr(0, out.rfind("ffmpeg ")))["shots"][0]["keyframes"][0];
    return std::pair(window["w"].get<int>(), window["h"].get<int>());
  };
  BOOST_TEST(size_with({"--size", "90x160"}) == "90,160\n");
  BOOST_CHECK(window_with({"--size", "90x160"}) == std::pair(102, 180));
  BOOST_CHECK(window_with({"--size", "90x160", "--aspect", "1:1"}) == std::pair(180, 180));
  BOOST_CHECK(window_with({"--for", "reels"}) == std::pair(102, 180));
  BOOST_CHECK(window_with({"--for", "reels", "--aspect", "square"}) == std::pair(180, 180));
  BOOST_TEST(size_with({"--for", "instagram"}) == "1080,1350\n");
}

BOOST_AUTO_TEST_CASE(what_a_platform_takes_and_what_is_more_is_told) {
  const TemporaryFolder folder;
  const std::string fast =
      make_media("long-and-fast.mp4", {"-f", "lavfi", "-i", "color=gray:size=64x64:rate=90:d=145", "-pix_fmt",
                                       "yuv420p", "-preset", "ultrafast"});
  const std::string told = app("crop", {fast, folder / "o.mp4", "--dry-run", "--for", "x"}).err;
  BOOST_TEST(contains(told, "X: 1:1, 1080x1080; at most 60 frames per second and 140 seconds"));
  BOOST_TEST(contains(told, "X takes at most 60 frames per second, the video has 90"));
  BOOST_TEST(contains(told, "X takes at most 140 s, the output has 145 s"));
  const std::string part =
      app("crop", {fast, folder / "o.mp4", "--dry-run", "--for", "x", "--end", "10"}).err;
  BOOST_TEST(!contains(part, "140 s,"));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_cropped_like_a_file) {
  const TemporaryFolder folder;
  const auto crop = [&](const std::string& output, const std::string& shell) {
    return run({"sh", "-c", shell, SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop", small_video(), output});
  };
  const std::string options = " --quiet --encoder ffv1 --audio none";
  const ProcessResult file = crop(folder / "a.mkv", "\"$0\" \"$1\" \"$2\"" + options);
  const ProcessResult pipe = crop(folder / "b.mkv", "cat \"$1\" | \"$0\" /dev/stdin \"$2\"" + options);
  BOOST_TEST_REQUIRE(file.exit_code == 0, file.err);
  BOOST_TEST_REQUIRE(pipe.exit_code == 0, pipe.err);
  BOOST_TEST(stream_md5(folder / "a.mkv", "v") == stream_md5(folder / "b.mkv", "v"));
  const ProcessResult nameless = crop("", "cat \"$1\" | \"$0\" /dev/stdin");
  BOOST_TEST(nameless.exit_code == 2);
  BOOST_TEST(contains(nameless.err, "name the output"));
  const ProcessResult words = crop(folder / "c.mkv", "echo words | \"$0\" /dev/stdin \"$2\"" + options);
  BOOST_TEST(words.exit_code == 1);
  BOOST_TEST(words.err.starts_with("smartcrop-crop: /dev/stdin: "), words.err);
}

BOOST_AUTO_TEST_CASE(an_existing_output_is_an_error_and_stays_as_it_was) {
  const TemporaryFolder folder;
  write_file(folder / "out.mp4", "precious");
  const ProcessResult result = app("crop", {small_video(), folder / "out.mp4"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("--force") != std::string::npos);
  BOOST_TEST(file_text(folder / "out.mp4") == "precious");
  BOOST_TEST(app("crop", {small_video(), folder / "out.mp4", "--force"}).exit_code == 0);
  BOOST_TEST(ffprobe(folder / "out.mp4", "v", "stream=width") == "180\n");
}

BOOST_AUTO_TEST_CASE(the_input_is_never_written_over_even_with_force) {
  const TemporaryFolder folder;
  const std::string video = copy_of(small_video(), folder, "a.mp4");
  const std::string before = file_text(video);
  fs::create_hard_link(video, folder / "b.mp4");
  for (const std::string& output : {video, folder / "b.mp4"}) {
    BOOST_TEST(app("crop", {video, output, "--force"}).exit_code == 1);
  }
  BOOST_TEST((file_text(video) == before));
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_it_with_130_and_no_debris) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TemporaryFolder folder;
    std::thread killer;
    const ProcessResult result = run({SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop", long_video(),
                                      folder / "out.mp4", "--preset", "veryslow"},
                                     "", [&](int pid) {
                                       killer = std::thread([pid, signal] {
                                         std::this_thread::sleep_for(std::chrono::milliseconds(1500));
                                         kill(pid, signal);
                                       });
                                     });
    killer.join();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(lines(result.err) == 1);
    BOOST_TEST(folder.names().empty());
  }
}

BOOST_AUTO_TEST_CASE(the_dispatcher_runs_the_verb_beside_itself) {
  const std::string dispatcher = SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop";
  const ProcessResult version = run({dispatcher, "crop", "--version"});
  BOOST_TEST(version.exit_code == 0);
  BOOST_TEST(version.out.starts_with("smartcrop-crop "));
  const ProcessResult unknown = run({dispatcher, "dance"});
  BOOST_TEST(unknown.exit_code == 2);
  BOOST_TEST(unknown.err.find("analyze") != std::string::npos);
  BOOST_TEST(run({dispatcher}).exit_code == 2);
  BOOST_TEST(run({dispatcher, "--help"}).out.find("crop") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_one_clear_line_and_leaves_nothing) {
  const TemporaryFolder folder;
  // A file-size limit of 64 kB (128 blocks of 512 bytes) stands in for a full disk where tmpfs cannot be
  // mounted.
  const std::string program = SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop";
  const bool mounted =
      run({"mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.path().string()}).exit_code == 0;
  const std::string limit = mounted ? "" : "ulimit -f 128; ";
  const ProcessResult result =
      run({"sh", "-c", limit + "exec " + program + " '" + long_video() + "' '" + folder / "out.mp4'"});
  const std::vector<std::string> left = folder.names();
  if (mounted) run({"umount", folder.path().string()});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(lines(result.err) == 1, result.err);
  BOOST_TEST(result.err.find("out.mp4") != std::string::npos);
  BOOST_TEST(left.empty());
}

BOOST_AUTO_TEST_CASE(padding_shows_the_whole_picture) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(app("crop", {small_video(), folder / "o.mp4", "--aspect", "9:16", "--pad", "color",
                             "--pad-color", "#ff0000", "--preset", "ultrafast"})
                    .exit_code == 0);
  BOOST_TEST(ffprobe(folder / "o.mp4", "v", "stream=width,height") == "102,180\n");
  const ProcessResult odd = app("crop", {small_video(), folder / "p.mp4", "--pad-color", "#ff0000"});
  BOOST_TEST(odd.exit_code == 2);
  BOOST_TEST(odd.err.find("--pad-color") != std::string::npos);
  BOOST_TEST(app("crop", {small_video(), folder / "p.mp4", "--pad", "stars"}).exit_code == 2);
  BOOST_TEST(folder.names() == std::vector<std::string>{"o.mp4"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(several_ratios_give_a_file_each_from_one_analysis) {
  const TemporaryFolder folder;
  const ProcessResult result = app("crop", {copy_of(small_video(), folder, "talk.mp4"), "--aspect", "1:1",
                                            "--aspect", "9:16", "--preset", "ultrafast"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  const std::string square = folder / "talk.smart_cropped.1x1.mp4",
                    tall = folder / "talk.smart_cropped.9x16.mp4";
  BOOST_TEST(result.out == square + "\n" + tall + "\n");
  BOOST_TEST(folder.names().size() == 3u);
  for (const auto& [ratio, path] : {std::pair("1:1", square), std::pair("9:16", tall)}) {
    const std::string alone = folder / "alone.mp4";
    BOOST_REQUIRE(app("crop", {small_video(), alone, "--aspect", ratio, "--preset", "ultrafast", "--force"})
                      .exit_code == 0);
    BOOST_TEST(stream_md5(path, "v") == stream_md5(alone, "v"));
    BOOST_TEST(stream_md5(path, "a") == stream_md5(alone, "a"));
  }
}

BOOST_AUTO_TEST_CASE(several_ratios_with_one_output_name_keep_what_is_there) {
  const TemporaryFolder folder;
  write_file(folder / "out.9x16.mp4", "precious");
  const std::vector<std::string> command{small_video(), folder / "out.mp4", "--aspect",
                                         "1:1",         "--aspect",         "9:16"};
  const ProcessResult result = app("crop", command);
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(result.err.find("out.9x16.mp4: already exists") != std::string::npos);
  BOOST_TEST(file_text(folder / "out.9x16.mp4") == "precious");
  BOOST_TEST(folder.names() == std::vector<std::string>{"out.9x16.mp4"}, boost::test_tools::per_element());
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--size", "200x200"}, {"--interactive"}, {"--aspect", "1:1"}}) {
    std::vector<std::string> odd = command;
    odd.insert(odd.end(), more.begin(), more.end());
    BOOST_TEST(app("crop", odd).exit_code == 2, more.front());
  }
}

BOOST_AUTO_TEST_SUITE_END()
