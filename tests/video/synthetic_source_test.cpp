#include "smartcrop/video/synthetic_source.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "reference.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

SyntheticOptions moving_square() {
  SyntheticOptions options;
  options.size = {64, 48};
  options.frames = 30;
  options.shapes.push_back(
      {.start = {10, 8, 6, 4}, .velocity_px = {1.5, 0.5}, .luma = 200, .cb = 90, .cr = 160});
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(the_default_synthetic_source_gives_its_flat_frames) {
  const auto source = make_synthetic_source({});
  BOOST_TEST((source->info().size == cv::Size(320, 180)));
  int frames = 0;
  for (Frame frame; source->read(frame); ++frames) {
    BOOST_TEST(frame.index.value == frames);
    BOOST_TEST((frame.time == Time{Rational(frames, 25)}));
    BOOST_TEST(frame.is_key == (frames % 12 == 0));
    BOOST_TEST(cv::countNonZero(frame.luma != 64) == 0);
    BOOST_TEST(cv::countNonZero(frame.chroma[0] != 128) == 0);
  }
  BOOST_TEST(frames == 50);
}

BOOST_AUTO_TEST_CASE(a_shape_is_where_its_start_and_speed_say) {
  const auto source = make_synthetic_source(moving_square());
  Frame frame;
  for (int n = 0; n < 10; ++n) BOOST_REQUIRE(source->read(frame));
  const cv::Rect where(10 + 14, 8 + 5, 6, 4);  // frame 9: 13.5 and 4.5 px, rounded
  BOOST_TEST(cv::countNonZero(frame.luma == 200) == 24);
  BOOST_TEST(cv::countNonZero(frame.luma(where) == 200) == 24);
  BOOST_TEST(cv::countNonZero(frame.chroma[0] == 90) == 3 * 3);  // rows 13..16 touch chroma rows 6..8
  BOOST_TEST(cv::countNonZero(frame.chroma[1](cv::Rect(12, 6, 3, 3)) == 160) == 9);
}

BOOST_AUTO_TEST_CASE(a_shape_that_leaves_the_frame_is_cut_at_its_border) {
  SyntheticOptions options = moving_square();
  options.shapes[0].start = {-3, -2, 6, 4};
  options.shapes[0].velocity_px = {-10, 0};
  const auto source = make_synthetic_source(options);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(cv::countNonZero(frame.luma == 200) == 3 * 2);
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(cv::countNonZero(frame.luma == 200) == 0);
}

BOOST_AUTO_TEST_CASE(more_bits_scale_the_codes) {
  SyntheticOptions options = moving_square();
  options.bit_depth = 10;
  const auto source = make_synthetic_source(options);
  BOOST_TEST(source->info().pixel_format == "yuv420p10le");
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.bit_depth == 10);
  BOOST_TEST(frame.luma.type() == CV_16UC1);
  BOOST_TEST(frame.luma.at<std::uint16_t>(0, 0) == 64 * 4);
  BOOST_TEST(frame.luma.at<std::uint16_t>(9, 11) == 200 * 4);
}

BOOST_AUTO_TEST_CASE(the_texture_is_a_checker_of_eight_pixels) {
  SyntheticOptions options;
  options.texture = 30;
  const auto source = make_synthetic_source(options);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.luma.at<std::uint8_t>(7, 7) == 64);
  BOOST_TEST(frame.luma.at<std::uint8_t>(7, 8) == 94);
  BOOST_TEST(frame.luma.at<std::uint8_t>(8, 8) == 64);
}

BOOST_AUTO_TEST_CASE(gray_and_turned_synthetic_video_says_so) {
  SyntheticOptions options;
  options.gray = true;
  options.orientation = {90, true};
  const auto source = make_synthetic_source(options);
  BOOST_TEST((source->info().size == cv::Size(180, 320)));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.chroma[0].empty());
  BOOST_TEST((frame.orientation == Orientation{90, true}));
  BOOST_TEST((frame.luma.size() == cv::Size(320, 180)));
}

BOOST_AUTO_TEST_CASE(synthetic_video_seeks_to_its_key_frames_and_clones) {
  const auto source = make_synthetic_source(moving_square());
  BOOST_TEST(source->key_frames().size() == 3u);
  const std::string all = pixels_of(*source);
  const std::size_t bytes_per_frame = 64 * 48 * 3 / 2;
  BOOST_REQUIRE(source->seek(Time{Rational(20, 25)}));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.index.value == 12);
  BOOST_TEST(same_bytes(pixels_of(frame), all.substr(12 * bytes_per_frame, bytes_per_frame)));
  BOOST_TEST(same_bytes(pixels_of(*source->clone()), all));
}

BOOST_AUTO_TEST_CASE(a_synthetic_source_out_of_range_is_refused_by_name) {
  const auto refusal = [](auto change) {
    SyntheticOptions options;
    change(options);
    return thrown<std::invalid_argument>([&] { make_synthetic_source(options); });
  };
  BOOST_TEST(contains(refusal([](auto& o) { o.size = {0, 4}; }), "size"));
  BOOST_TEST(contains(refusal([](auto& o) { o.bit_depth = 17; }), "bit_depth"));
  BOOST_TEST(contains(refusal([](auto& o) { o.frame_rate = Rational(0); }), "frame_rate"));
  BOOST_TEST(contains(refusal([](auto& o) { o.key_frame_interval = 0; }), "key_frame_interval"));
  BOOST_TEST(contains(refusal([](auto& o) { o.background_luma = 256; }), "background_luma"));
  BOOST_TEST(contains(refusal([](auto& o) { o.orientation.clockwise_degrees = 45; }), "orientation"));
}

BOOST_AUTO_TEST_SUITE_END()
