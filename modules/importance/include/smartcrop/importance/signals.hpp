#pragma once

// The signals of importance: what is kept of each analyzed frame of a shot.

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/importance/camera_motion.hpp"
#include "smartcrop/importance/edge_comparison.hpp"
#include "smartcrop/importance/grid_geometry.hpp"
#include "smartcrop/importance/screen_graphics.hpp"

namespace smartcrop {

/// Unit of FrameSignals::flow, cells.
inline constexpr double kFlowUnit = 1.0 / 16;

/// What is kept of one analyzed frame. Grids are CV_8UC1; a grid of a signal that is off is empty.
struct FrameSignals {
  FrameIndex index;
  Time time;
  cv::Mat motion;  ///< certainty that the cell moves on its own, 255 = 1
  cv::Mat still;   ///< saliency and contrast, largest = 255
  cv::Mat colors;  ///< see color_bins()
  /// CV_8SC2, unit kFlowUnit, +-8 cells: where the content of the cell was in the previous analyzed frame.
  /// Empty for the first frame, and if flow is not recorded.
  cv::Mat flow;
  /// From this to the previous analyzed frame, px of the small frame; map_size is empty for the first frame
  /// of a shot.
  CameraMotion camera;
};

struct ShotSignals {
  GridGeometry grid;
  double step_s = 0.1;  ///< between analyzed frames
  std::vector<FrameSignals> frames;
  /// The part of the frame without black bars, displayed source px; empty = all of it. Importance outside is
  /// 0, and the center prior is in its middle.
  cv::Rect picture = {};
  std::vector<StayedEdges> edges = {};  ///< see screen_graphics.hpp
  std::vector<EdgeComparison> edge_comparisons = {};
};

/// Divides signals into shots. The motion of a shot's first frame is the cut itself and is replaced by the
/// motion of the second. `shots`: ascending; frames outside all of them are dropped.
std::vector<ShotSignals> split_at_shots(ShotSignals signals, const std::vector<Shot>& shots);

}  // namespace smartcrop
