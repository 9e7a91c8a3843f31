#include <boost/test/unit_test.hpp>

#include "reference.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr const char* kPicture = "testsrc2=size=162x90:rate=25:duration=0.4";

std::string lossless(const std::string& format, const std::string& extra_filter = "") {
  return make_media("lossless-" + format + ".mkv", {"-f", "lavfi", "-i", kPicture, "-vf",
                                                    "format=" + format + extra_filter, "-c:v", "ffv1"});
}

std::string raw_video(const std::string& format, const std::string& container = "nut") {
  return make_media("raw-" + format + "." + container,
                    {"-f", "lavfi", "-i", kPicture, "-pix_fmt", format, "-c:v", "rawvideo"});
}

struct Shape {
  int depth;
  cv::Size chroma;  ///< 0 x 0 = none
};

void check(const std::string& path, const std::string& shown_as, Shape shape) {
  BOOST_TEST_CONTEXT(path) {
    const auto source = open_file(path);
    BOOST_TEST(source->info().bit_depth == shape.depth);
    Frame frame;
    BOOST_REQUIRE(source->read(frame));
    BOOST_TEST(frame.bit_depth == shape.depth);
    BOOST_TEST(frame.luma.type() == (shape.depth > 8 ? CV_16UC1 : CV_8UC1));
    BOOST_TEST((frame.luma.size() == cv::Size(162, 90)));
    for (const cv::Mat& plane : frame.chroma) {
      BOOST_TEST((plane.size() == shape.chroma));
      if (shape.chroma.area() > 0) BOOST_TEST(plane.type() == frame.luma.type());
    }
    const auto again = open_file(path);
    // The flags of our own conversion, so that ffmpeg's scaler gives the same bytes.
    const std::vector<std::string> flags{"-sws_flags",
                                         "bilinear+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact"};
    BOOST_TEST(same_bytes(pixels_of(*again), ffmpeg_pixels(path, shown_as, flags)));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(planar_yuv_of_eight_bits_comes_as_it_is) {
  check(lossless("yuv420p"), "yuv420p", {8, {81, 45}});
  check(lossless("yuv422p"), "yuv422p", {8, {81, 90}});
  check(lossless("yuv444p"), "yuv444p", {8, {162, 90}});
}

BOOST_AUTO_TEST_CASE(planar_yuv_of_more_bits_comes_as_it_is) {
  check(lossless("yuv420p10le"), "yuv420p10le", {10, {81, 45}});
  check(lossless("yuv422p12le"), "yuv422p12le", {12, {81, 90}});
  check(lossless("yuv444p16le"), "yuv444p16le", {16, {162, 90}});
}

BOOST_AUTO_TEST_CASE(gray_has_no_chroma) {
  check(lossless("gray"), "gray", {8, {}});
  check(lossless("gray10le"), "gray10le", {10, {}});
  check(lossless("gray16le"), "gray16le", {16, {}});
}

BOOST_AUTO_TEST_CASE(transparency_is_left_aside) {
  const auto source = open_file(lossless("yuva420p"));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST((frame.luma.u == nullptr));  // a view, not a conversion
  check(lossless("yuva420p"), "yuv420p", {8, {81, 45}});
}

BOOST_AUTO_TEST_CASE(rgb_is_converted_to_full_chroma) {
  check(lossless("bgr0"), "yuv444p", {8, {162, 90}});
  check(lossless("gbrp10le"), "yuv444p10le", {10, {162, 90}});
  check(raw_video("rgb24", "avi"), "yuv444p", {8, {162, 90}});
  const std::string png = make_media("still.png", {"-f", "lavfi", "-i", kPicture, "-frames:v", "1"});
  check(png, "yuv444p", {8, {162, 90}});
}

BOOST_AUTO_TEST_CASE(a_palette_is_converted_to_full_chroma) {
  const std::string gif = make_media("palette.gif", {"-f", "lavfi", "-i", kPicture});
  check(gif, "yuv444p", {8, {162, 90}});
  check(lossless("pal8", ",format=pal8"), "yuv444p", {8, {162, 90}});
}

BOOST_AUTO_TEST_CASE(semi_planar_and_packed_yuv_keep_their_chroma_resolution) {
  check(raw_video("nv12"), "yuv420p", {8, {81, 45}});
  check(raw_video("yuyv422"), "yuv422p", {8, {81, 90}});
}

BOOST_AUTO_TEST_CASE(samples_of_the_other_byte_order_are_turned) {
  check(raw_video("yuv420p10be"), "yuv420p10le", {10, {81, 45}});
}

BOOST_AUTO_TEST_CASE(black_and_white_comes_as_gray) {
  check(raw_video("monob"), "gray", {8, {}});
}

BOOST_AUTO_TEST_CASE(odd_sizes_round_chroma_up) {
  const std::string path =
      make_media("odd-sides.mkv", {"-f", "lavfi", "-i", "testsrc2=size=200x100:rate=25:duration=0.4", "-vf",
                                   "scale=161:91", "-pix_fmt", "yuv420p", "-c:v", "ffv1"});
  const auto source = open_file(path);
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST((frame.luma.size() == cv::Size(161, 91)));
  BOOST_TEST((frame.chroma[0].size() == cv::Size(81, 46)));
  BOOST_TEST(same_bytes(pixels_of(*open_file(path)), ffmpeg_pixels(path, "yuv420p")));
}

BOOST_AUTO_TEST_CASE(ten_bit_h264_equals_ffmpeg) {
  const std::string path = make_media(
      "ten-bit.mp4", {"-f", "lavfi", "-i", kPicture, "-c:v", "libx264", "-pix_fmt", "yuv420p10le"});
  check(path, "yuv420p10le", {10, {81, 45}});
}

BOOST_AUTO_TEST_SUITE_END()
