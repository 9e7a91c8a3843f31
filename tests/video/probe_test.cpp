#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>

#include "reference.hpp"
#include "smartcrop/core/error.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// A copy of small_video() whose video track has this display matrix (its four upper left numbers).
std::string with_matrix(const TemporaryFolder& folder, std::array<int, 4> abcd) {
  std::ifstream in(small_video(), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  // ISO 14496-12: 40 bytes after the name of a version 0 track header lies the matrix a b u c d v x y w,
  // big-endian.
  const std::size_t at = bytes.find("tkhd") + 4 + 40;
  const std::array<std::int32_t, 6> values{abcd[0] << 16, abcd[1] << 16, 0, abcd[2] << 16, abcd[3] << 16, 0};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = static_cast<std::uint32_t>(values[i]);
    for (std::size_t byte = 0; byte < 4; ++byte) {
      bytes[at + 4 * i + byte] = static_cast<char>((value >> (24 - 8 * byte)) & 0xff);
    }
  }
  const std::string path = folder / "turned.mp4";
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

cv::Mat displayed(const Frame& frame) {
  cv::Mat picture = frame.luma.clone();
  if (frame.orientation.mirrored) cv::flip(picture, picture, 1);
  switch (frame.orientation.clockwise_degrees) {
    case 90:
      cv::rotate(picture, picture, cv::ROTATE_90_CLOCKWISE);
      break;
    case 180:
      cv::rotate(picture, picture, cv::ROTATE_180);
      break;
    case 270:
      cv::rotate(picture, picture, cv::ROTATE_90_COUNTERCLOCKWISE);
      break;
    default:
      break;
  }
  return picture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(probe_tells_what_the_file_says_of_itself) {
  const VideoInfo info = probe(small_video());
  BOOST_TEST(info.path == small_video());
  BOOST_TEST(contains(info.container, "mp4"));
  BOOST_TEST(info.codec == "h264");
  BOOST_TEST(info.pixel_format == "yuv420p");
  BOOST_TEST(info.bit_depth == 8);
  BOOST_TEST((info.stored_size == cv::Size(320, 180)));
  BOOST_TEST((info.size == cv::Size(320, 180)));
  BOOST_TEST(info.orientation.is_upright());
  BOOST_TEST((info.pixel_aspect == Rational(1)));
  BOOST_TEST((info.frame_rate == Rational(25)));
  BOOST_TEST((info.start_time == Time{}));
  BOOST_TEST((info.duration == Time{Rational(2)}));
  BOOST_TEST(info.frames.value_or(0) == 50);
  BOOST_TEST(info.audio_streams == 1);
}

BOOST_AUTO_TEST_CASE(an_open_source_tells_the_same_as_probe) {
  const VideoInfo probed = probe(small_video()), opened = open_file(small_video())->info();
  BOOST_TEST((probed.size == opened.size));
  BOOST_TEST((probed.frames == opened.frames));
  BOOST_TEST((probed.duration == opened.duration));
  BOOST_TEST((probed.start_time == opened.start_time));
  BOOST_TEST(probed.pixel_format == opened.pixel_format);
}

BOOST_AUTO_TEST_CASE(every_orientation_is_displayed_as_ffmpeg_displays_it) {
  const TemporaryFolder folder;
  const std::array<std::array<int, 4>, 8> matrices{{{1, 0, 0, 1},
                                                    {0, 1, -1, 0},
                                                    {-1, 0, 0, -1},
                                                    {0, -1, 1, 0},
                                                    {-1, 0, 0, 1},
                                                    {1, 0, 0, -1},
                                                    {0, 1, 1, 0},
                                                    {0, -1, -1, 0}}};
  for (const auto& matrix : matrices) {
    const std::string path = with_matrix(folder, matrix);
    const auto source = open_file(path);
    Frame frame;
    BOOST_REQUIRE(source->read(frame));
    const cv::Mat ours = displayed(frame);
    BOOST_TEST((ours.size() == source->info().size));
    BOOST_TEST((frame.luma.size() == source->info().stored_size));
    const std::string theirs = output_of({"ffmpeg", "-v", "quiet", "-nostdin", "-i", path, "-frames:v", "1",
                                          "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"});
    std::string bytes;
    append(bytes, ours);
    BOOST_TEST(same_bytes(bytes, theirs.substr(0, ours.total())),
               "matrix " << matrix[0] << " " << matrix[1] << " " << matrix[2] << " " << matrix[3]);
  }
}

BOOST_AUTO_TEST_CASE(the_pixel_aspect_is_that_of_the_displayed_picture) {
  const std::string wide =
      make_media("wide-pixels.mp4", {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1", "-vf",
                                     "setsar=4/3", "-c:v", "libx264"});
  BOOST_TEST((probe(wide).pixel_aspect == Rational(4, 3)));
  const std::string turned =
      make_media("wide-pixels-turned.mp4", {"-i", wide, "-c", "copy", "-metadata:s:v:0", "rotate=90"});
  const VideoInfo info = probe(turned);
  BOOST_TEST(info.orientation.swaps_sides());
  BOOST_TEST((info.size == cv::Size(90, 160)));
  BOOST_TEST((info.pixel_aspect == Rational(3, 4)));
}

BOOST_AUTO_TEST_CASE(frames_are_told_only_where_the_index_counts_them) {
  const std::string matroska = make_media("count.mkv", {"-i", small_video(), "-map", "0:v", "-c", "copy"});
  const VideoInfo info = probe(matroska);
  BOOST_TEST(!info.frames.has_value());
  BOOST_TEST(info.estimated_frames().value_or(0) == 50);
  const std::string hidden =
      make_media("count-edit.mp4", {"-ss", "0.7", "-i", small_video(), "-map", "0:v", "-c", "copy"});
  BOOST_TEST(probe(hidden).frames.value_or(0) == static_cast<std::int64_t>(ffprobe_times(hidden).size()));
}

BOOST_AUTO_TEST_CASE(estimated_frames_is_unknown_without_duration_or_rate) {
  VideoInfo info;
  BOOST_TEST(!info.estimated_frames().has_value());
  info.duration = Time{Rational(10)};
  BOOST_TEST(!info.estimated_frames().has_value());
  info.frame_rate = Rational(30000, 1001);
  BOOST_TEST(info.estimated_frames().value_or(0) == 300);
  info.frames = 7;
  BOOST_TEST(info.estimated_frames().value_or(0) == 7);
}

BOOST_AUTO_TEST_CASE(every_audio_stream_is_counted) {
  const std::string path = make_media(
      "two-sounds.mkv", {"-i", small_video(), "-map", "0:v", "-map", "0:a", "-map", "0:a", "-c", "copy"});
  BOOST_TEST(probe(path).audio_streams == 2);
}

BOOST_AUTO_TEST_CASE(the_duration_of_a_matroska_file_that_starts_late_is_that_of_the_picture) {
  const std::string late = make_media(
      "late-copy.mkv", {"-i", small_video(), "-map", "0:v", "-c", "copy", "-output_ts_offset", "7"});
  const VideoInfo info = probe(late);
  BOOST_TEST(info.start_time.value() == 7, boost::test_tools::tolerance(0.001));
  BOOST_TEST(info.duration.value_or(Time{}).value() == 2, boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_probed_is_an_error_that_names_it) {
  const TemporaryFolder folder;
  std::ofstream(folder / "empty.mp4").flush();
  for (const std::string& path :
       {std::string("/nowhere/at all.mp4"), folder / "empty.mp4", folder.path().string()}) {
    BOOST_TEST(contains(thrown<Error>([&] { probe(path); }), path));
    BOOST_TEST(contains(thrown<Error>([&] { open_source(path); }), path));
  }
}

BOOST_AUTO_TEST_SUITE_END()
