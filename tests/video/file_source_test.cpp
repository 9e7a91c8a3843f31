#include <boost/test/unit_test.hpp>
#include <fstream>
#include <map>

#include "reference.hpp"
#include "smartcrop/core/error.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::string variable_rate_video() {
  return make_media("vfr.mp4", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=30:duration=3", "-vf",
                                "select='not(mod(n,3))+lt(n,20)+eq(n,41)'", "-vsync", "vfr", "-c:v",
                                "libx264", "-bf", "2", "-g", "20", "-pix_fmt", "yuv420p"});
}

std::string late_start_video() {
  return make_media(
      "late.mkv", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2", "-output_ts_offset", "7.5",
                   "-c:v", "libx264", "-bf", "3", "-g", "10", "-pix_fmt", "yuv420p"});
}

std::string transport_stream() {
  return make_media("stream.ts", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=3", "-c:v",
                                  "libx264", "-bf", "2", "-g", "15", "-pix_fmt", "yuv420p"});
}

std::string raw_stream() {
  return make_media("raw.h264", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1", "-c:v",
                                 "libx264", "-bf", "2", "-g", "10", "-pix_fmt", "yuv420p"});
}

std::string cut_inside_a_group() {
  // Stream copy from inside a group of pictures: an edit list hides the frames before the cut.
  return make_media("edit-list.mp4", {"-ss", "0.7", "-i", small_video(), "-map", "0:v", "-c", "copy"});
}

