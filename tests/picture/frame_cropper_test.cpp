#include "smartcrop/picture/frame_cropper.hpp"

#include <boost/test/unit_test.hpp>

#include "picture/picture_support.hpp"

namespace smartcrop::internal {
namespace {

const cv::Size kSource{64, 36};

CropperSettings settings_for(cv::Size output, Orientation orientation = {}) {
  CropperSettings settings;
  settings.source_size = kSource;
  settings.output_size = output;
  settings.orientation = orientation;
  settings.output.format = AV_PIX_FMT_YUV420P;
  settings.workers = 1;
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_frame_cropper)

BOOST_AUTO_TEST_CASE(a_window_on_whole_chroma_samples_is_cut_without_a_copy) {
  const libav::FramePtr source = test::noise_picture(AV_PIX_FMT_YUV420P, kSource);
  const libav::FramePtr cut = FrameCropper(settings_for({20, 12})).crop(*source, {{10, 6, 20, 12}});
  BOOST_TEST(cut->data[0] == source->data[0] + 6 * source->linesize[0] + 10);
  BOOST_TEST(cut->data[1] == source->data[1] + 3 * source->linesize[1] + 5);
  BOOST_TEST(cut->width == 20);
  BOOST_TEST(cut->height == 12);
}

BOOST_AUTO_TEST_CASE(an_odd_position_moves_luma_by_whole_samples) {
  const libav::FramePtr source = test::noise_picture(AV_PIX_FMT_YUV420P, kSource);
  const libav::FramePtr made = FrameCropper(settings_for({20, 12})).crop(*source, {{11, 7, 20, 12}});
  BOOST_TEST(
      test::largest_difference(plane_view(*made, 0), plane_view(*source, 0)(cv::Rect(11, 7, 20, 12))) == 0);
}

BOOST_AUTO_TEST_CASE(a_window_of_the_displayed_picture_is_found_in_the_stored_one) {
  // Displayed 36 x 64 after a quarter turn: its left edge is the stored picture's bottom.
  const CropWindow stored = window_in_stored({2, 10, 20, 30}, {.clockwise_degrees = 90}, {36, 64});
  BOOST_TEST(stored.x == 10);
  BOOST_TEST(stored.y == 14);
  BOOST_TEST(stored.w == 30);
  BOOST_TEST(stored.h == 20);
  const CropWindow mirrored = window_in_stored({2, 10, 20, 20}, {.mirrored = true}, kSource);
  BOOST_TEST(mirrored.x == 42);
  BOOST_TEST(mirrored.y == 10);
}

BOOST_AUTO_TEST_CASE(a_padded_window_keeps_its_shape_in_the_middle_of_the_background) {
  CropperSettings settings = settings_for({36, 64});
  settings.background = {Background::Fill::color, {0, 0, 0}};
  const libav::FramePtr source = test::noise_picture(AV_PIX_FMT_YUV420P, kSource);
  plane_view(*source, 0).setTo(200);
  const libav::FramePtr made = FrameCropper(settings).crop(*source, {{0, 0, 64, 36}, Fit::pad});
  const cv::Mat luma = plane_view(*made, 0);
  BOOST_TEST(luma.at<std::uint8_t>(0, 18) == 16);  // black of studio range
  BOOST_TEST(luma.at<std::uint8_t>(63, 18) == 16);
  BOOST_TEST(luma.at<std::uint8_t>(32, 18) == 200);
}

BOOST_AUTO_TEST_CASE(two_windows_share_the_output_one_above_the_other) {
  const libav::FramePtr source = test::noise_picture(AV_PIX_FMT_YUV420P, kSource);
  const View view{{10, 6, 16, 12}, Fit::crop, CropWindow{40, 2, 16, 12}};
  for (const AVPixelFormat format : {AV_PIX_FMT_YUV420P, AV_PIX_FMT_NV12}) {
    CropperSettings settings = settings_for({16, 24});
    settings.output.format = format;
    const libav::FramePtr made = FrameCropper(settings).crop(*source, view);
    BOOST_REQUIRE(made->format == format);
    BOOST_REQUIRE((cv::Size(made->width, made->height) == cv::Size(16, 24)));
    const cv::Mat luma(24, 16, CV_8UC1, made->data[0], static_cast<std::size_t>(made->linesize[0]));
    const cv::Mat from = plane_view(*source, 0);
    BOOST_TEST(test::largest_difference(luma.rowRange(0, 12), from(cv::Rect(10, 6, 16, 12))) == 0);
    BOOST_TEST(test::largest_difference(luma.rowRange(12, 24), from(cv::Rect(40, 2, 16, 12))) == 0);
    if (format != AV_PIX_FMT_YUV420P) continue;
    const cv::Mat cb = plane_view(*made, 1), cb_from = plane_view(*source, 1);
    BOOST_TEST(test::largest_difference(cb.rowRange(0, 6), cb_from(cv::Rect(5, 3, 8, 6))) == 0);
    BOOST_TEST(test::largest_difference(cb.rowRange(6, 12), cb_from(cv::Rect(20, 1, 8, 6))) == 0);
  }
}

BOOST_AUTO_TEST_CASE(two_windows_of_a_turned_picture_stand_side_by_side_in_a_wide_output) {
  const libav::FramePtr source = test::noise_picture(AV_PIX_FMT_YUV420P, kSource);
  const View view{{10, 6, 12, 12}, Fit::crop, CropWindow{40, 2, 12, 12}};
  const libav::FramePtr made =
      FrameCropper(settings_for({24, 12}, {.clockwise_degrees = 180})).crop(*source, view);
  const cv::Mat luma = plane_view(*made, 0);
  cv::Mat turned;
  cv::rotate(plane_view(*source, 0), turned, cv::ROTATE_180);
  BOOST_TEST(test::largest_difference(luma.colRange(0, 12), turned(cv::Rect(10, 6, 12, 12))) == 0);
  BOOST_TEST(test::largest_difference(luma.colRange(12, 24), turned(cv::Rect(40, 2, 12, 12))) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
