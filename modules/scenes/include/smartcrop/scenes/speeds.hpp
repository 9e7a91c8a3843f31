#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace smartcrop {

/// What is known of a scene when its speed is chosen.
struct SceneFacts {
  double length_s = 0;             ///< above 0
  std::optional<double> activity;  ///< how much happens, >= 0; none = not known, such scenes keep their speed
};

struct SpeedOptions {
  /// Scenes with less activity than this percentile of all of them are dull, 0..100. 0 = none is, 100 = all
  /// are. Unless it is 0, a scene in which nothing happens is always dull.
  double dull_percentile = 30;
  /// Speed of a scene in which nothing happens, kNoSpeedUp..kFastestChoice. A scene at the percentile has
  /// speed 2, or max_speed if that is less; in between, speed is linear in activity.
  double max_speed = 4;
  /// Least time saved, s, >= 0: scenes that would save less keep their speed. Both ramps together take about
  /// half a second.
  double min_saving_s = 0.5;

  std::vector<std::string> problems() const;
};

inline constexpr double kNoSpeedUp = 1, kFastestChoice = 8;

/// The activity below which scenes are dull: linear between the two nearest ranks, as numpy.percentile. None
/// where nothing is known of any scene, or the percentile is 0.
std::optional<double> dull_threshold(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

/// A speed for each scene, 1 for those that are not dull, rounded to hundredths.
/// Throws std::invalid_argument for options out of range.
std::vector<double> choose_speeds(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

}  // namespace smartcrop
