#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// How the window goes from one keyframe to the next.
enum class Easing {
  linear,      ///< at an even speed
  smoothstep,  ///< slow at both ends; a person's choice, never made by simplify_path()
  cubic,  ///< along the cubic that has the keyframes' velocities at its ends (Hermite): no jerk at a keyframe
};

/// The window at one moment, and how it goes on from there.
struct Keyframe {
  Time time;  ///< since the source's first frame
  CropWindow window;
  Easing easing = Easing::linear;  ///< of the way to the next keyframe
  CropWindow velocity = {};        ///< change of each number per second at this moment; only `cubic` reads it

  bool operator==(const Keyframe&) const = default;
};

struct KeyframeOptions {
  /// Largest error of any coordinate, source px, above 0. Below half a pixel no viewer sees it.
  double max_error_px = 0.4;
  /// Most frames between two keyframes, >= 1: bounds the search, and a person wants handles to grab.
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
