#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace smartcrop {

/// The properties of a scene that decide its speed.
struct SceneFacts {
  double length_s = 0;             ///< above 0
  std::optional<double> activity;  ///< how much happens, >= 0; nullopt = unknown: the scene keeps its speed
};

struct SpeedOptions {
  /// Scenes whose activity is below this percentile of all scenes are dull, 0..100; 0 = none, 100 = all.
  /// Unless it is 0, a scene without any activity is always dull.
  double dull_percentile = 30;
  /// Speed of a scene without activity, kNoSpeedUp..kFastestChoice. A scene at the percentile has speed 2, or
  /// max_speed if that is less; in between, speed is linear in activity.
  double max_speed = 4;
  /// Scenes that would save less time than this keep their speed, s, >= 0. Both ramps together take about
  /// half a second.
  double min_saving_s = 0.5;

  std::vector<std::string> problems() const;
};

inline constexpr double kNoSpeedUp = 1, kFastestChoice = 8;

/// The activity below which scenes are dull: linear between the two nearest ranks, like numpy.percentile.
/// nullopt if the activity of no scene is known, or the percentile is 0.
std::optional<double> dull_threshold(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

/// A speed for each scene, 1 for those that are not dull, rounded to hundredths.
/// Throws std::invalid_argument for options out of range.
std::vector<double> choose_speeds(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

}  // namespace smartcrop
