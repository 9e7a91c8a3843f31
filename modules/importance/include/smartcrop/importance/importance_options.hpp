#pragma once

#include <string>
#include <vector>

#include "smartcrop/importance/camera_motion.hpp"
#include "smartcrop/importance/saliency.hpp"

namespace smartcrop {

/// "Plateau" tells how far a value can be moved, others kept, until a mean retention over the labeled clips
/// falls by .005.
struct ImportanceOptions {
  /// Ablation: a signal that is off costs nothing and counts nothing.
  bool use_motion = true, use_saliency = true, use_contrast = true, use_color = true, use_prior = true;
  /// Whether graphics that stay fixed on the screen count nothing, see screen_graphics.hpp.
  bool use_graphics = true;

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

}  // namespace smartcrop
