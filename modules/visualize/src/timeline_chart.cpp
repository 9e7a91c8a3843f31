#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "metric_words.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/charts.hpp"
#include "smartcrop/visualize/draw_text.hpp"
#include "timeline_rows.hpp"

namespace smartcrop {
namespace {

using internal::short_number;
using internal::TimelineRow;
using Values = std::vector<std::optional<double>>;

constexpr int kText_px = 12;
constexpr double kGap_px = 8;  // between texts, and around plots

/// The next round number up.
double round_up(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    if (value <= step * power * (1 + 1e-9)) return step * power;
  }
  return 10 * power;
}

/// `m:ss`, with tenths if asked for, with hours if there are any.
std::string clock_text(double time_s, bool tenths) {
  const auto whole = static_cast<long long>(std::floor(time_s + 1e-6));
  char text[48];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
  }
  std::string clock = text;
  if (tenths)
    clock += '.' + std::to_string(static_cast<int>(std::lround((time_s - static_cast<double>(whole)) * 10)));
  return clock;
}

int width_of(const std::string& text) {
  return text_size(text, {kText_px, {}, {}}).width;
}

/// Columns of equal length in time.
struct Columns {
  double step_s = 1;
  struct Column {
    std::int64_t index;
    double value;
  };
  std::vector<Column> all;
};

/// The values of the steps; those that share a pixel are replaced by their mean.
Columns columns_of(const MetricCurves& timeline, const Values& values, double s_per_px) {
  const auto joined = static_cast<std::int64_t>(std::max(1.0, std::ceil(s_per_px / timeline.step_s)));
  Columns columns{timeline.step_s * static_cast<double>(joined), {}};
  int count = 0;
  for (std::size_t i = 0; i < timeline.steps.size(); ++i) {
    if (!values[i]) continue;
    const std::int64_t index = timeline.steps[i].index / joined;
    if (columns.all.empty() || columns.all.back().index != index) {
      columns.all.push_back({index, 0});
      count = 0;
    }
    double& mean = columns.all.back().value;
    mean += (*values[i] - mean) / ++count;
  }
  return columns;
}

/// Draws the plot of one row.
class PlotPainter {
 public:
  PlotPainter(Drawing& drawing, const TimeAxis& axis, double top, double height, double largest)
      : shapes_(drawing.shapes), axis_(axis), top_(top), bottom_(top + height), largest_(largest) {}

  /// The base line, and unless `compact` grid lines at the middle and the top with numbers.
  void frame(bool compact) {
    for (const double value : {0.0, largest_ / 2, largest_}) {
      if (compact && value > 0) continue;
      shapes_.push_back(LineShape{
          {axis_.left_px, y(value)}, {axis_.right_px, y(value)}, Ink::faint, value == 0 ? 1.0 : 0.3});
      if (compact || value == largest_ / 2) continue;
      shapes_.push_back(TextShape{short_number(value),
                                  {axis_.left_px - 5, y(value) + kText_px * 0.36},
                                  kText_px,
                                  Ink::faint,
                                  Anchor::right});
    }
  }

  /// Neighboring columns as one shape.
  void columns(const Columns& columns, Ink ink) {
    PolygonShape run;
    const auto finish = [&] {
      if (run.points.empty()) return;
      run.points.push_back({run.points.back().x, y(0)});
      run.ink = ink;
      run.opacity = 0.55;
      shapes_.push_back(std::move(run));
      run = {};
    };
    std::int64_t next = -1;
    for (const auto& [index, value] : columns.all) {
      const double from = clamped(static_cast<double>(index) * columns.step_s);
      const double to = std::max(clamped(static_cast<double>(index + 1) * columns.step_s), from);
      if (index != next) {
        finish();
        run.points.push_back({from, y(0)});
      }
      run.points.push_back({from, y(value)});
      run.points.push_back({to, y(value)});
      next = index + 1;
    }
    finish();
  }

  void mean(const Shot& shot, double value, Ink ink) {
    shapes_.push_back(
        LineShape{{clamped(shot.start.value()), y(value)}, {clamped(shot.end.value()), y(value)}, ink, 2});
  }

 private:
  double y(double value) const { return bottom_ - (bottom_ - top_) * std::min(1.0, value / largest_); }
  double clamped(double time_s) const { return std::clamp(axis_.x(time_s), axis_.left_px, axis_.right_px); }

  decltype(Drawing::shapes)& shapes_;
  const TimeAxis& axis_;
  double top_, bottom_, largest_;
};

