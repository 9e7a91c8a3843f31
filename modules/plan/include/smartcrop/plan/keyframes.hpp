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
  cubic,       ///< Hermite curve with the velocities of both keyframes: no jerk at a keyframe
};

/// The window at one time, and how it moves to the next keyframe, unless that is a cut.
struct Keyframe {
  Time time;  ///< since the source's first frame
  CropWindow window;
  Easing easing = Easing::linear;  ///< from here to the next keyframe
  CropWindow velocity = {};        ///< change of each number per second at this time; only `cubic` reads it
  /// The window rests at the keyframe before until this time, and jumps here then.
  bool cut = false;

  bool operator==(const Keyframe&) const = default;
};

struct KeyframeOptions {
  /// Largest error of any coordinate, source px, above 0. Below half a pixel no viewer sees it.
  double max_error_px = 0.4;
  /// Most frames between two keyframes, >= 1. Bounds the search, and leaves enough keyframes to edit.
  int longest = 600;

  std::vector<std::string> problems() const;
};

/// A path of one window per frame as the few keyframes that a person can edit. Takes each time the keyframe
/// farthest ahead that leaves no coordinate of any frame off by more than `max_error_px`, over a line or a
/// cubic; a rest comes out as two keyframes of equal place, a path at rest throughout as one. Cost: about 1
/// us per frame. `times`: of the frames, ascending, as many as windows. Throws std::invalid_argument (empty,
/// sizes, options).
std::vector<Keyframe> simplify_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                    const KeyframeOptions& options = {});

/// The window at a moment: before the first keyframe its window holds, after the last one the last one's.
/// `keyframes` ascending; throws std::invalid_argument where there are none.
CropWindow evaluate_keyframes(std::span<const Keyframe> keyframes, Time time);

}  // namespace smartcrop
