#include "common/analysis_csv.hpp"

#include <algorithm>
#include <cstdio>

namespace smartcrop::app {
namespace {

/// A number with 9 significant digits, without trailing zeros.
std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

}  // namespace

std::string positions_csv(const AspectAnalysis& analysis, const CandidateOptions& options) {
  std::vector<Strategy> chosen(strategies().begin(), strategies().end());
  if (!options.strategies.empty()) {
    chosen.clear();
    for (const std::string& name : options.strategies) chosen.push_back(find_strategy(name));
  }
  std::vector<WindowMetrics> measures;
  for (const PositionMetrics& position : analysis.positions) measures.push_back(position.metrics);
  const std::vector<WindowMetrics> normalized = normalize(measures);

  std::string text = "x,y,w,h";
  for (const Metric metric : kMetrics) text += "," + std::string(metric_name(metric));
  for (const Strategy& strategy : chosen) text += "," + std::string(strategy.name);
  text += "\n";
  for (std::size_t i = 0; i < analysis.positions.size(); ++i) {
    const cv::Point p = analysis.positions[i].position;
    text += std::to_string(p.x) + "," + std::to_string(p.y) + "," + std::to_string(analysis.crop.width) +
            "," + std::to_string(analysis.crop.height);
    for (std::size_t metric = 0; metric < kMetricCount; ++metric) text += "," + number(measures[i][metric]);
    for (const Strategy& strategy : chosen) text += "," + number(strategy_score(strategy, normalized[i]));
    text += "\n";
  }
  return text;
}

std::string windows_csv(const CropPlan& plan, const std::vector<Time>& frame_times) {
  const bool has_two =
      std::ranges::any_of(plan.shots, [](const PlanShot& shot) { return !shot.second_keyframes.empty(); });
  std::string text = has_two ? "frame,time,x,y,w,h,x2,y2,w2,h2\n" : "frame,time,x,y,w,h\n";
  for (std::size_t frame = 0; frame < frame_times.size(); ++frame) {
    const std::optional<View> view = view_at(plan, frame_times[frame]);
    if (!view) continue;
    text += std::to_string(frame) + "," + number(frame_times[frame].value());
    for (const CropWindow& window : windows_of(*view))
      for (const double value : {window.x, window.y, window.w, window.h}) text += "," + number(value);
    if (has_two && !view->second) text += ",,,,";
    text += "\n";
  }
  return text;
}

}  // namespace smartcrop::app
