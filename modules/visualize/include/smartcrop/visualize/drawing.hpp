#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <variant>
#include <vector>

namespace smartcrop {

/// The role of a shape in a chart. A theme maps it to a color.
enum class Ink {
  paper,
  text,
  faint,  ///< axes, grid lines, lesser text
  motion,
  complexity,
  edges,
  saturation,
  importance,
  certainty,
  black,  ///< the same in every theme, for text on colored cells
  white
};
inline constexpr int kInkCount = 11;

/// The ink of a metric (selection/strategies.hpp).
Ink ink_of(std::size_t metric);

/// Shapes of a chart. Coordinates are px from its top left corner.
struct LineShape {
  cv::Point2d from, to;
  Ink ink = Ink::faint;
  double width_px = 1;
  bool dashed = false;
};
struct PolygonShape {
  std::vector<cv::Point2d> points;
  Ink ink = Ink::text;
  double opacity = 1;
};
struct BoxShape {  ///< an outline
  cv::Rect2d box;
  Ink ink = Ink::text;
  double width_px = 2;
};
enum class Anchor { left, middle, right };
struct TextShape {
  std::string text;
  cv::Point2d at;  ///< the anchor on the text's base line
  int size_px = 12;
  Ink ink = Ink::text;
  Anchor anchor = Anchor::left;
};
struct ImageShape {
  cv::Mat bgr;  ///< CV_8UC3, its pixels shown as cells of `place`
  cv::Rect2d place;
};

/// A chart, which can be written as SVG or painted. Shapes are painted in order.
struct Drawing {
  cv::Size size;
  std::string title;  ///< text alternative
  std::vector<std::variant<LineShape, PolygonShape, BoxShape, TextShape, ImageShape>> shapes;
};

enum class Theme { light, dark };

/// BGR. Colors of metrics are from Okabe and Ito (2008), which color-blind people can distinguish.
cv::Scalar color_of(Ink ink, Theme theme);

/// An `<svg>` element, to stand in an HTML page. Colors are CSS variables (`--motion`), see css_colors().
std::string to_svg(const Drawing& drawing);

/// CSS declarations of the variables that to_svg() uses: `--motion:#d55e00;...`.
std::string css_colors(Theme theme);

/// Paints the drawing, `scale` times as large, with its corner at `corner` of `bgr` (CV_8UC3, modified).
/// Throws std::invalid_argument for another type.
void paint(cv::Mat& bgr, const Drawing& drawing, Theme theme, double scale = 1, cv::Point corner = {});

/// The drawing as a picture on the theme's paper color.
cv::Mat painted(const Drawing& drawing, Theme theme, double scale = 1);

}  // namespace smartcrop
