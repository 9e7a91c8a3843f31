#pragma once

// The signals of importance: what is kept of each analyzed frame of a shot.

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/importance/camera_motion.hpp"
#include "smartcrop/importance/grid_geometry.hpp"
#include "smartcrop/importance/screen_graphics.hpp"
#include "smartcrop/importance/seams.hpp"

namespace smartcrop {

/// Unit of FrameSignals::flow, cells.
inline constexpr double kFlowUnit = 1.0 / 16;

/// What is kept of one analyzed frame. Grids are CV_8UC1; a grid of a signal that is off is empty.
struct FrameSignals {
  FrameIndex index;
  Time time;
  cv::Mat motion;  ///< certainty that the cell moves on its own, 255 = 1
  cv::Mat still;   ///< what stands out (saliency and contrast), largest = 255
  cv::Mat colors;  ///< color_bins
  /// CV_8SC2, kFlowUnit, +-8 cells: where the content of the cell was in the analyzed frame before. Empty for
  /// the first frame, and where no flow was asked for.
  cv::Mat flow;
  /// From this to the analyzed frame before, px of the small frame; map_size is empty for the first frame of
  /// a shot.
  CameraMotion camera;
};

struct ShotSignals {
  GridGeometry grid;
  double step_s = 0.1;  ///< between analyzed frames
  std::vector<FrameSignals> frames;
  /// The part of the frame without black bars, displayed source px; empty = all of it. Nothing outside
  /// matters, and its middle is where the center prior lies.
  cv::Rect picture = {};
  std::vector<StayedEdges> edges = {};  ///< in which the picture moved, see screen_graphics.hpp
  std::vector<SeamSteps> seam_steps = {};
};

/// Signals of several shots, shot by shot. The first frame of a shot, whose motion is the cut itself,
/// borrows the motion of the second. `shots` ascending; frames outside all of them are dropped.
std::vector<ShotSignals> split_at_shots(ShotSignals signals, const std::vector<Shot>& shots);

}  // namespace smartcrop
