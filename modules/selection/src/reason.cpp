#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "reason.hpp"

namespace smartcrop::internal {
namespace {

/// What a window has most of.
std::string_view noun_of(std::size_t metric) {
  return metric == kImportance ? "of what matters" : entry_of(static_cast<Metric>(metric)).noun;
}

/// What of it is above average.
std::string_view noun_above(std::size_t metric) {
  return metric == kImportance ? "share of what matters" : noun_of(metric);
}

using Nouns = std::vector<std::string_view>;

/// `a`, `a and b`, `a, b and c`
std::string listed(const Nouns& nouns) {
  std::string text;
  for (std::size_t i = 0; i < nouns.size(); ++i) {
    if (i > 0) text += i + 1 == nouns.size() ? " and " : ", ";
    text += nouns[i];
  }
  return text;
}

std::string of_all(std::size_t windows) {
  return windows == 2 ? "of both windows" : "of all " + std::to_string(windows) + " windows";
}

/// `best`, `second best`, `third best`, `4th best`
std::string best(int place) {
  constexpr std::array<std::string_view, 3> kPlaces{"best", "second best", "third best"};
  if (place <= std::ssize(kPlaces)) return std::string(kPlaces[static_cast<std::size_t>(place - 1)]);
  const bool teen = place % 100 >= 11 && place % 100 <= 13;
  const int digit = teen ? 0 : place % 10;
  const char* suffix = digit == 1 ? "st" : digit == 2 ? "nd" : digit == 3 ? "rd" : "th";
  return std::to_string(place) + suffix + " best";
}

/// A metric's place of a window among all, and whether it says anything.
struct MetricStanding {
  bool flat = true;  ///< alike in all windows
  std::size_t greater = 0;
  bool above_average = false;
};

MetricStanding metric_standing(std::size_t metric, std::size_t window,
                               std::span<const WindowMetrics> normalized) {
  const double value = normalized[window][metric];
  MetricStanding standing;
  double sum = 0;
  for (const WindowMetrics& other : normalized) {
    standing.flat = standing.flat && other[metric] == value;
    if (other[metric] > value) ++standing.greater;
    sum += other[metric];
  }
  standing.above_average = value > sum / static_cast<double>(normalized.size());
  return standing;
}

std::array<std::size_t, kWindowMetricCount> by_contribution(const WindowMetrics& breakdown) {
  std::array<std::size_t, kWindowMetricCount> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return breakdown[a] > breakdown[b]; });
  return order;
}

}  // namespace

std::string reason(const Standing& standing, std::span<const WindowMetrics> normalized) {
  const std::size_t windows = normalized.size();
  if (windows == 1) return "the only window";

  Nouns first, second, above;
  bool all_flat = true;
  for (const std::size_t metric : by_contribution(standing.breakdown)) {
    const MetricStanding place = metric_standing(metric, standing.window, normalized);
    all_flat = all_flat && place.flat;
    if (place.flat) continue;
    if (place.greater == 0) {
      first.push_back(noun_of(metric));
    } else if (place.greater == 1 && windows > 2) {
      second.push_back(noun_of(metric));
    } else if (place.above_average) {
      above.push_back(noun_above(metric));
    }
  }
  if (all_flat)
    return windows == 2 ? "both windows are alike" : "all " + std::to_string(windows) + " windows are alike";

  std::vector<std::string> parts;
  if (!first.empty()) parts.push_back("most " + listed(first) + ' ' + of_all(windows));
  if (!second.empty())
    parts.push_back("second most " + listed(second) + (first.empty() ? ' ' + of_all(windows) : ""));
  if (!above.empty()) parts.push_back(listed(above) + " above average");
  if (!standing.region.empty()) parts.push_back("best in the " + std::string(standing.region));
  if (parts.empty()) {
    parts.push_back(best(standing.place) + ' ' + of_all(windows) + " by " + std::string(standing.strategy));
  }
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) text += "; " + parts[i];
  return text;
}

}  // namespace smartcrop::internal
