#include "smartcrop/scenes/speeds.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// Speed where a scene just counts as dull.
constexpr double kThresholdSpeed = 2;
/// Activity below which nothing happens, 8-bit codes: noise of the best encoders moves the mean by more.
constexpr double kNothing = 1e-3;

bool is_dull(double activity, double threshold, const SpeedOptions& options) {
  return activity < threshold || activity <= kNothing || options.dull_percentile >= 100;
}

double speed_for(double activity, double threshold, const SpeedOptions& options) {
  const double least = std::min(kThresholdSpeed, options.max_speed);
  const double share = threshold > kNothing ? std::clamp(activity / threshold, 0.0, 1.0) : 0;
  return std::round(100 * (options.max_speed + (least - options.max_speed) * share)) / 100;
}

void check_range(const char* name, double value, double lowest, double highest,
                 std::vector<std::string>& problems) {
  if (value >= lowest && value <= highest) return;
  problems.push_back(std::string(name) + " is " + std::to_string(value) + ", must be from " +
                     std::to_string(static_cast<int>(lowest)) + " to " +
                     std::to_string(static_cast<int>(highest)));
}

}  // namespace

std::vector<std::string> SpeedOptions::problems() const {
  constexpr double kLongestSaving_s = 1e6;
  std::vector<std::string> problems;
  check_range("dull percentile", dull_percentile, 0, 100, problems);
  check_range("max speed", max_speed, kNoSpeedUp, kFastestChoice, problems);
  check_range("min saving", min_saving_s, 0, kLongestSaving_s, problems);
  return problems;
}

std::optional<double> dull_threshold(std::span<const SceneFacts> scenes, const SpeedOptions& options) {
  std::vector<double> activities;
  for (const SceneFacts& scene : scenes) {
    if (scene.activity) activities.push_back(*scene.activity);
  }
  if (activities.empty() || options.dull_percentile <= 0) return std::nullopt;
  std::sort(activities.begin(), activities.end());
  const double rank = options.dull_percentile / 100 * static_cast<double>(activities.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const double next = activities[std::min(below + 1, activities.size() - 1)];
  return activities[below] + (next - activities[below]) * (rank - std::floor(rank));
}

std::vector<double> choose_speeds(std::span<const SceneFacts> scenes, const SpeedOptions& options) {
  throw_if_any("speed options", options.problems());
  std::vector<double> speeds(scenes.size(), 1);
  const std::optional<double> threshold = dull_threshold(scenes, options);
  if (!threshold) return speeds;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const SceneFacts& scene = scenes[i];
    if (!scene.activity || !is_dull(*scene.activity, *threshold, options)) continue;
    const double speed = speed_for(*scene.activity, *threshold, options);
    if (scene.length_s * (1 - 1 / speed) >= options.min_saving_s) speeds[i] = speed;
  }
  return speeds;
}

}  // namespace smartcrop
