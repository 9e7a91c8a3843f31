#include "smartcrop/visualize/candidate_pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/draw_text.hpp"

namespace smartcrop {
namespace {

const cv::Scalar kPaper{30, 26, 24}, kBright = cv::Scalar::all(245), kPale{185, 178, 174}, kBlack{0, 0, 0};
constexpr int kGap_px = 12;
constexpr int kTitle_px = 17, kScore_px = 16, kStrategy_px = 13, kTag_px = 15;

cv::Mat resized(const cv::Mat& picture, cv::Size size) {
  if (picture.size() == size) return picture;
  cv::Mat result;
  const bool smaller = size.width < picture.cols || size.height < picture.rows;
  cv::resize(picture, result, size, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

int at_least_one(double length) {
  return std::max(1, static_cast<int>(std::lround(length)));
}

std::string score_text(double score) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", score);
  return text;
}

TextStyle tag_style(int rank) {
  TextStyle style{kTag_px, kBright, candidate_color(rank)};
  const cv::Scalar& color = *style.plate;
  // Rec. 601 luma: dark letters on bright plates.
  if (0.114 * color[0] + 0.587 * color[1] + 0.299 * color[2] > 140) style.color = kBlack;
  return style;
}

/// A free place for a tag inside the window's edges: corners first, then the top edge.
cv::Rect free_place(const cv::Rect& window, cv::Size tag, const std::vector<cv::Rect>& taken) {
  const int right = std::max(window.x, window.x + window.width - tag.width);
  const int bottom = std::max(window.y, window.y + window.height - tag.height);
  std::vector<cv::Point> corners{window.tl(), {right, window.y}, {window.x, bottom}, {right, bottom}};
  for (int x = window.x; x <= right; x += 4) corners.emplace_back(x, window.y);
  for (int y = window.y; y <= bottom; y += 4) corners.emplace_back(window.x, y);
  for (const cv::Point& corner : corners) {
    const cv::Rect place(corner, tag);
    if (std::none_of(taken.begin(), taken.end(),
                     [&](const cv::Rect& other) { return (other & place).area() > 0; }))
      return place;
  }
  return {window.tl(), tag};
}

/// Where the crops and their captions lie below one another on the sheet.
struct Cells {
  cv::Size picture;  ///< of each crop
  cv::Size cell;     ///< crop, caption and nothing around
  int columns = 1, rows = 1;
};

Cells lay_cells(cv::Size crop, std::size_t count, const ContactSheetOptions& options) {
  constexpr int kNarrowest_px = 120;  // a strategy's name at its size
  Cells cells;
  const int room = options.width - 2 * kGap_px;
  // As few rows as crops of the wanted height need, and then as large as those rows are wide.
  const double shape = static_cast<double>(crop.width) / crop.height;
  const double wanted = std::clamp(options.crop_height * shape, double(kNarrowest_px), double(room));
  const int most =
      std::clamp(static_cast<int>((room + kGap_px) / (wanted + kGap_px)), 1, static_cast<int>(count));
  cells.rows = (static_cast<int>(count) + most - 1) / most;
  cells.columns = (static_cast<int>(count) + cells.rows - 1) / cells.rows;
  const int column = (room + kGap_px) / std::max(cells.columns, 1) - kGap_px;
  const double width = std::min<double>(column, 1.25 * options.crop_height * shape);
  cells.picture = {at_least_one(width), at_least_one(width / shape)};
  const int caption =
      text_size("0", {kScore_px, {}, kBlack}).height + text_size("A", {kStrategy_px}).height + 4;
  cells.cell = {column, cells.picture.height + caption};
  return cells;
}

void draw_cell(cv::Mat& sheet, cv::Point corner, const Cells& cells, const cv::Mat& crop,
               const Candidate& candidate) {
  resized(crop, cells.picture).copyTo(sheet(cv::Rect(corner, cells.picture)));
  const TextStyle tag = tag_style(candidate.rank);
  const std::string number = std::to_string(candidate.rank);
  const cv::Size tag_size = text_size(number, tag);
  const cv::Point below(corner.x, corner.y + cells.picture.height + 3);
  draw_text(sheet, number, below, tag);
  const TextStyle score{kScore_px, kBright}, strategy{kStrategy_px, kPale};
  const int middle = (tag_size.height - text_size("0", score).height) / 2;
  draw_text(sheet, score_text(candidate.score), {below.x + tag_size.width + 8, below.y + middle}, score);
  draw_text(sheet, fitted_text(candidate.strategy, strategy, cells.cell.width),
            {below.x, below.y + tag_size.height + 1}, strategy);
}

}  // namespace

cv::Mat crop_picture(const cv::Mat& frame, const CropWindow& window, Rational pixel_aspect) {
  const int left = static_cast<int>(std::lround(window.x)), top = static_cast<int>(std::lround(window.y));
  const cv::Rect wanted(left, top, static_cast<int>(std::lround(window.x + window.w)) - left,
                        static_cast<int>(std::lround(window.y + window.h)) - top);
  const cv::Rect inside = wanted & cv::Rect({}, frame.size());
  if (inside.empty()) throw std::invalid_argument("window: lies outside the frame");
  return resized(frame(inside), {at_least_one(inside.width * pixel_aspect.value()), inside.height}).clone();
}

cv::Scalar candidate_color(int rank) {
  static const std::array<cv::Scalar, 10> kColors{{{180, 119, 31},
                                                   {14, 127, 255},
                                                   {44, 160, 44},
                                                   {40, 39, 214},
                                                   {189, 103, 148},
                                                   {75, 86, 140},
                                                   {194, 119, 227},
                                                   {127, 127, 127},
                                                   {34, 189, 188},
                                                   {207, 190, 23}}};
  return kColors[static_cast<std::size_t>(std::max(rank, 1) - 1) % kColors.size()];
}

cv::Mat numbered_windows(const cv::Mat& frame, std::span<const Candidate> candidates, int width,
                         Rational pixel_aspect) {
  constexpr int kLine_px = 2, kEdge_px = 4;
  const double x_scale = static_cast<double>(width) / frame.cols;
  const double y_scale = x_scale / pixel_aspect.value();
  cv::Mat picture = resized(frame, {width, at_least_one(frame.rows * y_scale)}).clone();
  std::vector<cv::Rect> outlines;
  for (const Candidate& candidate : candidates) {
    const CropWindow& w = candidate.window;
    const cv::Rect scaled(static_cast<int>(std::lround(w.x * x_scale)),
                          static_cast<int>(std::lround(w.y * y_scale)), at_least_one(w.w * x_scale),
                          at_least_one(w.h * y_scale));
    outlines.push_back(scaled & cv::Rect({}, picture.size()));
  }
  for (std::size_t i = outlines.size(); i-- > 0;) {
    if (outlines[i].empty()) continue;
    // A dark edge around the line keeps it visible on pictures of its own color.
    cv::rectangle(picture, outlines[i], kBlack, kEdge_px);
    cv::rectangle(picture, outlines[i], candidate_color(candidates[i].rank), kLine_px);
  }
  std::vector<cv::Rect> tags;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const TextStyle style = tag_style(candidates[i].rank);
    const std::string number = std::to_string(candidates[i].rank);
    tags.push_back(free_place(outlines[i], text_size(number, style), tags));
    draw_text(picture, number, tags.back().tl(), style);
  }
  return picture;
}

std::vector<std::string> ContactSheetOptions::problems() const {
  std::vector<std::string> problems;
  const auto check = [&](const char* name, int value, int least, int most) {
    if (value < least || value > most)
      problems.push_back(std::string(name) + " is " + std::to_string(value) + ", must be from " +
                         std::to_string(least) + " to " + std::to_string(most));
  };
  check("width", width, 320, 8000);
  check("crop_height", crop_height, 40, 2000);
  return problems;
}

cv::Mat contact_sheet(const cv::Mat& frame, std::span<const Candidate> candidates, Rational pixel_aspect,
                      const ContactSheetOptions& options) {
  throw_if_any("contact sheet options", options.problems());
  if (candidates.empty()) throw std::invalid_argument("contact_sheet: there are no candidates");
  std::vector<cv::Mat> crops;
  for (const Candidate& candidate : candidates)
    crops.push_back(crop_picture(frame, candidate.window, pixel_aspect));
  const Cells cells = lay_cells(crops.front().size(), crops.size(), options);

  // The frame is no higher than a 5:3 picture over the whole width, so that the crops stay in sight.
  const int room = options.width - 2 * kGap_px;
  const double shape = frame.cols * pixel_aspect.value() / frame.rows;
  const cv::Mat overview =
      numbered_windows(frame, candidates, at_least_one(room * std::min(1.0, 0.6 * shape)), pixel_aspect);
  const TextStyle title{kTitle_px, kBright};
  const int title_height = options.title.empty() ? 0 : text_size(options.title, title).height + kGap_px / 2;
  const int height =
      kGap_px + title_height + overview.rows + kGap_px + cells.rows * (cells.cell.height + kGap_px);

  cv::Mat sheet(height, options.width, CV_8UC3, kPaper);
  if (title_height > 0) draw_text(sheet, fitted_text(options.title, title, room), {kGap_px, kGap_px}, title);
  const cv::Point place((options.width - overview.cols) / 2, kGap_px + title_height);
  overview.copyTo(sheet(cv::Rect(place, overview.size())));
  for (std::size_t i = 0; i < crops.size(); ++i) {
    const int column = static_cast<int>(i) % cells.columns, row = static_cast<int>(i) / cells.columns;
    draw_cell(sheet,
              {kGap_px + column * (cells.cell.width + kGap_px),
               place.y + overview.rows + kGap_px + row * (cells.cell.height + kGap_px)},
              cells, crops[i], candidates[i]);
  }
  return sheet;
}

}  // namespace smartcrop
