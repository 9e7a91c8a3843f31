#pragma once

// Graphics that stay fixed on the screen while the picture moves: logos, score boards, frames of a second
// picture. Against a moving camera they seem to move, and they stand out; they are no subject.
//
// Twice a second the edges of a frame are compared with those of the frame compared before. Where the camera
// moved or a cut lies between, edges that stay are fixed on the screen. Cost on one thread: 0.4 ms per
// comparison of 320x180. Deterministic. Not thread-safe: one recorder a thread.

#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/importance/grid_geometry.hpp"

namespace smartcrop {

/// Edges of two frames between which the picture moved.
struct StayedEdges {
  FrameIndex from, to;
  /// CV_8UC2, one value per cell of the grid: number of edge pixels, and how many of them stayed.
  cv::Mat counts;
};

class StayedEdgeRecorder {
 public:
  explicit StayedEdgeRecorder(const GridGeometry& grid) : grid_(grid) {}

  /// The next analyzed frame. `luma`: CV_16UC1, what the grid covers. `camera_px`: how far the camera moved
  /// since the analyzed frame before, px of the small map. Result where frames were compared and the picture
  /// moved.
  std::optional<StayedEdges> add(FrameIndex index, Time time, const cv::Mat& luma, double camera_px);

 private:
  GridGeometry grid_;
  std::optional<FrameIndex> index_;
  Time time_;
  cv::Mat gradients_;  ///< CV_32FC2
  double moved_px_ = 0;
};

/// Those of the comparisons, ascending, that concern the frames [start, end), with neighbors where they are
/// too few.
std::span<const StayedEdges> edges_of(std::span<const StayedEdges> edges, FrameIndex start, FrameIndex end);

/// Cells of graphics: CV_8UC1, 255 there, else 0; empty where it cannot be told, as the picture hardly moves.
cv::Mat screen_graphics(std::span<const StayedEdges> edges);

}  // namespace smartcrop
