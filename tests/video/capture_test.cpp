#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>

#include "reference.hpp"
#include "smartcrop/core/error.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// shot_001.png ...: frame n is gray of 20 n.
std::string image_sequence(const TemporaryFolder& folder, int frames) {
  const std::string pattern = folder / "shot_%03d.png";
  output_of({"ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i",
             "color=black:size=48x32:rate=25,format=gray,geq=lum='20*N',format=rgb24", "-frames:v",
             std::to_string(frames), pattern});
  return pattern;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(an_image_sequence_is_read_in_order_at_25_frames_a_second) {
  const TemporaryFolder folder;
  const auto source = open_source(image_sequence(folder, 6));
  BOOST_TEST((source->info().size == cv::Size(48, 32)));
  BOOST_TEST((source->info().frame_rate == Rational(25)));
  BOOST_TEST(source->info().frames.value_or(0) == 6);
  int n = 0;
  for (Frame frame; source->read(frame); ++n) {
    BOOST_TEST(frame.index.value == n);
    BOOST_TEST((frame.time == Time{Rational(n, 25)}));
    BOOST_TEST(cv::mean(frame.luma)[0] == 20 * n, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(cv::countNonZero(frame.chroma[0] != 128) == 0);
    BOOST_TEST((frame.chroma[1].size() == frame.luma.size()));
  }
  BOOST_TEST(n == 6);
}

BOOST_AUTO_TEST_CASE(an_image_sequence_seeks_to_any_picture_and_clones) {
  const TemporaryFolder folder;
  const auto source = open_capture(image_sequence(folder, 6));
  BOOST_TEST(source->key_frames().size() == 6u);
  BOOST_TEST(times_of(*source).size() == 6u);
  BOOST_REQUIRE(source->seek(Time{Rational(4, 25)}));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.index.value == 4);
  BOOST_TEST(cv::mean(frame.luma)[0] == 80, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(times_of(*source->clone()).size() == 6u);
}

BOOST_AUTO_TEST_CASE(a_frame_of_a_sequence_stays_whole_while_others_are_read) {
  const TemporaryFolder folder;
  const auto source = open_capture(image_sequence(folder, 6));
  std::vector<Frame> frames(6);
  for (Frame& frame : frames) BOOST_REQUIRE(source->read(frame));
  for (int n = 0; n < 6; ++n) {
    BOOST_TEST(cv::mean(frames[static_cast<std::size_t>(n)].luma)[0] == 20 * n,
               boost::test_tools::tolerance(1e-9));
  }
}

BOOST_AUTO_TEST_CASE(chroma_of_a_sequence_is_blue_then_red) {
  const TemporaryFolder folder;
  const std::string pattern = folder / "red%d.png";
  output_of({"ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v",
             "1", pattern});
  const auto source = open_source(pattern);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.chroma[1].at<std::uint8_t>(0, 0) > 240);
  BOOST_TEST(frame.chroma[0].at<std::uint8_t>(0, 0) < 100);
}

BOOST_AUTO_TEST_CASE(a_pattern_that_no_file_fits_is_an_error_that_names_it) {
  BOOST_TEST(
      contains(thrown<Error>([] { open_source("/nowhere/shot_%04d.png"); }), "/nowhere/shot_%04d.png"));
}

BOOST_AUTO_TEST_CASE(a_camera_that_is_not_there_is_an_error_that_names_it) {
  BOOST_TEST(thrown<Error>([] { open_source("61"); }) == "61: the camera cannot be opened");
  BOOST_TEST(contains(thrown<Error>([] { open_source("/dev/video61"); }), "/dev/video61: the camera"));
}

BOOST_AUTO_TEST_CASE(a_pipeline_is_live_and_an_image_sequence_is_not) {
  const TemporaryFolder folder;
  BOOST_TEST(!open_source(image_sequence(folder, 2))->info().is_live);
  BOOST_TEST(!open_source(small_video())->info().is_live);
  std::unique_ptr<FrameSource> source;
  try {
    source =
        open_source("videotestsrc num-buffers=9 ! video/x-raw,width=64,height=48 ! videoconvert ! appsink");
  } catch (const Error&) {
  }
  if (skips(!source, "GStreamer's videotestsrc", "apt-get install gstreamer1.0-plugins-base")) return;
  BOOST_TEST(source->info().is_live);
  BOOST_TEST(!source->info().frames.has_value());
}

BOOST_AUTO_TEST_CASE(a_pipeline_that_cannot_start_is_an_error_that_names_it) {
  const std::string pipeline = "no_such_element_at_all ! appsink";
  BOOST_TEST(contains(thrown<Error>([&] { open_source(pipeline); }), pipeline));
}

BOOST_AUTO_TEST_CASE(a_file_whose_name_is_a_number_is_a_file) {
  const TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::copy_file(small_video(), folder / "7");
  std::filesystem::current_path(folder.path());
  const std::string container = open_source("7")->info().container;
  std::filesystem::current_path(before);
  BOOST_TEST(contains(container, "mp4"));
}

BOOST_AUTO_TEST_SUITE_END()
