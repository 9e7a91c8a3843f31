#include <algorithm>

#include "smartcrop-evaluate/results.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/visualize/draw_text.hpp"
#include "smartcrop/visualize/drawing.hpp"
#include "smartcrop/visualize/image_file.hpp"

namespace smartcrop::app {
namespace {

constexpr int kWidth_px = 760, kRow_px = 34, kTop_px = 56, kBottom_px = 40, kText_px = 13;

/// Vertical offset of a clip's dot in its row, px, so that dots of equal scores do not overlap.
double lift(std::size_t clip) {
  return (static_cast<double>(clip % 5) - 2) * 3;
}

PolygonShape box(double left, double top, double right, double bottom, Ink ink, double opacity) {
  return {{{left, top}, {right, top}, {right, bottom}, {left, bottom}}, ink, opacity};
}

/// The horizontal axis, from `from` to 1.
struct Scale {
  double from, left_px, right_px;
  double x(double score) const {
    return left_px + (std::clamp(score, from, 1.0) - from) / (1 - from) * (right_px - left_px);
  }
};

void add_scale(Drawing& drawing, const Scale& scale, double bottom_px) {
  for (int tenth = static_cast<int>(scale.from * 10 + 0.5); tenth <= 10; ++tenth) {
    const double x = scale.x(tenth / 10.0);
    drawing.shapes.push_back(LineShape{{x, kTop_px}, {x, bottom_px}, Ink::faint, 0.5});
    drawing.shapes.push_back(TextShape{tenth == 10 ? "1" : "0." + std::to_string(tenth),
                                       {x, bottom_px + 18},
                                       kText_px,
                                       Ink::text,
                                       Anchor::middle});
  }
}

void add_method(Drawing& drawing, const MethodResult& result, const Scale& scale, double middle_px) {
  std::vector<ClipScore> scores;
  for (const Row& row : result.rows) scores.push_back(row.score);
  const ClipScore mean = mean_score(scores);
  drawing.shapes.push_back(TextShape{
      result.method, {scale.left_px - 10, middle_px + kText_px * 0.36}, kText_px, Ink::text, Anchor::right});
  drawing.shapes.push_back(
      box(scale.left_px, middle_px - 8, scale.x(mean.score), middle_px + 8, Ink::importance, 0.35));
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double x = scale.x(scores[i].score), y = middle_px + lift(i);
    drawing.shapes.push_back(box(x - 2, y - 2, x + 2, y + 2, Ink::importance, 0.9));
  }
  drawing.shapes.push_back(LineShape{
      {scale.x(mean.center), middle_px - 13}, {scale.x(mean.center), middle_px + 13}, Ink::motion, 2});
  drawing.shapes.push_back(LineShape{
      {scale.x(mean.best_fixed), middle_px - 13}, {scale.x(mean.best_fixed), middle_px + 13}, Ink::text, 2});
  drawing.shapes.push_back(
      TextShape{decimals(mean.score, 3), {scale.right_px + 10, middle_px + kText_px * 0.36}, kText_px});
}

}  // namespace

void write_plot(const std::string& path, const Evaluation& evaluation) {
  int names_px = 0;
  double lowest = 1;
  for (const MethodResult& result : evaluation.results) {
    names_px = std::max(names_px, text_size(result.method, {kText_px, {}, {}}).width);
    for (const Row& row : result.rows) lowest = std::min({lowest, row.score.score, row.score.center});
  }
  const double from = std::min(0.9, static_cast<int>(lowest * 10) / 10.0);
  const Scale scale{from, names_px + 24.0, kWidth_px - 64.0};
  Drawing drawing;
  const int rows = static_cast<int>(evaluation.results.size());
  drawing.size = {kWidth_px, kTop_px + rows * kRow_px + kBottom_px};
  drawing.shapes.push_back(TextShape{"Score at " + to_string(evaluation.aspect) + " on " +
                                         std::to_string(evaluation.results.front().rows.size()) + " clips",
                                     {scale.left_px, 20},
                                     kText_px + 2});
  drawing.shapes.push_back(
      TextShape{"bar: mean; dots: clips; lines: center crop (orange), best fixed window (dark)",
                {scale.left_px, 40},
                kText_px - 1,
                Ink::text});
  add_scale(drawing, scale, kTop_px + rows * kRow_px);
  for (int i = 0; i < rows; ++i)
    add_method(drawing, evaluation.results[static_cast<std::size_t>(i)], scale,
               kTop_px + (i + 0.5) * kRow_px);
  write_file(path, encode_image(painted(drawing, Theme::light, 2), path), Existing::replace);
}

}  // namespace smartcrop::app
