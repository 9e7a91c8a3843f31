#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace smartcrop {

/// The values by which windows are compared: the metrics, indexed by Metric, and after them importance, the
/// share (0..1) of the video's importance inside the window (importance/importance.hpp); 0 if it was not
/// estimated.
inline constexpr int kWindowMetricCount = kMetricCount + 1;
inline constexpr std::size_t kImportance = kMetricCount;
using WindowMetrics = std::array<double, kWindowMetricCount>;

/// The names of the metrics and "importance", as in documents, options, tables and files.
std::span<const std::string_view> window_metric_names();
std::string_view window_metric_name(std::size_t metric);
/// The metric with this name; nullopt if there is none.
std::optional<std::size_t> find_window_metric(std::string_view name);
/// For messages and help: "motion, complexity, edges, saturation or importance".
std::string window_metric_choice();

/// A named weighting of the metrics. The sum of the weights is 1.
struct Strategy {
  std::string_view name;
  WindowMetrics weights{};
  /// The metric that decides how dull a scene is (scenes/speeds.hpp).
  Metric lead = Metric::motion;
};

/// Auto, the default, uses importance alone. The others weight the four metrics: Subject Detection, Motion
/// Priority, Visual Detail, Balanced, Color Focus.
std::span<const Strategy> strategies();

/// Finds a strategy by name; case does not matter, and `-` or `_` may replace a space. Throws
/// std::invalid_argument listing the valid names.
const Strategy& find_strategy(std::string_view name);

/// The lead of the first of the chosen strategies, or of the default one if none is chosen.
Metric leading_metric(std::span<const std::string> names);

/// If a metric's values over the windows differ by no more than this, 8-bit codes, they count as equal.
/// Rounding in summed-area tables of a flat picture is about 1e-9, and nobody sees a millionth of a code.
inline constexpr double kFlatRange = 1e-6;

/// Each metric scaled linearly so that its smallest value over the windows is 0 and its largest 100; 50 if
/// all are equal.
std::vector<WindowMetrics> normalize(std::span<const WindowMetrics> windows);

/// Weighted sum of normalized metrics, 0..100.
double strategy_score(const Strategy& strategy, const WindowMetrics& normalized);

}  // namespace smartcrop
