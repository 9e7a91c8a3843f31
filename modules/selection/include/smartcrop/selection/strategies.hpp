#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace smartcrop {

/// A named way to weigh the four metrics. Weights are by Metric (motion, complexity, edges, saturation) and
/// sum to 1.
struct Strategy {
  std::string_view name;
  std::array<double, kMetricCount> weights{};
};

/// The five strategies of the Python ancestor, in its order: Subject Detection, Motion Priority, Visual
/// Detail, Balanced, Color Focus.
std::span<const Strategy> strategies();

/// By name; case does not matter, and `-` or `_` may stand for a space. Throws std::invalid_argument listing
/// the valid names.
const Strategy& find_strategy(std::string_view name);

/// A metric whose values differ by no more over the windows counts as equal, 8-bit codes: summed-area tables
/// leave rounding of the order of 1e-9 of a flat picture, and a millionth of a code means nothing to an eye.
inline constexpr double kFlatRange = 1e-6;

/// Each metric stretched over the windows so that the smallest is 0 and the largest 100; 50 where all are
/// equal.
std::vector<MetricValues> normalise(std::span<const MetricValues> windows);

/// Weighted sum of normalised metrics, 0..100.
double strategy_score(const Strategy& strategy, const MetricValues& normalised);

}  // namespace smartcrop
