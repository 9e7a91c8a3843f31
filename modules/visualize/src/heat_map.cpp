#include "smartcrop/visualize/heat_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "heat_colors.hpp"
#include "metric_words.hpp"
#include "smartcrop/visualize/draw_text.hpp"
#include "smartcrop/visualize/drawing.hpp"

namespace smartcrop {
namespace {

using internal::short_number;

/// Opacity of the colors at value 0 and at the largest value.
constexpr float kLeast = 0.25F, kMost = 0.85F;

/// One channel value of the gray picture under one of the colors.
uchar mixed(uchar gray, uchar color, float value) {
  const float alpha = kLeast + (kMost - kLeast) * value;
  return cv::saturate_cast<uchar>(static_cast<float>(gray) * 0.8F * (1 - alpha) +
                                  static_cast<float>(color) * alpha);
}

cv::Mat mixed(const cv::Mat& gray, const cv::Mat& values) {
  const cv::Mat colors = internal::heat_colors(values);
  cv::Mat result(gray.size(), CV_8UC3);
  for (int y = 0; y < gray.rows; ++y) {
    for (int x = 0; x < gray.cols; ++x) {
      for (int c = 0; c < 3; ++c) {
        result.at<cv::Vec3b>(y, x)[c] = mixed(gray.at<uchar>(y, x), colors.at<cv::Vec3b>(y, x)[c],
                                              std::clamp(values.at<float>(y, x), 0.0F, 1.0F));
      }
    }
  }
  return result;
}

cv::Mat gray_of(const cv::Mat& bgr) {
  cv::Mat gray;
  cv::cvtColor(bgr, gray, cv::COLOR_BGR2GRAY);
  return gray;
}

cv::Rect place_of(const CropWindow& window, cv::Size source, cv::Size picture) {
  const double x = static_cast<double>(picture.width) / source.width;
  const double y = static_cast<double>(picture.height) / source.height;
  const cv::Rect place(cv::Point(cvRound(window.x * x), cvRound(window.y * y)),
                       cv::Point(cvRound((window.x + window.w) * x), cvRound((window.y + window.h) * y)));
  return place & cv::Rect({}, picture);
}

/// Sizes of text and lines follow the picture's.
int text_px(cv::Size picture) {
  return std::clamp(std::max(picture.width, picture.height) / 32, 12, 60);
}

/// Heights of text and widths of lines for a picture, px.
struct LineWidths {
  int text, thin;

