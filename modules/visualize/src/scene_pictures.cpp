#include "smartcrop/visualize/scene_pictures.hpp"

#include <algorithm>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/draw_text.hpp"

namespace smartcrop {
namespace {

// As in the contact sheet.
const cv::Scalar kPaper{30, 26, 24}, kBright = cv::Scalar::all(245), kPale{185, 178, 174};
/// Of a scene that is sped up: the orange of the timeline's motion.
const cv::Scalar kQuick{0, 159, 230};
constexpr int kGap_px = 12, kBetween_px = 3, kTitle_px = 17, kText_px = 13;
/// Narrower captions would lose the speed.
constexpr int kNarrowest_px = 150;

std::string speed_text(double speed) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3g\u00d7", speed);
  return text;
}

/// `MM:SS.m` of a clock's text, with hours if there are any.
std::string short_clock(Time time) {
  const std::string clock = to_clock(time);
  const std::string tenths = clock.substr(0, clock.size() - 2);
  return tenths.starts_with("00:") ? tenths.substr(3) : tenths;
}

void place(cv::Mat& sheet, const cv::Mat& picture, const cv::Rect& where) {
  cv::Mat target = sheet(where);
  cv::resize(picture, target, where.size(), 0, 0, cv::INTER_AREA);
}

/// Draws the line below the pictures.
void caption(cv::Mat& sheet, const ScenePictures& shown, cv::Point corner, int width) {
  const TextStyle bright{kText_px, kBright}, pale{kText_px, kPale}, quick{kText_px, kQuick};
  const bool is_changed = shown.scene.speed != 1;
  const std::string speed = is_changed ? speed_text(shown.scene.speed) : std::string();
  const int speed_width = is_changed ? text_size(speed, quick).width + 4 : 0;
  const std::string number = std::to_string(shown.number);
  draw_text(sheet, number, corner, bright);
  const int begin = text_size(number, bright).width + 6;
  const std::string times = short_clock(shown.scene.start) + "\u2013" + short_clock(shown.scene.end);
  draw_text(sheet, fitted_text(times, pale, width - begin - speed_width), corner + cv::Point(begin, 0), pale);
  if (is_changed) draw_text(sheet, speed, corner + cv::Point(width - speed_width + 4, 0), quick);
}

}  // namespace

std::vector<std::string> SceneSheetOptions::problems() const {
  std::vector<std::string> problems;
  if (width < 320 || width > 8000)
    problems.push_back("width is " + std::to_string(width) + ", must be from 320 to 8000");
  if (picture_height < 40 || picture_height > 2000)
    problems.push_back("picture_height is " + std::to_string(picture_height) + ", must be from 40 to 2000");
  return problems;
}

cv::Mat scene_sheet(std::span<const ScenePictures> scenes, const SceneSheetOptions& options) {
  throw_if_any("scene sheet options", options.problems());
  if (scenes.empty()) throw std::invalid_argument("scene_sheet: there are no scenes");
  const int room = options.width - 2 * kGap_px;
  const double shape = static_cast<double>(scenes.front().first.cols) / scenes.front().first.rows;
  const int most = (room - kBetween_px) / 2;
  const int width = std::clamp(cvRound(options.picture_height * shape), 1, most);
  const int height = std::max(1, cvRound(width / shape));
  const int cell = std::max(2 * width + kBetween_px, kNarrowest_px);
  const int columns = std::max(1, (room + kGap_px) / (cell + kGap_px));
  const int rows = (static_cast<int>(scenes.size()) + columns - 1) / columns;
  const int row_height = height + text_size("0", {kText_px, {}, {}}).height + 4 + kGap_px;
  const TextStyle title{kTitle_px, kBright};
  const int top =
      kGap_px + (options.title.empty() ? 0 : text_size(options.title, title).height + kGap_px / 2);

  cv::Mat sheet(top + rows * row_height, options.width, CV_8UC3, kPaper);
  if (!options.title.empty())
    draw_text(sheet, fitted_text(options.title, title, room), {kGap_px, kGap_px}, title);
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
    const cv::Point corner(kGap_px + column * (cell + kGap_px), top + row * row_height);
    place(sheet, scenes[i].first, {corner, cv::Size(width, height)});
    place(sheet, scenes[i].last, {corner + cv::Point(width + kBetween_px, 0), cv::Size(width, height)});
    caption(sheet, scenes[i], corner + cv::Point(0, height + 2), cell);
  }
  return sheet;
}

}  // namespace smartcrop
