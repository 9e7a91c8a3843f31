#include "smartcrop/picture/pixel_format.hpp"

#include <boost/test/unit_test.hpp>

#include "picture/picture_support.hpp"

namespace smartcrop::internal {

BOOST_AUTO_TEST_SUITE(picture_pixel_format)

BOOST_AUTO_TEST_CASE(planar_formats_of_8_to_16_bits_are_plain) {
  for (const AVPixelFormat format : {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P10, AV_PIX_FMT_GBRP,
                                     AV_PIX_FMT_GRAY8, AV_PIX_FMT_YUVA444P, AV_PIX_FMT_GRAY16}) {
    BOOST_TEST(is_plain_planar(format), av_get_pix_fmt_name(format));
  }
  for (const AVPixelFormat format : {AV_PIX_FMT_NV12, AV_PIX_FMT_BGR24, AV_PIX_FMT_PAL8, AV_PIX_FMT_GRAYF32,
                                     AV_PIX_FMT_P010, AV_PIX_FMT_MONOWHITE}) {
    BOOST_TEST(!is_plain_planar(format), av_get_pix_fmt_name(format));
  }
}

BOOST_AUTO_TEST_CASE(the_planar_equivalent_keeps_depth_chroma_and_transparency) {
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_NV12) == AV_PIX_FMT_YUV420P);
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_YUYV422) == AV_PIX_FMT_YUV422P);
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_P010) == AV_PIX_FMT_YUV420P16);
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_BGR24) == AV_PIX_FMT_GBRP);
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_BGRA) == AV_PIX_FMT_GBRAP);
  BOOST_TEST(planar_equivalent(AV_PIX_FMT_YUV420P) == AV_PIX_FMT_YUV420P);
}

BOOST_AUTO_TEST_CASE(full_range_formats_count_as_plain_ones) {
  BOOST_TEST(without_range(AV_PIX_FMT_YUVJ420P) == AV_PIX_FMT_YUV420P);
  BOOST_TEST(without_range(AV_PIX_FMT_GBRP) == AV_PIX_FMT_GBRP);
}

BOOST_AUTO_TEST_CASE(chroma_planes_are_subsampled_and_rounded_up) {
  BOOST_TEST((plane_size(AV_PIX_FMT_YUV420P, {5, 7}, 0) == cv::Size(5, 7)));
  BOOST_TEST((plane_size(AV_PIX_FMT_YUV420P, {5, 7}, 1) == cv::Size(3, 4)));
  BOOST_TEST((plane_size(AV_PIX_FMT_GBRP, {5, 7}, 1) == cv::Size(5, 7)));
  BOOST_TEST((with_subsampling(AV_PIX_FMT_YUV422P10, 0, 0) == AV_PIX_FMT_YUV444P10));
}

BOOST_AUTO_TEST_CASE(one_pixel_that_lets_light_through_makes_a_picture_transparent) {
  const libav::FramePtr picture = test::noise_picture(AV_PIX_FMT_YUVA420P, {16, 8});
  cv::Mat alpha = plane_view(*picture, 3);
  alpha.setTo(255);
  BOOST_TEST(!is_transparent(*picture));
  alpha.at<std::uint8_t>(7, 15) = 254;
  BOOST_TEST(is_transparent(*picture));
  BOOST_TEST(!is_transparent(*test::noise_picture(AV_PIX_FMT_YUV420P, {16, 8})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
