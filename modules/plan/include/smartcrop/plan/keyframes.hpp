#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// How the window moves from one keyframe to the next.
enum class Easing {
  linear,      ///< at constant speed
  smoothstep,  ///< slow at both ends; for plans made by hand, simplify_path() never uses it
  cubic,       ///< Hermite curve with the velocities of both keyframes, smooth at keyframes
};

/// The window at one time, and how it moves to the next keyframe.
struct Keyframe {
  Time time;  ///< since the source's first frame
  CropWindow window;
  Easing easing = Easing::linear;  ///< from here to the next keyframe
  CropWindow velocity = {};  ///< change of each coordinate per second at this time; used by `cubic` only
  /// The window rests at the previous keyframe until this time, and then jumps to this one.
  bool cut = false;

  bool operator==(const Keyframe&) const = default;
};

struct KeyframeOptions {
  /// Largest error of any coordinate, source px, above 0. Below half a pixel no viewer sees it.
  double max_error_px = 0.4;
  /// Most frames between two keyframes, >= 1. Limits the time of the search, and leaves enough keyframes to
  /// edit.
  int longest = 600;

  std::vector<std::string> problems() const;
};

/// Approximates a path of one window per frame by few keyframes, which a person can edit. Each keyframe is as
/// far ahead as possible with an error of at most `max_error_px` in every coordinate of every frame, along a
/// line or a cubic. A rest becomes two equal keyframes, a path without motion one. Cost: about 1 us per
/// frame. `times`: of the frames, ascending, one per window. Throws std::invalid_argument (empty, sizes,
/// options).
std::vector<Keyframe> simplify_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                    const KeyframeOptions& options = {});

/// The window at a time; before the first keyframe that of the first, after the last that of the last.
/// `keyframes`: ascending. Throws std::invalid_argument if there are none.
CropWindow evaluate_keyframes(std::span<const Keyframe> keyframes, Time time);

}  // namespace smartcrop
