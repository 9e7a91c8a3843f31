#pragma once

#include <vector>

#include "dead_zones.hpp"
#include "smartcrop/reframe/camera_path.hpp"

namespace smartcrop::internal {

/// Stage 2 of the camera path (see camera_path.hpp): the smooth path that stays near the dead zones, one per
/// source frame, `frame_s` seconds apart. Result: the window's center per frame, in lengths of the window.
std::vector<double> smooth_path(const std::vector<DeadZone>& zones, double frame_s,
                                const PathOptions& options);

}  // namespace smartcrop::internal
