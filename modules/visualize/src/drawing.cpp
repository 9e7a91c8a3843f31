#include "smartcrop/visualize/drawing.hpp"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string_view>

#include "html.hpp"
#include "smartcrop/selection/strategies.hpp"
#include "smartcrop/visualize/draw_text.hpp"
#include "smartcrop/visualize/image_file.hpp"

namespace smartcrop {
namespace {

struct InkColors {
  std::string_view name;
  unsigned light, dark;  // 0xRRGGBB
};

/// By Ink.
constexpr std::array<InkColors, kInkCount> kInks{{{"paper", 0xffffff, 0x16191d},
                                                  {"text", 0x1c2127, 0xe6e9ed},
                                                  {"faint", 0x6b7480, 0x98a1ad},
                                                  {"motion", 0xd55e00, 0xf0813a},
                                                  {"complexity", 0x0072b2, 0x56b4e9},
                                                  {"edges", 0x009e73, 0x2fc79c},
                                                  {"saturation", 0xb2578d, 0xdf92bf},
                                                  {"importance", 0xb88600, 0xf0c64a},
                                                  {"certainty", 0x3f7f93, 0x8fd3e0},
                                                  {"black", 0x000000, 0x000000},
                                                  {"white", 0xffffff, 0xffffff}}};

const InkColors& colors_of(Ink ink) {
  return kInks[static_cast<std::size_t>(ink)];
}

std::string hex(unsigned rgb) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (int shift = 20; shift >= 0; shift -= 4) text += kDigits[rgb >> shift & 0xF];
  return text;
}

std::string variable(Ink ink) {
  return "var(--" + std::string(colors_of(ink).name) + ")";
}

/// A tenth of a pixel is fine enough.
std::string number(double value) {
  const auto tenths = std::llround(value * 10);
  std::string text = std::to_string(tenths / 10);
  if (tenths < 0 && tenths / 10 == 0) text = "-0";
  if (tenths % 10 != 0) text += '.' + std::to_string(std::abs(tenths % 10));
  return text;
}

std::string attribute(std::string_view name, double value) {
  return ' ' + std::string(name) + "=\"" + number(value) + '"';
}

std::string place_attributes(const cv::Rect2d& place) {
  return attribute("x", place.x) + attribute("y", place.y) + attribute("width", place.width) +
         attribute("height", place.height);
}

struct SvgWriter {
  std::string& svg;

  void operator()(const LineShape& line) const {
    svg += "<line" + attribute("x1", line.from.x) + attribute("y1", line.from.y) +
           attribute("x2", line.to.x) + attribute("y2", line.to.y) + " stroke=\"" + variable(line.ink) + '"' +
           attribute("stroke-width", line.width_px);
    svg += line.dashed ? " stroke-dasharray=\"4 3\"/>" : "/>";
  }
  void operator()(const PolygonShape& polygon) const {
    svg += "<path d=\"";
    for (const cv::Point2d& point : polygon.points) {
      svg += (&point == polygon.points.data() ? 'M' : 'L') + number(point.x) + ' ' + number(point.y);
    }
    svg += "Z\" fill=\"" + variable(polygon.ink) + '"' + attribute("fill-opacity", polygon.opacity) + "/>";
  }
  void operator()(const BoxShape& box) const {
    svg += "<rect" + place_attributes(box.box) + " fill=\"none\" stroke=\"" + variable(box.ink) + '"' +
           attribute("stroke-width", box.width_px) + "/>";
  }
  void operator()(const TextShape& text) const {
    constexpr std::array<std::string_view, 3> kAnchors{"start", "middle", "end"};
    svg += "<text" + attribute("x", text.at.x) + attribute("y", text.at.y) +
           attribute("font-size", text.size_px) + " text-anchor=\"" +
           std::string(kAnchors[static_cast<std::size_t>(text.anchor)]) + "\" fill=\"" + variable(text.ink) +
           "\">" + internal::html_escaped(text.text) + "</text>";
  }
  void operator()(const ImageShape& image) const {
    svg += "<image" + place_attributes(image.place) +
           " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"" +
           internal::data_uri(encode_png(image.bgr), "image/png") + "\"/>";
  }
};

/// OpenCV takes points of shapes in fractions of a pixel.
constexpr int kFractionBits = 4;

cv::Point fixed_point(cv::Point2d point) {
  return {static_cast<int>(std::lround((point.x - 0.5) * (1 << kFractionBits))),
          static_cast<int>(std::lround((point.y - 0.5) * (1 << kFractionBits)))};
}

struct Painter {
  cv::Mat& bgr;
  Theme theme;
  double scale;
  cv::Point2d corner;

  cv::Point2d at(cv::Point2d point) const { return point * scale + corner; }
  int width(double width_px) const { return std::max(1, static_cast<int>(std::lround(width_px * scale))); }

