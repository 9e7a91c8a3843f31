#pragma once

// What matters in a shot, where and when: signals of each analyzed frame -> importance grids over the shot.
//
// Two steps. `SignalRecorder` sees the small frames in order and keeps a few bytes per analyzed frame: three
// 8-bit grids of at most `grid_cells` cells, 2.3 KB per source frame at 30 fps and 3.4 KB at 24 fps.
// `estimate_importance` then looks at a whole shot (split_at_shots): it joins the signals, follows the
// strongest blob, learns the subject's colors there, and joins again with the colors. No map depends on the
// aspect ratio, so one analysis serves all crops.
//
// Frames: luma, u, v as CV_16UC1 of equal size with 8 fractional bits (code * 256), both sides >= 48 px.
// Cost on one thread: about 0.9 ms per analyzed frame of 320x180, which is every second or third frame
// of 24..30 fps video, and 0.15 ms per analyzed frame for the shot. A shot of any length is estimated in
// blocks of a minute (40 MB). Deterministic. Not thread-safe: one observer a thread; `estimate_importance` is
// a pure function.

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/importance/camera_motion.hpp"
#include "smartcrop/importance/saliency.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// "Plateau" tells how far a value can be moved, others kept, until a mean retention over the labeled clips
/// falls by .005.
struct ImportanceOptions {
  /// Ablation: a signal that is off costs nothing and counts nothing.
  bool use_motion = true, use_saliency = true, use_contrast = true, use_color = true, use_prior = true;

  /// Frames analyzed per second, above 0; a whole number of source frames is left out in between.
  /// Plateau: 9..15.
  double analysis_fps = 10;
  /// Most px on the long side of the maps that flow is measured on, 64..640. Plateau: 140..240.
  int flow_side = 190;
  /// Most cells of an importance grid, 64..4096. Memory, not quality, sets it.
  int grid_cells = 2304;

  /// Joint evidence = sum of maps, each of sum 1 times its weight, >= 0. Plateau: 0.5..1.5 times each.
  double motion_weight = 1.0, saliency_weight = 0.3, contrast_weight = 0.3, color_weight = 0.7,
         prior_weight = 0.5;
  /// Weight of a box of weight 1 (see WeightedBox), >= 0: one box outweighs the motion of the whole frame.
  double box_weight = 2.0;
  /// Standard deviation of the center prior, share of each side, 0.05..1.
  double prior_sigma = 0.25;

  /// Motion = share * flow that the camera does not explain + (1 - share) * difference that it does not
  /// explain. 0..1.
  double flow_share = 0.25;
  /// Residual flow that counts as half certain, px of the flow map, above 0. It grows with the camera model's
  /// misfit.
  double motion_px = 1.0;
  /// Difference that counts as half certain; difference around (RMS of support_box px) that a residual flow
  /// must come with to be half believed (flow on flat ground is a guess). Gray levels, above 0.
  /// Plateau: 8..25; 2..10.
  double motion_gray = 14, support_gray = 4;
  /// Odd, px of the flow map.
  int support_box = 7;
  /// Mean certainty of the moving cells at which the whole signal is half trusted, above 0. Without motion
  /// the colors are learnt from what stands out instead.
  double motion_sure = 0.05;

  /// Time constant of the color model, s, above 0. Plateau: 2..6.
  double color_memory_s = 3.0;
  /// See subject_probability.
  double color_doubt = 0.6;
  /// Rounds of following the blob and learning its colors, 0..5. Plateau: 2..3.
  int rounds = 2;
  /// Share of what a round learns from that must look like the subject of the round before, 0..1.
  double refinement = 0.5;
  /// Size of the blob that is followed, share of the frame's width and height, (0, 1]. Plateau: 0.2..0.4 and
  /// 0.4..0.8.
  double blob_width = 0.3, blob_height = 0.6;
  /// Price of the blob's speed: evidence given up for moving one frame width per second, squared, >= 0.
  /// Plateau: 0.1..1.
  double blob_inertia = 0.3;

  /// Standard deviation in s of the smoothing over time, >= 0. Longer blurs fast subjects.
  double smooth_s = 0.1;
  /// Exponent on the final maps (their sums are kept), 0.5..4: the peak counts more than the haze.
  /// Plateau: 1..2.
  double sharpness = 1.5;