/// The whole caption, or name and unit where it does not fit.
std::string caption_of(const TimelineRow& row, double width_px) {
  return width_of(row.caption) < width_px ? row.caption : row.name + " (" + row.unit + ")";
}

/// The mean of the values of the steps that begin in a shot.
std::optional<double> mean_in(const MetricCurves& timeline, const Shot& shot, const Values& values) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < timeline.steps.size(); ++i) {
    const double time_s = static_cast<double>(timeline.steps[i].index) * timeline.step_s;
    if (time_s < shot.start.value() - timeline.step_s / 2 || time_s >= shot.end.value() || !values[i])
      continue;
    sum += *values[i];
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

/// Each scene as a column as high as its speed, with the number if it is not 1 and fits.
void add_speeds(TimelineChart& chart, const std::vector<SceneRow>& scenes, double& y, double height) {
  const TimeAxis& axis = chart.axis;
  auto& shapes = chart.drawing.shapes;
  y += kText_px;
  shapes.push_back(TextShape{"speed of each scene, 1 = unchanged", {axis.left_px, y}, kText_px, Ink::text});
  y += kGap_px * 0.75;
  double fastest = 2;
  for (const SceneRow& scene : scenes) fastest = std::max(fastest, std::ceil(scene.speed));
  PlotPainter plot(chart.drawing, axis, y, height, fastest);
  plot.frame(false);
  const auto inside = [&](double time_s) { return std::clamp(axis.x(time_s), axis.left_px, axis.right_px); };
  double free_from = axis.left_px;
  for (const SceneRow& scene : scenes) {
    const double from = inside(scene.start.value()), to = inside(scene.end.value());
    const double top = y + height * (1 - scene.speed / fastest), bottom = y + height;
    const bool is_changed = scene.speed != 1;
    shapes.push_back(PolygonShape{{{from, bottom}, {from, top}, {to, top}, {to, bottom}},
                                  is_changed ? Ink::importance : Ink::faint,
                                  is_changed ? 0.75 : 0.35});
    const std::string text = short_number(scene.speed) + "\u00d7";
    const double width = width_of(text), middle = (from + to) / 2;
    if (!is_changed || width + 2 > to - from || middle - width / 2 < free_from) continue;
    shapes.push_back(TextShape{text, {middle, bottom - 4}, kText_px, Ink::text, Anchor::middle});
    free_from = middle + width / 2 + kGap_px / 2;
  }
  y += height + kGap_px;
}

TimeAxis axis_of(const AnalysisDocument& analysis, double left_px, double right_px) {
  const MetricCurves& timeline = *analysis.timeline;
  TimeAxis axis{left_px, right_px, 0, timeline.step_s};
  if (!analysis.shots.empty()) {
    axis.start_s = analysis.shots.front().start.value();
    axis.end_s = std::max(axis.start_s + timeline.step_s / 10, analysis.shots.back().end.value());
  }
  if (!timeline.steps.empty() && axis.end_s <= axis.start_s + timeline.step_s / 10)
    axis.end_s = static_cast<double>(timeline.steps.back().index + 1) * timeline.step_s;
  return axis;
}

void mark_shots(TimelineChart& chart, const std::vector<Shot>& shots, double text_y) {
  const TimeAxis& axis = chart.axis;
  double free_from = axis.left_px;
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const double from = axis.x(shots[i].start.value()), to = axis.x(shots[i].end.value());
    for (const TimelineChart::Plot& plot : chart.plots) {
      if (i > 0)
        chart.drawing.shapes.push_back(
            LineShape{{from, plot.top_px}, {from, plot.bottom_px}, Ink::text, 0.8, true});
    }
    const std::string number = std::to_string(i + 1);
    const std::string text = width_of("shot " + number) + kGap_px < to - from ? "shot " + number : number;
    const double width = width_of(text), middle = (from + to) / 2;
    if (width + 4 > to - from || middle - width / 2 < free_from) continue;
    chart.drawing.shapes.push_back(TextShape{text, {middle, text_y}, kText_px, Ink::faint, Anchor::middle});
    free_from = middle + width / 2 + kGap_px;
  }
}

