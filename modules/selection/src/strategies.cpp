#include "smartcrop/selection/strategies.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <stdexcept>

namespace smartcrop {
namespace {

//                       motion complexity edges saturation importance. Motion leads Auto, since without it
// importance loses most (README, "what each signal adds").
constexpr std::array<Strategy, 6> kStrategies{
    {{"Auto", {0, 0, 0, 0, 1}, Metric::motion},
     {"Subject Detection", {0.05, 0.25, 0.40, 0.30}, Metric::edges},
     {"Motion Priority", {0.50, 0.15, 0.25, 0.10}, Metric::motion},
     {"Visual Detail", {0.05, 0.50, 0.30, 0.15}, Metric::complexity},
     {"Balanced", {0.25, 0.25, 0.25, 0.25}, Metric::motion},
     {"Color Focus", {0.05, 0.20, 0.30, 0.45}, Metric::edges}}};

char folded(char c) {
  if (c == '-' || c == '_') return ' ';
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

}  // namespace

std::string_view window_metric_name(std::size_t metric) {
  return metric == kImportance ? "importance" : metric_name(static_cast<Metric>(metric));
}

std::span<const Strategy> strategies() {
  return kStrategies;
}

const Strategy& find_strategy(std::string_view name) {
  for (const Strategy& strategy : kStrategies) {
    if (same_name(strategy.name, name)) return strategy;
  }
  std::string valid;
  for (const Strategy& strategy : kStrategies) {
    if (!valid.empty()) valid += ", ";
    valid += strategy.name;
  }
  throw std::invalid_argument("unknown strategy '" + std::string(name) + "'; use one of: " + valid);
}

std::vector<WindowMetrics> normalize(std::span<const WindowMetrics> windows) {
  std::vector<WindowMetrics> normalized(windows.size());
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric) {
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -smallest;
    for (const WindowMetrics& window : windows) {
      smallest = std::min(smallest, window[metric]);
      largest = std::max(largest, window[metric]);
    }
    // 100 (v - min) / (max - min)
    const double range = largest - smallest;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      normalized[i][metric] = range > kFlatRange ? 100 * ((windows[i][metric] - smallest) / range) : 50;
    }
  }
  return normalized;
}

double strategy_score(const Strategy& strategy, const WindowMetrics& normalized) {
  double score = 0;
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric) {
    score += strategy.weights[metric] * normalized[metric];
  }
  return score;
}

}  // namespace smartcrop
