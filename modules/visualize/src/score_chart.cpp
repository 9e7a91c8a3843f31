#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <set>
#include <stdexcept>

#include "heat_colors.hpp"
#include "smartcrop/visualize/charts.hpp"
#include "smartcrop/visualize/draw_text.hpp"

namespace smartcrop {
namespace {

constexpr int kText_px = 12;
constexpr double kGap_px = 16, kLine_px = 16;

/// The grid's window positions as columns and rows.
struct Axes {
  std::vector<int> xs, ys;  ///< px, ascending

  explicit Axes(const std::vector<PositionMetrics>& positions) {
    std::set<int> x_set, y_set;
    for (const PositionMetrics& position : positions) {
      x_set.insert(position.position.x);
      y_set.insert(position.position.y);
    }
    xs.assign(x_set.begin(), x_set.end());
    ys.assign(y_set.begin(), y_set.end());
  }
  cv::Point cell_of(cv::Point position) const {
    return {static_cast<int>(std::lower_bound(xs.begin(), xs.end(), position.x) - xs.begin()),
            static_cast<int>(std::lower_bound(ys.begin(), ys.end(), position.y) - ys.begin())};
  }
};

/// One strategy's field of cells below its name.
void add_field(Drawing& drawing, const AspectAnalysis& aspect, const Axes& axes, const Strategy& strategy,
               const std::vector<WindowMetrics>& normalized, const cv::Rect2d& place) {
  cv::Mat scores(static_cast<int>(axes.ys.size()), static_cast<int>(axes.xs.size()), CV_32FC1, cv::Scalar(0));
  for (std::size_t i = 0; i < normalized.size(); ++i) {
    scores.at<float>(axes.cell_of(aspect.positions[i].position)) =
        static_cast<float>(strategy_score(strategy, normalized[i]));
  }
  drawing.shapes.push_back(
      TextShape{std::string(strategy.name), {place.x, place.y - 5}, kText_px, Ink::text});
  drawing.shapes.push_back(ImageShape{internal::heat_colors(scores / 100), place});
  const double width = place.width / scores.cols, height = place.height / scores.rows;
  const bool has_numbers = width >= text_size("100", {kText_px, {}, {}}).width + 2 && height >= kText_px + 3;
  for (int row = 0; has_numbers && row < scores.rows; ++row) {
    for (int column = 0; column < scores.cols; ++column) {
      const float score = scores.at<float>(row, column);
      const cv::Point2d middle(place.x + (column + 0.5) * width, place.y + (row + 0.5) * height);
      drawing.shapes.push_back(TextShape{std::to_string(std::lround(score)),
                                         middle + cv::Point2d(0, kText_px * 0.36), kText_px,
                                         score > 60 ? Ink::black : Ink::white, Anchor::middle});
    }
  }
  cv::Point best;
  cv::minMaxLoc(scores, nullptr, nullptr, nullptr, &best);
  const cv::Rect2d outline(place.x + best.x * width, place.y + best.y * height, width, height);
  drawing.shapes.push_back(BoxShape{outline, Ink::black, 4});
  drawing.shapes.push_back(BoxShape{outline, Ink::white, 2});
}

}  // namespace

Drawing score_chart(const AspectAnalysis& aspect, int width_px) {
  if (width_px < 280)
    throw std::invalid_argument("score chart: width_px is " + std::to_string(width_px) +
                                ", must be 280 or more");
  Drawing drawing;
  drawing.title = "Score of every window position by every strategy";
  if (aspect.positions.empty()) return drawing;
  std::vector<WindowMetrics> metrics;
  for (const PositionMetrics& position : aspect.positions) metrics.push_back(position.metrics);
  const std::vector<WindowMetrics> normalized = normalize(metrics);
  const Axes axes(aspect.positions);

  const int across = width_px >= 700 ? 3 : 2;
  const double left = 8, field_width = (width_px - 2 * left - (across - 1) * kGap_px) / across;
  const double room = field_width / static_cast<double>(axes.xs.size()) * 0.7;
  const double row_px = std::min(room, 150.0 / static_cast<double>(axes.ys.size()));
  const double field_height = std::max(kLine_px + 4, row_px * static_cast<double>(axes.ys.size()));
  double bottom = 0;
  for (std::size_t i = 0; i < strategies().size(); ++i) {
    const double x = left + static_cast<double>(static_cast<int>(i) % across) * (field_width + kGap_px);
    const double y = kLine_px + 4 +
                     static_cast<double>(static_cast<int>(i) / across) * (field_height + kLine_px + kGap_px);
    add_field(drawing, aspect, axes, strategies()[i], normalized, {x, y, field_width, field_height});
    bottom = y + field_height;
  }
  const auto range = [](const std::vector<int>& starts) {
    return starts.size() == 1 ? std::to_string(starts.front())
                              : std::to_string(starts.front()) + " to " + std::to_string(starts.back());
  };
  const std::vector<std::string> notes{"columns: left edge at " + range(axes.xs) + " px",
                                       "rows: top edge at " + range(axes.ys) + " px",
                                       "dark 0 to light 100; outlined: the best"};
  for (const std::string& note : notes) {
    bottom += kLine_px + 2;
    drawing.shapes.push_back(TextShape{note, {left, bottom}, kText_px, Ink::faint});
  }
  drawing.size = {width_px, static_cast<int>(std::ceil(bottom + 8))};
  return drawing;
}

}  // namespace smartcrop