/// `width_px`: of the drawing; the last label stays inside it.
void mark_times(Drawing& drawing, const TimeAxis& axis, int width_px, double plots_bottom, double text_y) {
  const double widest = width_of(clock_text(axis.end_s, true)) + 3 * kGap_px;
  const double most = std::max(1.0, (axis.right_px - axis.left_px) / widest);
  constexpr std::array kSteps{0.1,  0.2,  0.5,   1.0,   2.0,   5.0,   10.0,   15.0,
                              30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0};
  const double span = axis.end_s - axis.start_s;
  const auto fitting =
      std::find_if(kSteps.begin(), kSteps.end(), [&](double step) { return span / step <= most; });
  const double step = fitting != kSteps.end() ? *fitting : std::ceil(span / most / 3600) * 3600;
  for (double k = std::ceil(axis.start_s / step - 1e-9); k * step <= axis.end_s + 1e-9; ++k) {
    const double x = axis.x(k * step);
    drawing.shapes.push_back(LineShape{{x, plots_bottom}, {x, plots_bottom + 4}, Ink::faint, 1});
    const std::string text = clock_text(k * step, step < 1);
    const double half = width_of(text) / 2.0;
    const double inside = std::clamp(x, half + 1, std::max(half + 1, width_px - half - 1));
    drawing.shapes.push_back(TextShape{text, {inside, text_y}, kText_px, Ink::faint, Anchor::middle});
  }
}

/// Draws a row below `y`, which moves on.
void add_plot(TimelineChart& chart, const AnalysisDocument& analysis, const TimelineRow& row,
              const TimelineChartOptions& options, double& y) {
  const MetricCurves& timeline = *analysis.timeline;
  const TimeAxis& axis = chart.axis;
  const double width = axis.right_px - axis.left_px;
  const Columns columns = columns_of(timeline, row.values, (axis.end_s - axis.start_s) / width);
  double largest = 0;
  for (const auto& column : columns.all) largest = std::max(largest, column.value);
  auto& shapes = chart.drawing.shapes;
  if (options.compact) {
    shapes.push_back(TextShape{
        row.name, {axis.left_px - kGap_px, y + options.row_height_px}, kText_px, Ink::text, Anchor::right});
  } else {
    y += kText_px;
    shapes.push_back(TextShape{caption_of(row, width), {axis.left_px, y}, kText_px, Ink::text});
    y += kGap_px * 0.75;
  }
  const double most = largest <= 1e-3 ? 1 : options.compact ? largest : round_up(largest);
  PlotPainter plot(chart.drawing, axis, y, options.row_height_px, row.most.value_or(most));
  plot.frame(options.compact);
  plot.columns(columns, row.ink);
  for (const Shot& shot : options.compact ? std::vector<Shot>() : analysis.shots) {
    if (const auto mean = mean_in(timeline, shot, row.values)) plot.mean(shot, *mean, row.ink);
  }
  chart.plots.push_back({row.name, row.ink, row.values, y, y + options.row_height_px});
  y += options.row_height_px + (options.compact ? kGap_px / 2 : kGap_px);
}

}  // namespace

std::vector<std::string> TimelineChartOptions::problems() const {
  std::vector<std::string> problems;
  if (width_px < 280) problems.push_back("width_px is " + std::to_string(width_px) + ", must be 280 or more");
  if (row_height_px < 12)
    problems.push_back("row_height_px is " + std::to_string(row_height_px) + ", must be 12 or more");
  return problems;
}

TimelineChart timeline_chart(const AnalysisDocument& analysis, const TimelineChartOptions& options) {
  throw_if_any("timeline chart options", options.problems());
  if (!analysis.timeline) throw std::invalid_argument("timeline chart: the analysis has no timeline");
  TimelineChart chart;
  Drawing& drawing = chart.drawing;
  drawing.title = "The window and the metrics over time";
  const bool compact = options.compact;
  chart.axis = axis_of(analysis, compact ? 92 : 44, options.width_px - (compact ? kCompactMargin_px : 16.0));

  const bool has_shots = analysis.shots.size() > 1;
  double y = has_shots ? kText_px + kGap_px / 2 : kGap_px / 2;
  for (const TimelineRow& row : internal::timeline_rows(analysis)) add_plot(chart, analysis, row, options, y);
  if (has_shots) mark_shots(chart, analysis.shots, kText_px);
  double bottom = chart.plots.empty() ? y : chart.plots.back().bottom_px;
  if (!compact && !options.scenes.empty()) {
    y = bottom + kGap_px;
    add_speeds(chart, options.scenes, y, options.row_height_px);
    bottom = y - kGap_px;
  }
  y = bottom + 4 + kText_px + 2;
  mark_times(drawing, chart.axis, options.width_px, bottom, y);
  if (!compact) {
    y += kText_px + 4;
    drawing.shapes.push_back(
        TextShape{"time, minutes:seconds", {chart.axis.right_px, y}, kText_px, Ink::faint, Anchor::right});
  }
  drawing.size = {options.width_px, static_cast<int>(std::ceil(y + kGap_px))};
  return chart;
}

}  // namespace smartcrop