  void operator()(const LineShape& line) const {
    const cv::Point2d from = at(line.from), to = at(line.to);
    const double length = cv::norm(to - from), dash = line.dashed ? 4 * scale : length;
    const double gap = line.dashed ? 3 * scale : 0;
    for (double begin = 0; begin < length; begin += dash + gap) {
      const cv::Point2d step = (to - from) * (1 / length);
      cv::line(bgr, fixed_point(from + step * begin),
               fixed_point(from + step * std::min(length, begin + dash)), color_of(line.ink, theme),
               width(line.width_px), cv::LINE_AA, kFractionBits);
    }
  }
  void operator()(const PolygonShape& polygon) const {
    std::vector<cv::Point> points;
    for (const cv::Point2d& point : polygon.points) points.push_back(fixed_point(at(point)));
    cv::Mat coverage = cv::Mat::zeros(bgr.size(), CV_8UC1);
    cv::fillPoly(coverage, std::vector{points}, cv::Scalar(255 * polygon.opacity), cv::LINE_AA,
                 kFractionBits);
    const cv::Rect seen = cv::boundingRect(coverage);
    const cv::Scalar color = color_of(polygon.ink, theme);
    for (int y = seen.y; y < seen.y + seen.height; ++y) {
      auto* row = bgr.ptr<cv::Vec3b>(y);
      const uchar* alpha = coverage.ptr<uchar>(y);
      for (int x = seen.x; x < seen.x + seen.width; ++x) {
        for (int c = 0; c < 3; ++c)
          row[x][c] = cv::saturate_cast<uchar>(row[x][c] + alpha[x] / 255.0 * (color[c] - row[x][c]));
      }
    }
  }
  void operator()(const BoxShape& box) const {
    cv::rectangle(bgr, fixed_point(at(box.box.tl())), fixed_point(at(box.box.br())), color_of(box.ink, theme),
                  width(box.width_px), cv::LINE_AA, kFractionBits);
  }
  void operator()(const TextShape& text) const {
    const TextStyle style{width(text.size_px), color_of(text.ink, theme)};
    const cv::Size space = text_size(text.text, style);
    // DejaVu Sans: 0.928 of the em lies above the base line.
    cv::Point2d place = at(text.at) - cv::Point2d(0, std::ceil(0.928 * style.size_px));
    if (text.anchor != Anchor::left) place.x -= space.width / (text.anchor == Anchor::middle ? 2.0 : 1.0);
    draw_text(bgr, text.text, place, style);
  }
  void operator()(const ImageShape& image) const {
    const cv::Rect place(cv::Point(at(image.place.tl())), cv::Point(at(image.place.br())));
    const cv::Rect seen = place & cv::Rect({}, bgr.size());
    if (seen.empty()) return;
    cv::Mat cells;
    cv::resize(image.bgr, cells, place.size(), 0, 0, cv::INTER_NEAREST);
    cells(seen - place.tl()).copyTo(bgr(seen));
  }
};

}  // namespace

Ink ink_of(std::size_t metric) {
  // A metric without a color of its own is drawn as lesser text is.
  constexpr std::array kByMetric{Ink::motion, Ink::complexity, Ink::edges, Ink::saturation};
  if (metric == kImportance) return Ink::importance;
  return metric < kByMetric.size() ? kByMetric[metric] : Ink::faint;
}

cv::Scalar color_of(Ink ink, Theme theme) {
  const unsigned rgb = theme == Theme::light ? colors_of(ink).light : colors_of(ink).dark;
  return {static_cast<double>(rgb & 0xFF), static_cast<double>(rgb >> 8 & 0xFF),
          static_cast<double>(rgb >> 16 & 0xFF)};
}

std::string css_colors(Theme theme) {
  std::string css;
  for (const InkColors& ink : kInks) {
    css += "--" + std::string(ink.name) + ':' + hex(theme == Theme::light ? ink.light : ink.dark) + ';';
  }
  return css;
}

std::string to_svg(const Drawing& drawing) {
  const std::string width = std::to_string(drawing.size.width), height = std::to_string(drawing.size.height);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
                    "\" viewBox=\"0 0 " + width + ' ' + height +
                    "\" role=\"img\" font-family=\"'DejaVu Sans',Verdana,sans-serif\"><title>" +
                    internal::html_escaped(drawing.title) + "</title>";
  for (const auto& shape : drawing.shapes) std::visit(SvgWriter{svg}, shape);
  return svg + "</svg>";
}

void paint(cv::Mat& bgr, const Drawing& drawing, Theme theme, double scale, cv::Point corner) {
  if (bgr.type() != CV_8UC3) throw std::invalid_argument("paint: the picture must be CV_8UC3");
  for (const auto& shape : drawing.shapes) std::visit(Painter{bgr, theme, scale, corner}, shape);
}

cv::Mat painted(const Drawing& drawing, Theme theme, double scale) {
  const auto scaled = [&](int side) { return static_cast<int>(std::ceil(side * scale)); };
  cv::Mat bgr(scaled(drawing.size.height), scaled(drawing.size.width), CV_8UC3, color_of(Ink::paper, theme));
  paint(bgr, drawing, theme, scale);
  return bgr;
}

}  // namespace smartcrop
