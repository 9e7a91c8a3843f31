#pragma once

#include <array>
#include <optional>

#include "smartcrop/scenes/shot_features.hpp"

namespace smartcrop::internal {

/// The frames by which a wipe is judged: its ends, and as many evenly between.
inline constexpr int kWipeFrames = 9;
using WipeFrames = std::array<const ShotFeatures*, kWipeFrames>;

struct Wipe {
  double middle = 0;    ///< when half of the change is done: 0 = the first frame, 1 = the last
  double residual = 0;  ///< part of the change that a wipe does not explain, 0..1
};

/// A picture that takes the place of another behind a line that moves over the frame, hard or soft, of any
/// shape: each cell changes once, at about the time of its neighbors, and not all cells at the same time. In
/// a pan, or where something passes before the camera, cells change again and again. nullopt if it is
/// none.
std::optional<Wipe> wipe_of(const WipeFrames& frames, double max_residual);

}  // namespace smartcrop::internal
