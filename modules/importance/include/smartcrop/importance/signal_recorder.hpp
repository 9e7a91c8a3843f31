#pragma once

// Small frames in order -> the signals of importance: per analyzed frame three 8-bit grids of at most
// `grid_cells` cells, which is 2.3 KB per source frame at 30 fps and 3.4 KB at 24 fps.
//
// Frames: luma, u, v as CV_16UC1 of equal size with 8 fractional bits (code * 256), both sides >= 48 px. Cost
// on one thread: about 0.9 ms per analyzed frame of 320x180, which is every second or third frame of 24..30
// fps video. Deterministic. Not thread-safe: use one recorder per thread.

#include <opencv2/core/mat.hpp>

#include "smartcrop/importance/importance_options.hpp"
#include "smartcrop/importance/signals.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Smallest side of a small map from which signals can be recorded, px.
inline constexpr int kSmallestSignalSide = 48;

class SignalRecorder {
 public:
  /// Throws std::invalid_argument if options.problems() is not empty, fps is not above 0 or the maps are too
  /// small. `with_flow`: also keep the flow of cells, 4.6 KB per analyzed frame.
  SignalRecorder(const ImportanceOptions& options, const MapGeometry& geometry, double fps,
                 bool with_flow = false);
  /// Takes the next frame of the video; frames between analyzed ones are skipped. Gray frames count as
  /// colorless.
  void add(const SmallFrame& frame);
  /// Returns the signals recorded since the start or the last take(). The next frame is analyzed without a
  /// previous one.
  ShotSignals take();

 private:
  /// Fills in the motion of the cells since the analyzed frame before, if there is one, and the camera's.
  /// `luma`: what the grid covers.
  void measure_motion(const cv::Mat& luma, FrameSignals& signals);

  ImportanceOptions options_;
  GridGeometry grid_;
  cv::Size flow_size_;
  int stride_ = 1, until_next_ = 0, shrink_ = 1;
  bool with_flow_;
  CameraMotionEstimator camera_;
  cv::Mat previous_;
  std::optional<StayedEdgeRecorder> edges_;  ///< none if screen graphics are not used
  EdgeComparisonRecorder edge_comparisons_;
  ShotSignals shot_;
};

}  // namespace smartcrop
