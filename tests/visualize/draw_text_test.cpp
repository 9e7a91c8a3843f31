#include "smartcrop/visualize/draw_text.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "smartcrop/core/parallel.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

cv::Mat black(cv::Size size = {400, 60}) {
  return cv::Mat(size, CV_8UC3, cv::Scalar::all(0));
}

cv::Mat drawn(const std::string& text, const TextStyle& style = {}, cv::Point corner = {10, 10}) {
  cv::Mat picture = black();
  draw_text(picture, text, corner, style);
  return picture;
}

/// The smallest rectangle around everything that is not black.
cv::Rect ink(const cv::Mat& picture) {
  cv::Rect box;
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      if (picture.at<cv::Vec3b>(y, x) != cv::Vec3b(0, 0, 0)) box |= cv::Rect(x, y, 1, 1);
    }
  }
  return box;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_draw_text)

BOOST_AUTO_TEST_CASE(text_stays_inside_the_space_it_asks_for) {
  for (const int size_px : {8, 16, 31}) {
    const TextStyle style{size_px};
    const cv::Rect space({10, 10}, text_size("Ägypten, 3rd: jq|(100 %)", style));
    const cv::Rect box = ink(drawn("Ägypten, 3rd: jq|(100 %)", style));
    BOOST_TEST(!box.empty());
    BOOST_TEST((box & space) == box);
    BOOST_TEST(box.width > space.width - size_px);
  }
}

BOOST_AUTO_TEST_CASE(letters_are_as_high_as_the_font_says_and_their_edges_are_smooth) {
  const cv::Mat picture = drawn("HO", {40});
  BOOST_TEST(std::abs(ink(picture).height - 40 * 0.73) <= 3);
  int between = 0;
  for (int i = 0; i < picture.rows * picture.cols; ++i) {
    const int level = picture.at<cv::Vec3b>(i / picture.cols, i % picture.cols)[0];
    between += level > 40 && level < 215;
  }
  BOOST_TEST(between > 20);
}

BOOST_AUTO_TEST_CASE(color_and_plate_are_those_asked_for) {
  TextStyle style{20, {0, 200, 255}};
  style.plate = cv::Scalar(60, 0, 0);
  const cv::Mat picture = drawn("I", style);
  const cv::Rect space({10, 10}, text_size("I", style));
  BOOST_TEST(ink(picture) == space);
  BOOST_TEST((picture.at<cv::Vec3b>(10, 10) == cv::Vec3b(60, 0, 0)));
  double most = 0;
  cv::minMaxLoc(picture.reshape(1), nullptr, &most);
  BOOST_TEST(most == 255);
}

BOOST_AUTO_TEST_CASE(text_beyond_the_edges_is_cut_off) {
  for (const cv::Point corner :
       {cv::Point(-20, -8), cv::Point(380, 50), cv::Point(0, -100), cv::Point(500, 0)}) {
    BOOST_CHECK_NO_THROW(drawn("over the edge", {24, cv::Scalar::all(255), cv::Scalar::all(9)}, corner));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_shows_as_a_box_and_never_fails) {
  for (const char* text : {"\xff", "\xc3", "\xe2\x82", "a\x80z", "\xf4\x90\x80\x80"}) {
    BOOST_TEST(!ink(drawn(text)).empty());
  }
  BOOST_TEST(cv::norm(drawn("\xe2\x82"), drawn("\xff"), cv::NORM_INF) == 0);
}

BOOST_AUTO_TEST_CASE(text_that_is_too_wide_ends_in_an_ellipsis) {
  const TextStyle style{16};
  BOOST_TEST(fitted_text("short", style, 200) == "short");
  const std::string fitted = fitted_text("ein viel zu längerer Text", style, 100);
  BOOST_TEST(fitted.ends_with("\u2026"));
  BOOST_TEST(text_size(fitted, style).width <= 100);
  BOOST_TEST(text_size(fitted, style).width > 80);
}

BOOST_AUTO_TEST_CASE(sizes_out_of_range_are_named) {
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { text_size("a", {5}); }), "5"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { drawn("a", {401}); }), "401"));
}

BOOST_AUTO_TEST_CASE(text_is_the_same_on_1_2_and_n_threads) {
  const cv::Mat expected = drawn("window 7", {18});
  for (const int workers : {1, 2, 0}) {
    std::vector<double> difference(32, 1);
    parallel_for(difference.size(), workers, [&](std::size_t i) {
      drawn("other", {static_cast<int>(10 + i)});
      difference[i] = cv::norm(drawn("window 7", {18}), expected, cv::NORM_INF);
    });
    BOOST_TEST(*std::max_element(difference.begin(), difference.end()) == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
