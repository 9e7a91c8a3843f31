#include "smartcrop/picture/frame_blend.hpp"

#include <boost/test/unit_test.hpp>

#include "picture/picture_support.hpp"

namespace smartcrop::internal {
namespace {

libav::FramePtr gray(int level) {
  libav::FramePtr picture = test::noise_picture(AV_PIX_FMT_GRAY8, {6, 4});
  plane_view(*picture, 0).setTo(level);
  return picture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_frame_blend)

BOOST_AUTO_TEST_CASE(nothing_blends_to_nothing_and_one_picture_to_itself) {
  FrameBlend blend;
  BOOST_TEST(!blend.mean());
  const libav::FramePtr picture = gray(40);
  blend.add(*picture, 0.3);
  BOOST_TEST(blend.mean()->data[0] == picture->data[0]);
}

BOOST_AUTO_TEST_CASE(the_mean_follows_the_weights) {
  FrameBlend blend;
  blend.add(*gray(100), 1);
  blend.add(*gray(200), 3);
  const libav::FramePtr mean = blend.mean();
  BOOST_TEST(test::largest_difference(plane_view(*mean, 0), cv::Mat(4, 6, CV_8UC1, cv::Scalar(175))) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
