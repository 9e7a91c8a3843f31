#pragma once

// Finds graphics that stay fixed on the screen while the picture moves: logos, score boards, borders of an
// inset picture. They stand out and seem to move against a moving camera, but they are not subjects.
//
// Twice a second, or as far apart as frames are sampled, the edges of a frame are compared with those of the
// last compared frame. If the camera moved between them or there was a cut, edges that stay are fixed on the
// screen. Cost on one thread: 0.4 ms per comparison of 320x180. Deterministic. Not thread-safe: use one
// recorder per thread.

#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/importance/grid_geometry.hpp"

namespace smartcrop {

/// Shortest gradient of an edge, cv::Sobel 3x3 of luma in 8-bit codes. A straight step of 15 codes has 60.
inline constexpr float kEdgeGradient = 60;

/// Edges of two frames between which the picture moved.
struct StayedEdges {
  FrameIndex from, to;
  /// CV_8UC2, per cell of the grid: number of edge pixels, and how many of them stayed.
  cv::Mat counts;
};

class StayedEdgeRecorder {
 public:
  explicit StayedEdgeRecorder(const GridGeometry& grid) : grid_(grid) {}

  /// Takes the next analyzed frame. `luma`: CV_16UC1, the part of the small map that the grid covers.
  /// `camera_px`: how far the camera moved since the last analyzed frame, px of the small map. Returns a
  /// result if frames were compared and the picture moved.
  std::optional<StayedEdges> add(FrameIndex index, Time time, const cv::Mat& luma, double camera_px);

 private:
  GridGeometry grid_;
  std::optional<FrameIndex> index_;
  Time time_;
  cv::Mat gradients_;  ///< CV_32FC2
  double moved_px_ = 0;
};

/// The comparisons of frames in [start, end), plus neighboring ones if these are too few. `edges`: ascending.
std::span<const StayedEdges> edges_of(std::span<const StayedEdges> edges, FrameIndex start, FrameIndex end);

/// The cells with graphics: CV_8UC1, 255 with, 0 without; empty if the picture moves too little to tell.
cv::Mat screen_graphics(std::span<const StayedEdges> edges);

}  // namespace smartcrop
