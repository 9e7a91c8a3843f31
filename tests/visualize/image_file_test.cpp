#include "smartcrop/visualize/image_file.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <opencv2/core.hpp>

#include "smartcrop/core/error.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::TemporaryFolder;
using smartcrop::test::thrown;

namespace {

/// Smooth colors with a hard colored edge, of odd sides.
cv::Mat colors() {
  cv::Mat picture(61, 83, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<cv::Vec3b>(y, x) =
          cv::Vec3b(cv::saturate_cast<uchar>(3 * x), cv::saturate_cast<uchar>(4 * y), x < 40 ? 20 : 230);
    }
  }
  return picture;
}

/// What ffmpeg, another decoder than ours, sees in the file.
cv::Mat seen_by_ffmpeg(const std::string& path, cv::Size size) {
  const std::string raw =
      test::run({"ffmpeg", "-v", "error", "-i", path, "-sws_flags", "accurate_rnd+full_chroma_int",
                 "-pix_fmt", "bgr24", "-f", "rawvideo", "-"})
          .out;
  BOOST_REQUIRE(raw.size() == static_cast<std::size_t>(size.area()) * 3);
  cv::Mat picture(size, CV_8UC3);
  std::copy(raw.begin(), raw.end(), picture.data);
  return picture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_image_file)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(JpegOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(a_quantizer_out_of_range_is_a_problem) {
  for (const int qscale : {0, 32}) BOOST_TEST(JpegOptions{qscale}.problems().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_png_holds_exactly_the_pixels) {
  const TemporaryFolder folder;
  write_file(folder / "a.PNG", encode_image(colors(), "a.PNG"));
  BOOST_TEST(cv::norm(seen_by_ffmpeg(folder / "a.PNG", colors().size()), colors(), cv::NORM_INF) == 0);
}

BOOST_AUTO_TEST_CASE(a_jpeg_looks_like_the_picture) {
  const TemporaryFolder folder;
  write_file(folder / "a.jpg", encode_jpeg(colors()));
  const cv::Mat seen = seen_by_ffmpeg(folder / "a.jpg", colors().size());
  BOOST_TEST(cv::PSNR(seen, colors()) > 38);  // 41 measured
  BOOST_TEST((encode_jpeg(colors(), {8}).size() < encode_jpeg(colors(), {2}).size()));
  BOOST_TEST((encode_jpeg(colors(), {3, true}).size() < encode_jpeg(colors(), {3}).size()));
}

BOOST_AUTO_TEST_CASE(other_pictures_than_bgr_are_refused) {
  for (const cv::Mat& picture : {cv::Mat(), cv::Mat(4, 4, CV_8UC1, cv::Scalar(0))}) {
    BOOST_TEST(contains(thrown<std::invalid_argument>([&] { encode_png(picture); }), "CV_8UC3"));
    BOOST_TEST(contains(thrown<std::invalid_argument>([&] { encode_jpeg(picture); }), "CV_8UC3"));
  }
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_replaced_only_where_that_is_asked_for) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.png") << "precious";
  const std::vector<std::uint8_t> bytes{1, 2, 3};
  BOOST_TEST(contains(thrown<Error>([&] { write_file(folder / "a.png", bytes); }), "already exists"));
  BOOST_TEST(std::filesystem::file_size(folder / "a.png") == 8U);
  write_file(folder / "a.png", bytes, Existing::replace);
  BOOST_TEST(std::filesystem::file_size(folder / "a.png") == 3U);
  BOOST_TEST(folder.names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_named) {
  const TemporaryFolder folder;
  BOOST_TEST(contains(thrown<Error>([&] { write_file(folder / "no/a.png", {}); }), "no such folder"));
}

BOOST_AUTO_TEST_CASE(a_webp_is_the_picture_and_smaller_than_a_jpeg) {
  const TemporaryFolder folder;
  const cv::Mat picture = colors();
  write_file(folder / "a.webp", encode_webp(picture, 90));
  const cv::Mat seen = seen_by_ffmpeg(folder / "a.webp", picture.size());
  BOOST_TEST(cv::norm(seen, picture, cv::NORM_L1) / static_cast<double>(picture.total() * 3) < 4);
  BOOST_TEST(encode_webp(picture, 60).size() < encode_jpeg(picture).size());
  BOOST_TEST(
      contains(thrown<std::invalid_argument>([&] { encode_webp(picture, 101); }), "must be from 0 to 100"));
}

BOOST_AUTO_TEST_SUITE_END()