void check_against_ffmpeg(const std::string& path, const std::string& format, int threads = 0) {
  BOOST_TEST_CONTEXT(path << " with " << threads << " threads") {
    const auto source = open_file(path, {.threads = threads});
    BOOST_TEST(same_bytes(pixels_of(*source), ffmpeg_pixels(path, format)));
    const auto again = open_file(path, {.threads = threads});
    BOOST_TEST((times_of(*again) == ffprobe_times(path)));
    BOOST_TEST(again->report().errors == 0);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(frames_and_times_equal_those_of_ffmpeg) {
  check_against_ffmpeg(small_video(), "yuv420p");
}

BOOST_AUTO_TEST_CASE(large_pictures_equal_those_of_ffmpeg) {
  // Above 2 MiB they lie in buffers of our own.
  const auto video = [](const std::string& name, const std::string& size, const std::string& format,
                        const std::vector<std::string>& codec) {
    std::vector<std::string> arguments{
        "-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25:duration=0.3", "-pix_fmt", format, "-c:v"};
    arguments.insert(arguments.end(), codec.begin(), codec.end());
    return make_media(name, arguments);
  };
  const std::vector<std::string> h264{"libx264", "-preset", "ultrafast"};
  check_against_ffmpeg(video("large.mp4", "1920x1080", "yuv420p", h264), "yuv420p");
  check_against_ffmpeg(video("large-odd.mkv", "1921x1083", "yuv444p", h264), "yuv444p", 1);
  check_against_ffmpeg(video("large-10.mp4", "1926x1082", "yuv422p10le", h264), "yuv422p10le");
  check_against_ffmpeg(
      video("large.webm", "1922x1082", "yuv420p", {"libvpx-vp9", "-cpu-used", "8", "-deadline", "realtime"}),
      "yuv420p");
  check_against_ffmpeg(video("large.mpg", "1928x1088", "yuv420p", {"mpeg2video", "-bf", "2"}), "yuv420p");
  check_against_ffmpeg(video("large-ffv1.mkv", "1925x1081", "yuv422p", {"ffv1"}), "yuv422p");
}

BOOST_AUTO_TEST_CASE(reference_frames_alone_are_some_of_all_frames) {
  const auto all = open_file(small_video());
  std::map<Time, std::pair<std::int64_t, std::string>> frames;
  Frame frame;
  while (all->read(frame)) frames[frame.time] = {frame.index.value, pixels_of(frame)};
  const auto some = open_file(small_video(), {.reference_only = true});
  std::size_t count = 0;
  for (; some->read(frame); ++count) {
    BOOST_REQUIRE(frames.contains(frame.time));
    BOOST_TEST(frames.at(frame.time).first == frame.index.value);
    BOOST_TEST((frames.at(frame.time).second == pixels_of(frame)));
  }
  BOOST_TEST(count > 0u);
  BOOST_TEST(count < frames.size());
}

BOOST_AUTO_TEST_CASE(without_deblocking_times_stay_and_pictures_change_little) {
  const auto source = open_file(small_video());
  const std::string exact = pixels_of(*source);
  const auto difference = [&](Deblocking deblocking) {
    const auto clone = source->clone({.threads = 1, .deblocking = deblocking});
    BOOST_REQUIRE(clone);
    const std::string fast = pixels_of(*clone);
    BOOST_REQUIRE(exact.size() == fast.size());
    double sum = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
      sum += std::abs(static_cast<unsigned char>(exact[i]) - static_cast<unsigned char>(fast[i]));
    return sum / static_cast<double>(exact.size());
  };
  const double none = difference(Deblocking::none), references = difference(Deblocking::references);
  BOOST_TEST(none < 2);  // codes
  BOOST_TEST(references > 0);
  BOOST_TEST(references < none / 2);
  BOOST_TEST((times_of(*source->clone()) == times_of(*source->clone({.deblocking = Deblocking::none}))));
}

BOOST_AUTO_TEST_CASE(one_decoder_thread_gives_the_same_frames) {
  check_against_ffmpeg(small_video(), "yuv420p", 1);
  check_against_ffmpeg(small_video(), "yuv420p", 3);
}

BOOST_AUTO_TEST_CASE(a_variable_frame_rate_keeps_its_exact_times) {
  check_against_ffmpeg(variable_rate_video(), "yuv420p");
}

BOOST_AUTO_TEST_CASE(a_late_start_counts_as_zero_and_is_kept_in_the_facts) {
  check_against_ffmpeg(late_start_video(), "yuv420p");
  const auto source = open_file(late_start_video());
  BOOST_TEST(source->info().start_time.value() == 7.5, boost::test_tools::tolerance(1e-9));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST((frame.time == Time{}));
}

BOOST_AUTO_TEST_CASE(a_transport_stream_is_read_like_a_file_with_an_index) {
  check_against_ffmpeg(transport_stream(), "yuv420p");
}

BOOST_AUTO_TEST_CASE(frames_hidden_by_an_edit_list_do_not_come) {
  check_against_ffmpeg(cut_inside_a_group(), "yuv420p");
}

BOOST_AUTO_TEST_CASE(a_raw_stream_without_timestamps_gets_times_from_its_rate) {
  const auto source = open_file(raw_stream());
  BOOST_TEST((source->info().frame_rate == Rational(25)));
  std::int64_t n = 0;
  for (Frame frame; source->read(frame); ++n) {
    BOOST_TEST(frame.index.value == n);
    BOOST_TEST((frame.time == Time{Rational(n, 25)}));
  }
  BOOST_TEST(n == 25);
  BOOST_TEST(same_bytes(pixels_of(*open_file(raw_stream())), ffmpeg_pixels(raw_stream(), "yuv420p")));
}

BOOST_AUTO_TEST_CASE(an_avi_without_presentation_times_gets_even_times) {
  const std::string path =
      make_media("plain.avi", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2", "-c:v",
                               "mpeg4", "-bf", "2", "-g", "10"});
  const auto source = open_file(path);
  BOOST_TEST(source->info().frames.value_or(0) == 50);
  std::int64_t n = 0;
  for (Frame frame; source->read(frame); ++n) BOOST_TEST((frame.time == Time{Rational(n, 25)}));
  BOOST_TEST(n == 50);
}

BOOST_AUTO_TEST_CASE(frames_are_numbered_from_zero_and_key_frames_are_marked) {
  const auto source = open_file(small_video());
  std::int64_t n = 0;
  for (Frame frame; source->read(frame); ++n) {
    BOOST_TEST(frame.index.value == n);
    BOOST_TEST(frame.is_key == (n % 12 == 0));
  }
  BOOST_TEST(n == 50);
  Frame frame;
  BOOST_TEST(!source->read(frame));  // stays at the end
}

BOOST_AUTO_TEST_CASE(a_frame_stays_whole_while_its_owner_is_held) {
  const auto source = open_file(small_video());
  std::vector<Frame> frames(50);
  for (Frame& frame : frames) BOOST_REQUIRE(source->read(frame));
  std::string bytes;
  for (const Frame& frame : frames) bytes += pixels_of(frame);
  BOOST_TEST(same_bytes(bytes, ffmpeg_pixels(small_video(), "yuv420p")));
}

BOOST_AUTO_TEST_CASE(a_frame_outlives_its_source) {
  Frame frame;
  {
    const auto source = open_file(small_video());
    BOOST_REQUIRE(source->read(frame));
  }
  BOOST_TEST(same_bytes(pixels_of(frame), ffmpeg_pixels(small_video(), "yuv420p", {"-frames:v", "1"})));
}

BOOST_AUTO_TEST_CASE(planes_are_views_on_the_decoders_memory) {
  const auto source = open_file(small_video());
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST((frame.luma.u == nullptr));  // no memory of OpenCV's own
  BOOST_TEST(frame.luma.step[0] >= 320);
  BOOST_TEST((frame.luma.size() == cv::Size(320, 180)));
  BOOST_TEST((frame.chroma[0].size() == cv::Size(160, 90)));
  BOOST_TEST((frame.chroma[1].size() == cv::Size(160, 90)));
}

BOOST_AUTO_TEST_CASE(the_best_video_stream_is_read_and_pictures_attached_to_sound_are_not) {
  const std::string picture =
      make_media("cover.png", {"-f", "lavfi", "-i", "color=red:size=640x640", "-frames:v", "1"});
  const std::string cover =
      make_media("with-cover.mp4", {"-i", picture, "-i", small_video(), "-map", "0", "-map", "1", "-c",
                                    "copy", "-disposition:v:0", "attached_pic"});
  const auto source = open_file(cover);
  BOOST_TEST((source->info().size == cv::Size(320, 180)));
  BOOST_TEST(times_of(*source).size() == 50u);
}

BOOST_AUTO_TEST_CASE(a_clone_reads_from_the_start_and_leaves_the_original_alone) {
  for (const std::string& path : {small_video(), late_start_video(), transport_stream(), raw_stream()}) {
    BOOST_TEST_CONTEXT(path) {
      const auto source = open_file(path);
      Frame frame;
      for (int i = 0; i < 5; ++i) BOOST_REQUIRE(source->read(frame));
      const auto clone = source->clone();
      BOOST_REQUIRE(clone);
      BOOST_TEST(same_bytes(pixels_of(*clone), pixels_of(*open_file(path))));
      BOOST_REQUIRE(source->read(frame));
      BOOST_TEST(frame.index.value == 5);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_path_with_colons_and_percent_signs_is_just_a_path) {
  const TemporaryFolder folder;
  const std::string path = folder / "concat:a%03d|b!.mp4";
  std::filesystem::copy_file(small_video(), path);
  BOOST_TEST(times_of(*open_source(path)).size() == 50u);
}

BOOST_AUTO_TEST_CASE(cancellation_ends_reading_and_seeking) {
  const CancellationToken cancellation;
  const auto source = open_file(small_video(), {.threads = 1, .cancellation = cancellation});
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  cancellation.cancel();
  BOOST_CHECK_THROW(source->read(frame), Canceled);
  BOOST_CHECK_THROW(source->seek(Time{}), Canceled);
  BOOST_CHECK_THROW(open_file(small_video(), {.threads = 1, .cancellation = cancellation}), Canceled);
}

BOOST_AUTO_TEST_CASE(a_resolution_that_changes_on_the_way_comes_out_in_the_first_size) {
  const std::string small = make_media(
      "part-small.ts",
      {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1", "-c:v", "mpeg2video", "-g", "5"});
  const std::string large =
      make_media("part-large.ts", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1",
                                   "-output_ts_offset", "1", "-c:v", "mpeg2video", "-g", "5"});
  const TemporaryFolder folder;
  const std::string joined = folder / "joined.ts";
  std::ofstream(joined, std::ios::binary)
      << std::ifstream(small, std::ios::binary).rdbuf() << std::ifstream(large, std::ios::binary).rdbuf();
  const auto source = open_file(joined);
  const cv::Size first = source->info().size;
  int frames = 0;
  for (Frame frame; source->read(frame); ++frames) {
    BOOST_TEST((frame.luma.size() == first));
    BOOST_TEST((frame.chroma[0].size() == cv::Size(first.width / 2, first.height / 2)));
  }
  BOOST_TEST(frames >= 49);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_does_not_set_times_back) {
  const std::string part = make_media(
      "part-small.ts",
      {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1", "-c:v", "mpeg2video", "-g", "5"});
  const std::string longer = make_media(
      "part-longer.ts",
      {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=3", "-c:v", "mpeg2video", "-g", "5"});
  const TemporaryFolder folder;
  const std::string joined = folder / "joined.ts";
  std::ofstream(joined, std::ios::binary)
      << std::ifstream(longer, std::ios::binary).rdbuf() << std::ifstream(part, std::ios::binary).rdbuf();
  const std::vector<Time> times = times_of(*open_file(joined));
  BOOST_TEST(times.size() == 100u);
  BOOST_TEST(std::ranges::is_sorted(times, std::ranges::less_equal{}));
}

BOOST_AUTO_TEST_CASE(a_named_pipe_is_read_once_and_says_that_it_cannot_seek) {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe.ts";
  BOOST_REQUIRE(output_of({"mkfifo", pipe}).empty());
  const std::string writer = "cat '" + transport_stream() + "' > '" + pipe + "' &";
  BOOST_REQUIRE(std::system(writer.c_str()) == 0);
  const auto source = open_file(pipe);
  BOOST_TEST((source->clone() == nullptr));
  BOOST_TEST(source->key_frames().empty());
  source->expect(2);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(!source->seek(Time{Rational(1)}));
  BOOST_TEST(times_of(*source).size() == 74u);
}

BOOST_AUTO_TEST_SUITE_END()
