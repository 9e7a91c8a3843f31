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
  /// are. A scene in which nothing at all happens is dull in any case but 0.
  double dull_percentile = 30;
  /// Speed of a scene in which nothing happens, kNoSpeedUp..kFastestChoice. At the percentile it is twice the
  /// usual, or this where this is less; between them it goes by activity, linearly.
  double max_speed = 4;
  /// Scenes that would become shorter by less than this keep their speed, s, >= 0: half a second is about
  /// what both ramps together take, and nobody misses it.
  double min_saving_s = 0.5;

  std::vector<std::string> problems() const;
};

inline constexpr double kNoSpeedUp = 1, kFastestChoice = 8;

/// The activity below which scenes are dull: linear between the two nearest ranks, as numpy.percentile. None
/// where nothing is known of any scene, or the percentile is 0.
std::optional<double> dull_threshold(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

/// A speed for each scene, 1 for those that are not dull; to the hundredth, so that a person can read them.
/// Throws std::invalid_argument for options out of range.
std::vector<double> choose_speeds(std::span<const SceneFacts> scenes, const SpeedOptions& options = {});

}  // namespace smartcrop
