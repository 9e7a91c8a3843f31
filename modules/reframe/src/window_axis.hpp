#pragma once

#include <algorithm>
#include <cmath>

#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/importance/shot_importance.hpp"

namespace smartcrop::internal {

/// Candidate positions along an axis, for fixed and moving windows alike.
inline constexpr int kPlaces = 96;
/// Bonus of the middle over the ends, as a share of the reward: the middle wins among equal positions.
inline constexpr double kMiddleShare = 1e-4;
/// 1 for the place in the middle of `places`, 0 for those at the ends.
inline double middleness(int place, int places) {
  return 1 - std::abs(2.0 * place / (places - 1) - 1);
}

/// The range of a window of given size along x or y. Positions are those of its center.
struct WindowAxis {
  bool along_x;
  int cells;                                     ///< of the grid along the axis
  double window;                                 ///< length of the window, cells
  double cell_px;                                ///< side of a cell, displayed source px
  double corner_px;                              ///< where cell 0 begins, displayed source px
  double first, last;                            ///< what the window must stay between, displayed source px
  double covered_before = 0, covered_after = 0;  ///< shares of the window that an interface covers

  double room() const { return std::max(0.0, cells - window); }
  /// Position `place` of `places` evenly spaced ones, from flush left to flush right, cells.
  double center_of(int place, int places) const { return window / 2 + room() * place / (places - 1); }
  bool can_move() const { return room() > 0.25; }
  /// A center in lengths of the window as displayed source px, within `first` and `last`.
  double center_in_source(double center) const {
    const double half = window * cell_px / 2;
    return std::clamp(corner_px + center * window * cell_px, first + half,
                      std::max(first + half, last - half));
  }
};

/// For windows of size `window` within a part of the frame, displayed source px.
WindowAxis window_axis(const GridGeometry& grid, cv::Size window, const cv::Rect& within, bool along_x,
                       const SafeZone& zone);

/// The importance of the cells that a part of the frame (displayed source px) touches.
ShotImportance importance_within(const ShotImportance& importance, const cv::Rect& part);

}  // namespace smartcrop::internal
