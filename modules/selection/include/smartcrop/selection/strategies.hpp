#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace smartcrop {

/// What windows are compared by: the metrics, by Metric, and behind them importance, the share (0..1) of
/// what matters in the video that a window holds (importance/importance.hpp); 0 everywhere where it was not
/// estimated.
inline constexpr int kWindowMetricCount = kMetricCount + 1;
inline constexpr std::size_t kImportance = kMetricCount;
using WindowMetrics = std::array<double, kWindowMetricCount>;

/// The names of the metrics and "importance": in documents, options, tables and files.
std::span<const std::string_view> window_metric_names();
std::string_view window_metric_name(std::size_t metric);
/// The metric of that name, nullopt where there is none.
std::optional<std::size_t> find_window_metric(std::string_view name);
/// "motion, complexity, edges, saturation or importance": for messages and help.
std::string window_metric_choice();

/// A named way to weigh the metrics. Weights sum to 1.
struct Strategy {
  std::string_view name;
  WindowMetrics weights{};
  /// The metric that tells how dull a scene is (scenes/speeds.hpp).
  Metric lead = Metric::motion;
};

/// Auto, the default, goes by importance alone. The others weigh the four metrics: Subject Detection, Motion
/// Priority, Visual Detail, Balanced, Color Focus.
std::span<const Strategy> strategies();

/// By name; case does not matter, and `-` or `_` may stand for a space. Throws std::invalid_argument listing
/// the valid names.
const Strategy& find_strategy(std::string_view name);

/// A metric whose values differ by no more over the windows counts as equal, 8-bit codes: summed-area tables
/// leave rounding of the order of 1e-9 of a flat picture, and a millionth of a code means nothing to an eye.
inline constexpr double kFlatRange = 1e-6;

/// Each metric stretched over the windows so that the smallest is 0 and the largest 100; 50 where all are
/// equal.
std::vector<WindowMetrics> normalize(std::span<const WindowMetrics> windows);

/// Weighted sum of normalized metrics, 0..100.
double strategy_score(const Strategy& strategy, const WindowMetrics& normalized);

}  // namespace smartcrop
