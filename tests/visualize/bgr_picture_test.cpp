#include "smartcrop/visualize/bgr_picture.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/synthetic_source.hpp"
#include "support/media.hpp"

using namespace smartcrop;
using smartcrop::test::make_media;

namespace {

/// Gray 126 but for a bright quarter in the upper left of the stored picture.
Frame corner_frame(const Orientation& orientation, int bit_depth = 8) {
  SyntheticOptions options;
  options.size = {64, 32};
  options.frames = 1;
  options.background_luma = 126;
  options.bit_depth = bit_depth;
  options.orientation = orientation;
  options.shapes = {{cv::Rect2d(0, 0, 32, 16), {0, 0}, 235}};
  Frame frame;
  BOOST_REQUIRE(make_synthetic_source(options)->read(frame));
  return frame;
}

bool is_bright(const cv::Mat& bgr, double x, double y) {
  return bgr.at<cv::Vec3b>(static_cast<int>(y * bgr.rows), static_cast<int>(x * bgr.cols))[1] > 250;
}

/// Quarters that are bright, clockwise from the upper left, as bits.
int bright_quarters(const cv::Mat& bgr) {
  return is_bright(bgr, .25, .25) | is_bright(bgr, .75, .25) << 1 | is_bright(bgr, .75, .75) << 2 |
         is_bright(bgr, .25, .75) << 3;
}

/// Color bars as ffmpeg stores them in a pixel format, a matrix and a range, lossless.
std::string bars(const std::string& pixel_format, const std::string& matrix, const std::string& range) {
  return make_media(
      "bars.mkv",
      {"-f", "lavfi", "-i", "rgbtestsrc=size=192x96:rate=1:duration=1", "-vf",
       "scale=out_color_matrix=" + matrix + ":out_range=" + range + ",format=" + pixel_format, "-colorspace",
       matrix == "bt2020"  ? "bt2020nc"
       : matrix == "bt601" ? "smpte170m"
                           : matrix,
       "-color_range", range, "-c:v", "ffv1"});
}

cv::Mat first_picture(const std::string& path, cv::Size size = {}) {
  Frame frame;
  BOOST_REQUIRE(open_file(path)->read(frame));
  return bgr_picture(frame, size);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_bgr_picture)

BOOST_AUTO_TEST_CASE(codes_of_video_range_become_black_gray_and_white) {
  const cv::Mat picture = bgr_picture(corner_frame({}));
  BOOST_TEST(picture.size() == cv::Size(64, 32));
  BOOST_TEST(picture.type() == CV_8UC3);
  BOOST_TEST((cv::norm(picture.at<cv::Vec3b>(4, 4), cv::Vec3b(255, 255, 255), cv::NORM_INF) <= 1));
  // (126 - 16) * 255 / 219
  BOOST_TEST((cv::norm(picture.at<cv::Vec3b>(28, 60), cv::Vec3b(128, 128, 128), cv::NORM_INF) <= 1));
}

BOOST_AUTO_TEST_CASE(pictures_are_mirrored_first_and_then_turned_clockwise) {
  struct Case {
    Orientation orientation;
    int bright;
  };
  for (const Case& each :
       {Case{{0, false}, 1}, Case{{90, false}, 2}, Case{{180, false}, 4}, Case{{270, false}, 8},
        Case{{0, true}, 2}, Case{{90, true}, 4}, Case{{180, true}, 8}, Case{{270, true}, 1}}) {
    const cv::Mat picture = bgr_picture(corner_frame(each.orientation));
    const cv::Size expected = each.orientation.swaps_sides() ? cv::Size(32, 64) : cv::Size(64, 32);
    BOOST_TEST(picture.size() == expected);
    BOOST_TEST(bright_quarters(picture) == each.bright);
    const cv::Mat scaled = bgr_picture(corner_frame(each.orientation), {90, 30});
    BOOST_TEST(scaled.size() == cv::Size(90, 30));
    BOOST_TEST(bright_quarters(scaled) == each.bright);
  }
}

BOOST_AUTO_TEST_CASE(every_bit_depth_gives_the_same_picture) {
  const cv::Mat expected = bgr_picture(corner_frame({}));
  for (int depth = 9; depth <= 16; ++depth) {
    const cv::Mat picture = bgr_picture(corner_frame({}, depth));
    BOOST_TEST(cv::norm(picture, expected, cv::NORM_INF) <= 1, depth << " bits");
  }
}

BOOST_AUTO_TEST_CASE(colors_come_back_whatever_pixel_format_matrix_and_range_they_are_stored_in) {
  // Red, green and blue ramps lie below one another; between their edges chroma is smooth. 256 * 184 / 192:
  constexpr int kThere = 245;
  for (const char* format : {"yuv420p", "yuv422p10le", "yuv444p", "yuv440p", "yuv444p12le", "yuv411p"}) {
    for (const char* matrix : {"bt601", "bt709", "bt2020"}) {
      for (const char* range : {"tv", "pc"}) {
        const cv::Mat picture = first_picture(bars(format, matrix, range));
        const std::array<cv::Vec3b, 3> truth{{{0, 0, kThere}, {0, kThere, 0}, {kThere, 0, 0}}};
        for (int bar = 0; bar < 3; ++bar) {
          const auto color = picture.at<cv::Vec3b>(16 + 32 * bar, picture.cols - 8);
          // Two codes of rounding each way.
          BOOST_TEST(cv::norm(color, truth[static_cast<std::size_t>(bar)], cv::NORM_INF) <= 4,
                     format << " " << matrix << " " << range << ": bar " << bar);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(rgb_and_gray_videos_keep_their_colors) {
  const std::string rgb =
      make_media("rgb.mkv", {"-f", "lavfi", "-i", "color=0x4080C0:size=64x64:rate=1:duration=1", "-pix_fmt",
                             "bgr0", "-c:v", "ffv1"});
  BOOST_TEST(
      (cv::norm(first_picture(rgb).at<cv::Vec3b>(30, 30), cv::Vec3b(0xC0, 0x80, 0x40), cv::NORM_INF) <= 3));
  const std::string gray =
      make_media("gray.mkv", {"-f", "lavfi", "-i", "color=0x606060:size=64x64:rate=1:duration=1", "-pix_fmt",
                              "gray", "-c:v", "ffv1"});
  BOOST_TEST(
      (cv::norm(first_picture(gray).at<cv::Vec3b>(30, 30), cv::Vec3b(0x60, 0x60, 0x60), cv::NORM_INF) <= 2));
}

BOOST_AUTO_TEST_CASE(a_smaller_picture_is_the_mean_of_its_pixels) {
  SyntheticOptions options;
  options.size = {640, 480};
  options.frames = 1;
  options.texture = 40;
  const auto source = make_synthetic_source(options);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  cv::Mat expected;
  cv::resize(bgr_picture(frame), expected, {40, 30}, 0, 0, cv::INTER_AREA);
  // Bicubic against a box: the checker of 8 px lies in cells of 16 px.
  BOOST_TEST(cv::norm(bgr_picture(frame, {40, 30}), expected, cv::NORM_L1) / (40 * 30 * 3) < 3);
}

BOOST_AUTO_TEST_SUITE_END()
