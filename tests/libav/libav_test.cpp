extern "C" {
#include <libavutil/display.h>
#include <libavutil/log.h>
}

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <future>
#include <thread>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/libav/time.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

void open_best(const std::string& path) {
  const libav::InputPtr input = libav::open_input(path);
  libav::find_streams(*input, path);
  libav::best_video_stream(*input, path);
}

std::string why_not(const std::string& path) {
  return thrown<Error>([&] { open_best(path); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(libav_module)

BOOST_AUTO_TEST_CASE(error_codes_are_told_in_words) {
  BOOST_TEST(libav::error_text(AVERROR_INVALIDDATA) == "Invalid data found when processing input");
  BOOST_TEST(libav::error_text(AVERROR(ENOENT)) == "No such file or directory");
}

BOOST_AUTO_TEST_CASE(check_passes_success_and_throws_failure) {
  BOOST_TEST(libav::check(7, "x") == 7);
  BOOST_TEST(thrown<Error>([] { libav::check(AVERROR(EACCES), "clip.mp4: cannot be opened"); }) ==
             "clip.mp4: cannot be opened: Permission denied");
  BOOST_CHECK_THROW(libav::check(AVERROR_EXIT, "x"), Canceled);
}

BOOST_AUTO_TEST_CASE(fractions_convert_and_unknown_is_zero) {
  BOOST_TEST((libav::to_rational({30000, 1001}) == Rational(30000, 1001)));
  BOOST_TEST((libav::to_rational({1, 0}) == Rational()));
}

BOOST_AUTO_TEST_CASE(ticks_become_exact_times_and_back) {
  const AVRational base{1001, 30000};
  BOOST_TEST((libav::to_time(100, base) == Time{Rational(1001, 300)}));
  BOOST_TEST((libav::to_time(-3, {1, 90000}) == Time{Rational(-1, 30000)}));
  BOOST_TEST(libav::to_ticks(libav::to_time(123456789, base), base) == 123456789);
}

BOOST_AUTO_TEST_CASE(times_between_ticks_are_rounded_as_asked_also_below_zero) {
  using libav::Rounding;
  const AVRational tenth{1, 10};
  const auto ticks = [&](std::int64_t hundredths, Rounding rounding) {
    return libav::to_ticks({Rational(hundredths, 100)}, tenth, rounding);
  };
  BOOST_TEST(ticks(19, Rounding::down) == 1);
  BOOST_TEST(ticks(11, Rounding::up) == 2);
  BOOST_TEST(ticks(14, Rounding::nearest) == 1);
  BOOST_TEST(ticks(15, Rounding::nearest) == 2);
  BOOST_TEST(ticks(-11, Rounding::down) == -2);
  BOOST_TEST(ticks(-19, Rounding::up) == -1);
  BOOST_TEST(ticks(-14, Rounding::nearest) == -1);
  BOOST_TEST(ticks(20, Rounding::up) == 2);
}

BOOST_AUTO_TEST_CASE(each_of_the_eight_turns_is_read_from_ffmpegs_matrix) {
  for (const int degrees : {0, 90, 180, 270}) {
    std::array<std::int32_t, 9> matrix{};
    av_display_rotation_set(matrix.data(), degrees);
    BOOST_TEST((libav::orientation_of_matrix(matrix.data()) == Orientation{degrees, false}), degrees);
    av_display_rotation_set(matrix.data(), 360 - degrees);
    av_display_matrix_flip(matrix.data(), 1, 0);  // after the rotation
    BOOST_TEST((libav::orientation_of_matrix(matrix.data()) == Orientation{degrees, true}), degrees);
  }
}

BOOST_AUTO_TEST_CASE(a_crooked_or_empty_matrix_gives_the_nearest_quarter_turn) {
  std::array<std::int32_t, 9> matrix{};
  BOOST_TEST((libav::orientation_of_matrix(matrix.data()) == Orientation{}));
  constexpr double kCrooked = 83;
  av_display_rotation_set(matrix.data(), kCrooked);
  BOOST_TEST((libav::orientation_of_matrix(matrix.data()) == Orientation{90, false}));
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_said_to_be_missing) {
  BOOST_TEST(why_not("/nowhere/clip.mp4") == "/nowhere/clip.mp4: no such file");
  BOOST_TEST(contains(why_not(""), "the path is empty"));
}

BOOST_AUTO_TEST_CASE(a_folder_an_empty_file_and_a_text_are_told_apart) {
  const TemporaryFolder folder;
  BOOST_TEST(contains(why_not(folder.path().string()), "is a directory"));
  std::ofstream(folder / "empty.mp4").flush();
  BOOST_TEST(contains(why_not(folder / "empty.mp4"), "the file is empty"));
  for (const char* name : {"text.mp4", "text.txt", "text.nfo", "text"}) {
    std::ofstream(folder / name) << std::string(5000, 'a') << "\nnot a video\n";
    BOOST_TEST(contains(why_not(folder / name), "not a video file"), name << ": " << why_not(folder / name));
  }
}

BOOST_AUTO_TEST_CASE(an_mp4_without_its_index_is_said_to_be_cut_off) {
  const TemporaryFolder folder;
  std::ifstream whole(small_video(), std::ios::binary);
  std::string head(1000, '\0');
  whole.read(head.data(), 1000);
  std::ofstream(folder / "cut.mp4", std::ios::binary) << head;
  BOOST_TEST(contains(why_not(folder / "cut.mp4"), "moov"));
}

BOOST_AUTO_TEST_CASE(sound_without_a_picture_is_said_to_be_only_sound) {
  const std::string sound = make_media("sound.mp3", {"-f", "lavfi", "-i", "sine=duration=1"});
  BOOST_TEST(contains(why_not(sound), "no video stream, only sound"));
  const std::string cover =
      make_media("cover.jpg", {"-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1"});
  const std::string song =
      make_media("song.mp3", {"-i", sound, "-i", cover, "-map", "0", "-map", "1", "-c", "copy"});
  BOOST_TEST(contains(why_not(song), "only sound with a cover picture"));
}

BOOST_AUTO_TEST_CASE(the_largest_stream_among_equals_is_the_best_and_a_default_one_wins) {
  const auto two = [](const std::string& name, const std::string& first, const std::string& second) {
    return make_media(name, {"-f", "lavfi", "-i", "testsrc2=size=64x64:duration=0.2", "-f", "lavfi", "-i",
                             "testsrc2=size=128x128:duration=0.2", "-map", "0", "-map", "1", "-c:v", "ffv1",
                             "-disposition:v:0", first, "-disposition:v:1", second});
  };
  const auto width = [](const std::string& path) {
    const libav::InputPtr input = libav::open_input(path);
    libav::find_streams(*input, path);
    return libav::best_video_stream(*input, path).codecpar->width;
  };
  BOOST_TEST(width(two("both-default.mkv", "default", "default")) == 128);
  BOOST_TEST(width(two("first-default.mkv", "default", "0")) == 64);
}

BOOST_AUTO_TEST_CASE(discarded_streams_give_no_packets) {
  const libav::InputPtr input = libav::open_input(small_video());
  AVStream& video = libav::best_video_stream(*input, small_video());
  libav::discard_others(*input, video);
  const libav::PacketPtr packet = libav::make_packet();
  int packets = 0;
  while (av_read_frame(input.get(), packet.get()) >= 0) {
    BOOST_TEST(packet->stream_index == video.index);
    av_packet_unref(packet.get());
    ++packets;
  }
  BOOST_TEST(packets == 50);
}

BOOST_AUTO_TEST_CASE(waiting_for_a_named_pipe_ends_with_cancellation) {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe";
  BOOST_REQUIRE(run({"mkfifo", pipe}).exit_code == 0);
  const CancellationToken cancellation;
  std::thread canceler([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancellation.cancel();
  });
  BOOST_CHECK_THROW(libav::open_input(pipe, {.cancellation = cancellation}), Canceled);
  canceler.join();
}

BOOST_AUTO_TEST_CASE(reading_a_named_pipe_that_falls_silent_ends_with_cancellation) {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe";
  BOOST_REQUIRE(run({"mkfifo", pipe}).exit_code == 0);
  const CancellationToken cancellation;
  std::thread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    out << std::string(100, 'x') << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancellation.cancel();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  });
  BOOST_CHECK_THROW(libav::open_input(pipe, {.cancellation = cancellation}), Canceled);
  writer.join();
}

BOOST_AUTO_TEST_CASE(a_named_pipe_that_falls_silent_is_given_up_and_one_that_is_slow_is_not) {
  const TemporaryFolder folder;
  const std::string stream = make_media("slow.ts", {"-i", small_video(), "-c", "copy"});
  std::signal(SIGPIPE, SIG_IGN);
  for (const bool falls_silent : {true, false}) {
    const std::string pipe = folder / (falls_silent ? "silent" : "slow");
    BOOST_REQUIRE(run({"mkfifo", pipe}).exit_code == 0);
    std::promise<void> over;
    std::thread writer([&, done = over.get_future()] {
      const int descriptor = open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
      std::ifstream in(stream, std::ios::binary);
      std::vector<char> part(16'000);
      // Ten parts: more than the timeout in all, less between two.
      while (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0) {
        if (write(descriptor, part.data(), static_cast<std::size_t>(in.gcount())) < 0) break;
        if (falls_silent) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
      }
      if (falls_silent) done.wait();
      close(descriptor);
    });
    int packets = 0;
    const auto read_all = [&] {
      const libav::InputPtr input = libav::open_input(pipe, {.timeout_s = 0.4});
      libav::find_streams(*input, pipe);
      const libav::PacketPtr packet = libav::make_packet();
      while (libav::read_packet(*input, *packet) >= 0) {
        ++packets;
        av_packet_unref(packet.get());
      }
    };
    if (falls_silent) {
      BOOST_TEST(thrown<TimedOut>(read_all).starts_with(pipe + ": delivered nothing for 0.4 s"));
    } else {
      read_all();
      BOOST_TEST(packets > 50);
    }
    over.set_value();
    writer.join();
  }
}

BOOST_AUTO_TEST_CASE(a_decoder_has_the_threads_it_was_given) {
  const libav::InputPtr input = libav::open_input(small_video());
  libav::find_streams(*input, small_video());
  const AVStream& video = libav::best_video_stream(*input, small_video());
  BOOST_TEST(libav::open_decoder(video, small_video(), {.threads = 1})->thread_count == 1);
  BOOST_TEST(libav::open_decoder(video, small_video(), {.threads = 3})->thread_count == 3);
  BOOST_TEST(libav::open_decoder(video, small_video())->thread_count >= 1);
}

BOOST_AUTO_TEST_CASE(an_unknown_codec_is_named) {
  const libav::InputPtr input = libav::open_input(small_video());
  AVStream& video = *input->streams[0];
  video.codecpar->codec_id = AV_CODEC_ID_NONE;
  BOOST_TEST(thrown<Error>([&] { libav::open_decoder(video, "clip.mp4"); }) ==
             "clip.mp4: no decoder for the codec 'none'");
}

BOOST_AUTO_TEST_CASE(names_of_codecs_and_formats_are_those_of_ffmpeg) {
  BOOST_TEST(libav::codec_name(AV_CODEC_ID_H264) == "h264");
  BOOST_TEST(libav::pixel_format_name(AV_PIX_FMT_YUV420P10LE) == "yuv420p10le");
  BOOST_TEST(libav::pixel_format_name(AV_PIX_FMT_NONE).empty());
}

BOOST_AUTO_TEST_CASE(a_dictionary_tells_what_nobody_took) {
  libav::Dictionary options;
  BOOST_TEST((options.unused() == nullptr));
  options.set("speed", "fast");
  BOOST_TEST(std::string(options.unused()) == "speed");
}

BOOST_AUTO_TEST_CASE(ffmpeg_itself_prints_nothing) {
  libav::set_up_ffmpeg();
  BOOST_TEST(av_log_get_level() == AV_LOG_QUIET);
}

BOOST_AUTO_TEST_SUITE_END()
