#include "smartcrop/visualize/drawing.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "support/thrown.hpp"
#include "visualize/visualize_support.hpp"

using namespace smartcrop;
using smartcrop::test::contains;

namespace {

Drawing sample() {
  Drawing drawing{{40, 30}, "a <title>", {}};
  drawing.shapes.push_back(PolygonShape{{{10, 10}, {20, 10}, {20, 20}, {10, 20}}, Ink::motion, 1});
  drawing.shapes.push_back(PolygonShape{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, Ink::black, 0.5});
  drawing.shapes.push_back(LineShape{{25, 0}, {25, 30}, Ink::edges, 2});
  drawing.shapes.push_back(ImageShape{cv::Mat(1, 2, CV_8UC3, cv::Scalar(10, 20, 30)), {30, 0, 10, 30}});
  return drawing;
}

bool is_near(const cv::Vec3b& pixel, const cv::Scalar& color, double tolerance = 3) {
  return cv::norm(cv::Vec3d(pixel) - cv::Vec3d(color[0], color[1], color[2]), cv::NORM_INF) <= tolerance;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_drawing)

// Known pixels, to 3 codes: rounding of anti-aliasing.
BOOST_AUTO_TEST_CASE(shapes_are_painted_where_they_are_at_any_scale) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    for (const int scale : {1, 2, 3}) {
      const cv::Mat picture = painted(sample(), theme, scale);
      BOOST_TEST((picture.size() == cv::Size(40, 30) * scale));
      const auto at = [&](int x, int y) { return picture.at<cv::Vec3b>(y * scale, x * scale); };
      BOOST_TEST(is_near(at(15, 15), color_of(Ink::motion, theme)));
      BOOST_TEST(is_near(at(5, 5), color_of(Ink::paper, theme) * 0.5));
      BOOST_TEST(is_near(at(5, 25), color_of(Ink::paper, theme)));
      BOOST_TEST(is_near(at(25, 15), color_of(Ink::edges, theme)));
      BOOST_TEST(is_near(at(35, 15), {10, 20, 30}));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_lies_outside_the_picture_is_left_out) {
  Drawing drawing = sample();
  for (auto& shape : drawing.shapes) {
    if (auto* polygon = std::get_if<PolygonShape>(&shape)) {
      for (cv::Point2d& point : polygon->points) point -= cv::Point2d(500, 15);
    }
    if (auto* image = std::get_if<ImageShape>(&shape)) image->place += cv::Point2d(5, -10);
  }
  drawing.shapes.push_back(TextShape{"words", {-10, 35}});
  cv::Mat picture(20, 20, CV_8UC3, cv::Scalar::all(0));
  paint(picture, drawing, Theme::light, 2, {-30, -10});
  BOOST_CHECK_THROW(
      [&] {
        cv::Mat gray(20, 20, CV_8UC1);
        paint(gray, drawing, Theme::light);
      }(),
      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(svg_has_the_same_shapes_and_no_markup_of_texts) {
  Drawing drawing = sample();
  drawing.shapes.push_back(TextShape{"a < b & \"c\" '\x01", {3, 12.25}, 12, Ink::text, Anchor::right});
  const std::string svg = to_svg(drawing);
  BOOST_TEST(contains(svg, "viewBox=\"0 0 40 30\""));
  BOOST_TEST(contains(svg, "<title>a &lt;title&gt;</title>"));
  BOOST_TEST(contains(svg, "d=\"M10 10L20 10L20 20L10 20Z\" fill=\"var(--motion)\""));
  BOOST_TEST(contains(svg, "x=\"3\" y=\"12.3\""));
  BOOST_TEST(contains(svg, ">a &lt; b &amp; &quot;c&quot; &#39;\uFFFD</text>"));
  BOOST_TEST(contains(svg, "href=\"data:image/png;base64,"));
}

BOOST_AUTO_TEST_CASE(every_ink_has_a_color_in_both_themes) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const std::string css = css_colors(theme);
    BOOST_TEST(std::count(css.begin(), css.end(), ';') == kInkCount);
  }
  BOOST_TEST(contains(css_colors(Theme::light), "--motion:#d55e00;"));
  BOOST_TEST((color_of(Ink::motion, Theme::light) == cv::Scalar(0x00, 0x5e, 0xd5)));
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric)
    BOOST_TEST(contains(css_colors(Theme::dark), "--" + std::string(window_metric_name(metric)) + ":"));
}

BOOST_AUTO_TEST_SUITE_END()
