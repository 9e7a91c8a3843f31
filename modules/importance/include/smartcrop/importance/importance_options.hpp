#pragma once

#include <string>
#include <vector>

#include "smartcrop/importance/camera_motion.hpp"
#include "smartcrop/importance/saliency.hpp"

namespace smartcrop {

/// "Plateau" is the range in which a value can be changed alone before the mean retention over the labeled
/// clips falls by .005.
struct ImportanceOptions {
  /// Which signals are used; the others are neither computed nor counted.
  bool use_motion = true, use_saliency = true, use_contrast = true, use_color = true, use_prior = true;
  /// Whether graphics fixed on the screen are ignored, see screen_graphics.hpp.
  bool use_graphics = true;

  /// Frames analyzed per second, above 0, rounded so that the same number of source frames is skipped each
  /// time. Plateau: 9..15.
  double analysis_fps = 10;
  /// Largest long side of the maps that flow is measured on, px, 64..640. Plateau: 140..240.
  int flow_side = 190;
  /// Largest number of cells of an importance grid, 64..4096. Limited by memory, not by quality.
  int grid_cells = 2304;

  /// Weights, >= 0. The joint evidence is the sum of all maps, each scaled to sum 1 and multiplied by its
  /// weight. Plateau: 0.5 to 1.5 times each.
  double motion_weight = 1.0, saliency_weight = 0.3, contrast_weight = 0.3, color_weight = 0.7,
         prior_weight = 0.5;
  /// Standard deviation of the center prior, share of each side, 0.05..1.
  double prior_sigma = 0.25;
  /// Saliency and contrast count less away from the middle of the picture, by a Gaussian with this standard
  /// deviation, share of each side, above 0: at the edges of a frame there is always something that stands
  /// out. Plateau: 0.25..0.4.
  double still_sigma = 0.3;

  /// Motion = share * residual flow + (1 - share) * difference; the camera explains neither. 0..1.
  double flow_share = 0.25;
  /// Residual flow at which motion is half certain, px of the flow map, above 0. Grows with the camera
  /// model's misfit.
  double motion_px = 1.0;
  /// Difference at which motion is half certain, and difference around a pixel (RMS over support_box px) at
  /// which its residual flow is half trusted: flow is unreliable where there is no texture. Gray levels,
  /// above 0. Plateau: 8..25; 2..10.
  double motion_gray = 14, support_gray = 4;
  /// How far what streams past a moving camera is left out, 0..1: places whose flow is faster than the camera
  /// model's are nearer than the rest, or move against the camera. What the camera follows is slower.
  double streaming = 1;
  /// Side of the box for support_gray, odd, px of the flow map.
  int support_box = 7;
  /// Mean certainty of the moving cells at which the motion signal is half trusted, above 0. The less it is
  /// trusted, the more colors are learned from saliency and contrast.
  double motion_sure = 0.05;

  /// Time constant of the color model, s, above 0. Plateau: 2..6.
  double color_memory_s = 3.0;
  /// `doubt` of subject_probability().
  double color_doubt = 0.6;
  /// How many times the blob is followed and its colors are learned, 0..5. Plateau: 2..3.
  int rounds = 2;
  /// Weight of the previous round's color model in what the next round learns from, 0..1.
  double refinement = 0.5;
  /// Size of the blob that is followed, share of the frame's width and height, (0, 1]. Plateau: 0.2..0.4 and
  /// 0.4..0.8.
  double blob_width = 0.3, blob_height = 0.6;
  /// Price of the blob's squared speed: evidence given up for moving one frame width per second, >= 0.
  /// Plateau: 0.1..1.
  double blob_inertia = 0.3;

  /// Standard deviation of the smoothing over time, s, >= 0. Larger values blur fast subjects.
  double smooth_s = 0.1;
  /// Exponent on the final maps, 0.5..4; their sums are kept. Above 1, peaks count more than weak evidence
  /// spread around. Plateau: 1..2.
  double sharpness = 1.5;

  CameraMotionOptions camera;
  SaliencyOptions saliency;

  std::vector<std::string> problems() const;
};

}  // namespace smartcrop
