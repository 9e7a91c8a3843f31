#pragma once

#include <vector>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"
#include "window_axis.hpp"

namespace smartcrop::internal {

/// The positions of the window's center in one frame that keep nearly all that the best one keeps, in lengths
/// of the window, and how much the frame has to show (about 1/2).
struct DeadZone {
  double low, high, weight;
};

/// Stage 1 of the camera path along one axis.
struct FollowedSubject {
  std::vector<double> centers;  ///< best position in each analyzed frame, cells
  std::vector<DeadZone> zones;  ///< around them, one per analyzed frame
};

/// The positions along `axis` that keep the most importance, less a price of moving. The window lies at
/// `across_centers` (cells, one per analyzed frame) along the other axis, `across`. `subjects`: nullptr, or
/// those of the shot, which are then framed. Where nothing matters the zone before goes on.
FollowedSubject follow_subject(const ShotImportance& importance, const WindowAxis& axis,
                               const WindowAxis& across, const std::vector<double>& across_centers,
                               const PathOptions& options, const SubjectChoice* subjects);

/// Dead zones of the source frames [start, end): lines between those of the analyzed frames.
std::vector<DeadZone> zones_of_frames(const std::vector<DeadZone>& zones,
                                      const std::vector<FrameIndex>& analyzed, FrameIndex start,
                                      FrameIndex end);

}  // namespace smartcrop::internal