  explicit LineWidths(cv::Size picture) : text(text_px(picture)), thin(std::max(1, text / 14)) {}
  int of(const MarkedWindow& marked) const { return marked.is_chosen ? 3 * thin : thin; }
};

cv::Scalar outline_color(const MarkedWindow& marked) {
  return marked.is_chosen ? cv::Scalar(80, 230, 255) : cv::Scalar(255, 255, 255);
}

struct Label {
  std::string text;
  TextStyle style;
  cv::Rect place;
};

/// The label of a window, in the first corner that is free of other labels, else in the upper left one.
Label label_of(const MarkedWindow& marked, const cv::Rect& window, const LineWidths& lines,
               const std::vector<Label>& others) {
  const int line = lines.of(marked);
  const cv::Rect room(window.x + line, window.y + line, std::max(1, window.width - 2 * line),
                      std::max(1, window.height - 2 * line));
  Label label{{}, {lines.text, outline_color(marked), cv::Scalar::all(0)}, {}};
  label.text = fitted_text(marked.label, label.style, room.width);
  const cv::Size size = text_size(label.text, label.style);
  const std::array corners{room.tl(), cv::Point(room.br().x - size.width, room.y),
                           cv::Point(room.x, room.br().y - size.height), room.br() - cv::Point(size)};
  const auto free = std::ranges::find_if(corners, [&](cv::Point corner) {
    return std::ranges::none_of(
        others, [&](const Label& other) { return !(other.place & cv::Rect(corner, size)).empty(); });
  });
  label.place = {free == corners.end() ? corners.front() : *free, size};
  return label;
}

/// A bright line and inside it a dark one, which is visible on any background.
void draw_outline(cv::Mat& bgr, const MarkedWindow& marked, const cv::Rect& window, const LineWidths& lines) {
  const int bright = lines.of(marked);
  for (int i = 0; i < bright + lines.thin; ++i) {
    const cv::Rect outline(window.x + i, window.y + i, window.width - 2 * i, window.height - 2 * i);
    if (outline.width > 0 && outline.height > 0)
      cv::rectangle(bgr, outline, i < bright ? outline_color(marked) : cv::Scalar::all(0), 1);
  }
}

}  // namespace

namespace internal {

cv::Mat heat_colors(const cv::Mat& values) {
  cv::Mat bytes, colors;
  values.convertTo(bytes, CV_8U, 255);
  cv::applyColorMap(bytes, colors, cv::COLORMAP_INFERNO);
  return colors;
}

}  // namespace internal

std::vector<MarkedWindow> marked_windows(std::span<const Candidate> candidates,
                                         std::span<const CropWindow> chosen, std::size_t count) {
  std::vector<MarkedWindow> marked;
  for (const CropWindow& window : chosen) marked.push_back({window, "chosen", true});
  for (const Candidate& candidate : candidates.first(std::min(count, candidates.size()))) {
    const auto same = std::ranges::find(chosen, candidate.window);
    if (same != chosen.end()) {
      marked[static_cast<std::size_t>(same - chosen.begin())].label = std::to_string(candidate.rank);
    } else {
      marked.push_back({candidate.window, std::to_string(candidate.rank), false});
    }
  }
  return marked;
}

void draw_windows(cv::Mat& bgr, std::span<const MarkedWindow> windows, cv::Size source) {
  const LineWidths lines(bgr.size());
  std::vector<const MarkedWindow*> by_weight;  // the chosen one first
  for (const MarkedWindow& marked : windows) by_weight.push_back(&marked);
  std::stable_partition(by_weight.begin(), by_weight.end(),
                        [](const MarkedWindow* marked) { return marked->is_chosen; });
  std::vector<Label> labels;
  for (const MarkedWindow* marked : by_weight)
    if (!marked->label.empty())
      labels.push_back(label_of(*marked, place_of(marked->window, source, bgr.size()), lines, labels));
  for (auto marked = by_weight.rbegin(); marked != by_weight.rend(); ++marked)
    draw_outline(bgr, **marked, place_of((*marked)->window, source, bgr.size()), lines);
  for (auto label = labels.rbegin(); label != labels.rend(); ++label)
    draw_text(bgr, label->text, label->place.tl(), label->style);
}

cv::Mat highlighted(const cv::Mat& bgr, std::span<const CropWindow> windows, cv::Size source) {
  cv::Mat result = bgr * 0.35;
  for (const CropWindow& window : windows) {
    const cv::Rect place = place_of(window, source, bgr.size());
    bgr(place).copyTo(result(place));
  }
  return result;
}

cv::Mat heat_map(const cv::Mat& bgr, const MetricMaps& maps, std::size_t metric, cv::Size source) {
  const cv::Mat map = maps.map(metric);
  const double largest = maps.maps[metric]->largest;
  // The cells reach to or beyond the frame's edges: scaled to where they lie, then cut.
  const double x = static_cast<double>(bgr.cols) / source.width,
               y = static_cast<double>(bgr.rows) / source.height;
  const cv::Size whole(std::max(bgr.cols, cvRound(maps.cells.width * maps.cell_px * x)),
                       std::max(bgr.rows, cvRound(maps.cells.height * maps.cell_px * y)));
  cv::Mat values;
  cv::resize(map, values, whole, 0, 0, cv::INTER_LINEAR);
  values = values(cv::Rect({}, bgr.size())) * (largest > 0 ? 1 / largest : 0);
  return mixed(gray_of(bgr), values);
}

HeatLegend heat_legend(const cv::Mat& bgr, const MetricMaps& maps, std::size_t metric) {
  cv::Mat values(1, 256, CV_32FC1);
  for (int i = 0; i < values.cols; ++i) values.at<float>(i) = static_cast<float>(i) / 255;
  const cv::Mat gray(1, 256, CV_8UC1, cv::mean(gray_of(bgr)));
  const internal::MetricWords words = internal::metric_words(metric);
  return {words.title, words.meaning + ", " + words.map_unit, maps.maps.at(metric)->largest,
          mixed(gray, values)};
}

cv::Mat with_legend(const cv::Mat& map, const HeatLegend& legend) {
  const int text = std::max(12, text_px(map.size()) * 3 / 4), margin = text;
  const TextStyle title{text * 4 / 3, color_of(Ink::text, Theme::light), {}};
  const TextStyle label{text, color_of(Ink::text, Theme::light), {}};
  const int title_height = text_size("X", title).height, label_height = text_size("X", label).height;
  const int above = title_height + margin, below = 2 * label_height + 2 * margin + text;
  cv::Mat sheet(map.rows + above + below, map.cols, CV_8UC3, color_of(Ink::paper, Theme::light));
  draw_text(sheet, fitted_text(legend.title, title, map.cols - margin), {margin / 2, margin / 2}, title);
  map.copyTo(sheet(cv::Rect({0, above}, map.size())));
  const cv::Rect bar(margin, above + map.rows + margin / 2, std::max(1, map.cols - 2 * margin), text);
  cv::resize(legend.bar, sheet(bar), bar.size(), 0, 0, cv::INTER_LINEAR);
  const int numbers = bar.y + bar.height + margin / 4;
  for (const double share : {0.0, 0.5, 1.0}) {
    const std::string number = short_number(legend.largest * share);
    const int width = text_size(number, label).width;
    draw_text(sheet, number, {bar.x + cvRound(share * (bar.width - width)), numbers}, label);
  }
  draw_text(sheet, fitted_text(legend.unit, label, map.cols - 2 * margin), {margin, numbers + label_height},
            label);
  return sheet;
}

}  // namespace smartcrop
