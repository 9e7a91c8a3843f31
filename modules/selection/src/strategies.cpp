#include "smartcrop/selection/strategies.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <stdexcept>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr auto kNames = [] {
  std::array<std::string_view, kWindowMetricCount> names{};
  for (const Metric metric : kMetrics) names[static_cast<std::size_t>(metric)] = metric_name(metric);
  names[kImportance] = "importance";
  return names;
}();

/// Metrics that are not named weigh nothing.
struct Weights {
  double motion = 0, complexity = 0, edges = 0, saturation = 0, importance = 0;
};

constexpr WindowMetrics by_metric(const Weights& weights) {
  WindowMetrics values{};
  values[static_cast<std::size_t>(Metric::motion)] = weights.motion;
  values[static_cast<std::size_t>(Metric::complexity)] = weights.complexity;
  values[static_cast<std::size_t>(Metric::edges)] = weights.edges;
  values[static_cast<std::size_t>(Metric::saturation)] = weights.saturation;
  values[kImportance] = weights.importance;
  return values;
}

// motion, complexity, edges, saturation. Motion leads Auto, since without it importance loses most
// (docs/performance.md, "Quality").
constexpr std::array<Strategy, 6> kStrategies{
    {{"Auto", by_metric({.importance = 1}), Metric::motion},
     {"Subject Detection", by_metric({0.05, 0.25, 0.40, 0.30}), Metric::edges},
     {"Motion Priority", by_metric({0.50, 0.15, 0.25, 0.10}), Metric::motion},
     {"Visual Detail", by_metric({0.05, 0.50, 0.30, 0.15}), Metric::complexity},
     {"Balanced", by_metric({0.25, 0.25, 0.25, 0.25}), Metric::motion},
     {"Color Focus", by_metric({0.05, 0.20, 0.30, 0.45}), Metric::edges}}};

char folded(char c) {
  if (c == '-' || c == '_') return ' ';
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

}  // namespace

std::span<const std::string_view> window_metric_names() {
  return kNames;
}

std::string_view window_metric_name(std::size_t metric) {
  return kNames.at(metric);
}

std::optional<std::size_t> find_window_metric(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  return found == kNames.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - kNames.begin()));
}

std::string window_metric_choice() {
  return choice_text(kNames);
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

Metric leading_metric(std::span<const std::string> names) {
  return names.empty() ? strategies().front().lead : find_strategy(names.front()).lead;
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
