#include "smartcrop/video/color_coding.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>

#include "reference.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr int kBt709 = 1, kUnsaid = 2, kBt601 = 6;

/// One frame of one color, R'G'B' 200, 60, 30, stored losslessly with a matrix and range that the file says.
std::string orange(const std::string& size, const std::string& matrix, const std::string& range) {
  const std::string tag = matrix == "bt601" ? "smpte170m" : matrix;
  return make_media("orange-" + size + "-" + matrix + "-" + range + ".mkv",
                    {"-f", "lavfi", "-i", "color=0xC83C1E:size=" + size + ":rate=25:duration=0.04", "-vf",
                     "scale=out_color_matrix=" + matrix + ":out_range=" + range + ",format=yuv444p", "-c:v",
                     "ffv1", "-colorspace", tag, "-color_range", range});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(an_unsaid_matrix_is_bt709_for_high_definition) {
  BOOST_TEST(known_matrix(kUnsaid, {720, 576}) == kBt601);
  BOOST_TEST(known_matrix(kUnsaid, {1024, 576}) == kBt601);
  BOOST_TEST(known_matrix(kUnsaid, {720, 577}) == kBt709);
  BOOST_TEST(known_matrix(kUnsaid, {1280, 544}) == kBt709);
  BOOST_TEST(known_matrix(kUnsaid, {720, 1280}) == kBt709);
  BOOST_TEST(known_matrix(kBt601, {1920, 1080}) == kBt601);
}

BOOST_AUTO_TEST_CASE(black_and_white_are_0_and_255_in_both_ranges) {
  for (const bool full : {false, true}) {
    const RgbFromCodes rgb = rgb_from_codes({kBt709, full});
    BOOST_TEST(rgb.luma_gain * ((full ? 0 : 16) - rgb.black) == 0);
    BOOST_TEST(std::abs(rgb.luma_gain * ((full ? 255 : 235) - rgb.black) - 255) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(the_coefficients_are_those_of_the_standards) {
  // ITU-R BT.601 and BT.709 for the limited range, JFIF for the full one.
  const RgbFromCodes sd = rgb_from_codes({kBt601, false}), hd = rgb_from_codes({kBt709, false}),
                     jpeg = rgb_from_codes({kBt601, true});
  const auto near = [](double a, double b) { return std::abs(a - b) < 1e-3; };
  BOOST_TEST((near(sd.red_cr, 1.596) && near(sd.green_cb, -0.392) && near(sd.green_cr, -0.813) &&
              near(sd.blue_cb, 2.017)));
  BOOST_TEST((near(hd.red_cr, 1.793) && near(hd.green_cb, -0.213) && near(hd.green_cr, -0.533) &&
              near(hd.blue_cb, 2.112)));
  BOOST_TEST((near(jpeg.red_cr, 1.402) && near(jpeg.green_cb, -0.344) && near(jpeg.green_cr, -0.714) &&
              near(jpeg.blue_cb, 1.772)));
}

BOOST_AUTO_TEST_CASE(a_color_comes_back_from_any_matrix_and_range_that_the_file_says) {
  for (const std::string size : {"320x180", "1280x720"}) {
    for (const std::string matrix : {"bt601", "bt709"}) {
      for (const std::string range : {"tv", "pc"}) {
        BOOST_TEST_CONTEXT(size << " " << matrix << " " << range) {
          Frame frame;
          BOOST_REQUIRE(open_file(orange(size, matrix, range))->read(frame));
          BOOST_TEST(frame.coding.matrix == (matrix == "bt601" ? kBt601 : kBt709));
          BOOST_TEST(frame.coding.full_range == (range == "pc"));
          const RgbFromCodes rgb = rgb_from_codes(frame.coding);
          const double y = rgb.luma_gain * (frame.luma.at<std::uint8_t>(9, 9) - rgb.black);
          const double b = frame.chroma[0].at<std::uint8_t>(9, 9) - 128.0,
                       r = frame.chroma[1].at<std::uint8_t>(9, 9) - 128.0;
          BOOST_TEST(std::abs(y + rgb.red_cr * r - 200) <= 3);
          BOOST_TEST(std::abs(y + rgb.green_cb * b + rgb.green_cr * r - 60) <= 3);
          BOOST_TEST(std::abs(y + rgb.blue_cb * b - 30) <= 3);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