  CameraMotionOptions camera;
  SaliencyOptions saliency;

  std::vector<std::string> problems() const;
};

/// A box that another detector knows to matter (a face). Weight: >= 0, about 0..1. Where something moves, a
/// box counts as far as it takes part in that: the faces of bystanders do not lead the window away.
struct WeightedBox {
  CropWindow box;  ///< displayed source px
  double weight = 1;
};

/// How grid cells lie in the small map: cell (i, j) covers px [offset + i * cell_px, offset + (i + 1) *
/// cell_px) of it.
struct GridGeometry {
  MapGeometry map;
  cv::Size cells;
  int cell_px = 1;
  cv::Point offset_px;
};

/// What is kept of one analyzed frame. Grids are CV_8UC1; a grid of a signal that is off is empty.
struct FrameSignals {
  FrameIndex index;
  Time time;
  cv::Mat motion;  ///< certainty that the cell moves on its own, 255 = 1
  cv::Mat still;   ///< what stands out (saliency and contrast), largest = 255
  cv::Mat colors;  ///< color_bins
  /// From this to the analyzed frame before, px of the small frame; map_size is empty for the first frame of
  /// a shot.
  CameraMotion camera;
  std::vector<WeightedBox> boxes;
};

struct ShotSignals {
  GridGeometry grid;
  double step_s = 0.1;  ///< between analyzed frames
  std::vector<FrameSignals> frames;
  /// The part of the frame without black bars, displayed source px; empty = all of it. Nothing outside
  /// matters, and its middle is where the center prior lies.
  cv::Rect picture = {};
};

/// Importance of a shot. Map t belongs to source frame frame_index[t]; its values are scale[t] * cells[t]
/// (CV_8UC1). The sum of a map is the amount of evidence, about 1 to 3.
struct ShotImportance {
  GridGeometry grid;
  double step_s = 0.1;
  std::vector<FrameIndex> frame_index;
  std::vector<Time> time;
  std::vector<cv::Mat> cells;
  std::vector<float> scale;

  std::size_t size() const { return cells.size(); }
  /// CV_32FC1, rows x cols of the grid, >= 0.
  cv::Mat map(std::size_t t) const;
  /// The map of the analyzed frame nearest to a source frame, as large as the small map, for drawing.
  cv::Mat heat(FrameIndex frame) const;
  /// The mean over all maps in the same form, all zero where there are none.
  cv::Mat mean_heat() const;
  /// The sum of each map.
  std::vector<double> evidence() const;
};

/// Smallest side of a small map that can be observed, px.
inline constexpr int kSmallestObservedSide = 48;

class SignalRecorder {
 public:
  /// Throws std::invalid_argument if options.problems() is not empty, fps is not above 0 or the maps are too
  /// small.
  SignalRecorder(const ImportanceOptions& options, const MapGeometry& geometry, double fps);
  /// Goes past the next frame; it is looked at only where the stride says so. Gray frames count as without
  /// color.
  void add(const SmallFrame& frame);
  /// Hands over what was observed and forgets all state.
  ShotSignals take();

 private:
  cv::Mat measure_motion(const cv::Mat& luma_region, CameraMotion& camera);

  ImportanceOptions options_;
  GridGeometry grid_;
  cv::Size flow_size_;
  int stride_ = 1, until_next_ = 0, shrink_ = 1;
  CameraMotionEstimator camera_;
  cv::Mat previous_;
  ShotSignals shot_;
};

/// Observations of several shots, shot by shot. The first frame of a shot, whose motion is the cut itself,
/// borrows the motion of the second. `shots` ascending; frames outside all of them are dropped.
std::vector<ShotSignals> split_at_shots(ShotSignals observations, const std::vector<Shot>& shots);

/// The maps of all shots as one, in order; nullopt where there are none.
std::optional<ShotImportance> joined(const std::vector<ShotImportance>& shots);

/// Throws std::invalid_argument if options.problems() is not empty. No frames: no maps.
ShotImportance estimate_importance(const ShotSignals& shot, const ImportanceOptions& options = {});

}  // namespace smartcrop
