#include <boost/test/unit_test.hpp>
#include <cmath>

#include "../../modules/subjects/src/network.hpp"
#include "subjects/subjects_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Values come out as they are.
const internal::ColorPlanes kPlain{false, {0, 0, 0}, {1, 1, 1}};
const cv::Size kMap{64, 48};

struct Codes {
  int luma, cb, cr;
};

/// R, G, B of a flat frame of these codes.
cv::Vec3f color_seen(const Codes& codes, const ColorCoding& coding,
                     const internal::ColorPlanes& planes = kPlain) {
  SmallFrame frame = flat_frame(kMap, codes.luma);
  frame.cb = codes.cb << kMapFractionBits;
  frame.cr = codes.cr << kMapFractionBits;
  frame.coding = coding;
  const cv::Mat blob = internal::network_input(frame, internal::Letterbox(kMap, kMap), planes);
  cv::Vec3f color;
  for (int channel = 0; channel < 3; ++channel) color[channel] = *blob.ptr<float>(0, channel);
  return color;
}

void check_color(const cv::Vec3f& found, const cv::Vec3f& expected) {
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(std::abs(found[i] - expected[i]) < 2.5F, found << " not " << expected);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subjects_network_input)

BOOST_AUTO_TEST_CASE(a_network_sees_the_same_color_whatever_the_coding) {
  // Codes of pure red and pure blue, ITU-T H.273: BT.601 (5), BT.709 (1), and BT.601 in full range.
  check_color(color_seen({81, 90, 240}, {5, false}), {255, 0, 0});
  check_color(color_seen({63, 102, 240}, {1, false}), {255, 0, 0});
  check_color(color_seen({76, 85, 255}, {5, true}), {255, 0, 0});
  check_color(color_seen({41, 240, 110}, {5, false}), {0, 0, 255});
  check_color(color_seen({32, 240, 118}, {1, false}), {0, 0, 255});
}

BOOST_AUTO_TEST_CASE(black_and_white_span_the_range) {
  check_color(color_seen({16, 128, 128}, {1, false}), {0, 0, 0});
  check_color(color_seen({235, 128, 128}, {1, false}), {255, 255, 255});
  check_color(color_seen({255, 128, 128}, {1, true}), {255, 255, 255});
}

BOOST_AUTO_TEST_CASE(planes_are_ordered_and_normalized_as_the_network_wants) {
  const cv::Vec3f color = color_seen({81, 90, 240}, {5, false}, {true, {127, 127, 127}, {128, 128, 128}});
  BOOST_TEST(std::abs(color[2] - 1) < 0.02F);      // red, the last of B, G, R
  BOOST_TEST(std::abs(color[0] + 0.99F) < 0.02F);  // no blue
}

BOOST_AUTO_TEST_CASE(a_point_of_the_input_is_found_again_in_the_map) {
  const internal::Letterbox box({320, 180}, {320, 240});  // 30 rows above and below
  BOOST_TEST((box.picture == cv::Rect(0, 30, 320, 180)));
  BOOST_TEST((box.in_map(160, 120) == cv::Point2d(160, 90)));
  BOOST_TEST((box.in_map(0, 30) == cv::Point2d(0, 0)));
}

BOOST_AUTO_TEST_SUITE_END()
