#pragma once

// Camera motion between two frames, and what moves against it.
//
// Input: two luma maps of one size, CV_8UC1, no side under 32 px. Dense flow (DIS, current -> previous) is
// measured on them, and an affine camera model is fitted to it robustly. The residual shows where something
// moves on its own. Cost: about 0.4 ms at 160x90 on one thread, nearly all of it DIS. Not thread-safe: use
// one estimator per thread. The bits do not depend on the number of threads or on other analyses in the
// process (see core/parallel.hpp).

#include <array>
#include <opencv2/core.hpp>
#include <opencv2/video/tracking.hpp>
#include <string>
#include <vector>

namespace smartcrop {

struct CameraMotionOptions {
  /// DIS: finest pyramid level that is searched, 0..2 (1 = half of the input's size). Measured: 0 takes 4
  /// times as long and is no better.
  int finest_scale = 1;
  /// DIS: distance of patches in px, 2..8.
  int patch_stride = 6;
  /// DIS: gradient descent steps per patch, 1..64. The ultrafast preset's 12.
  int descent_steps = 12;
  /// Distance in px between the flow samples that the model is fitted to, 1..16.
  int sample_step_px = 6;
  /// Rounds of iteratively reweighted least squares, 1..50. The weights settle after 4 to 6.
  int iterations = 5;
  /// Standard deviation of luma (gray levels, 5x5 px) at which a flow sample has half its weight, >= 0; 0 =
  /// all have equal weight. Flow is unreliable where there is no texture. Measured: 1..4 give equal results.
  double texture_gray = 2;

  std::vector<std::string> problems() const;
};

struct CameraMotion {
  /// Maps a current pixel to the place of its content in the previous frame, map px (pixel centers at whole
  /// numbers).
  cv::Matx23d previous_from_current{1, 0, 0, 0, 1, 0};
  cv::Size map_size;
  double noise_px = 0;  ///< median misfit of the samples, px

  /// Mean length over the map of the motion that the model explains, px.
  double mean_speed_px() const;
};

/// Per pixel. residual: CV_32FC1, px, length of (flow - model). excess: CV_32FC1, px, how much longer the
/// flow is than the model, 0 where it is shorter. difference: CV_8UC1, |current - previous
/// warped by the model|, 0 where that place was outside the previous frame.
struct MotionMaps {
  CameraMotion camera;
  cv::Mat residual, excess, difference;
  cv::Mat flow;  ///< CV_32FC2, px, current -> previous; overwritten by the next measure()
};

class CameraMotionEstimator {
 public:
  /// Throws std::invalid_argument if options.problems() is not empty.
  explicit CameraMotionEstimator(const CameraMotionOptions& options = {});
  /// Does not keep the maps. Throws std::invalid_argument for maps of another type or of unequal sizes.
  MotionMaps measure(const cv::Mat& previous, const cv::Mat& current);

 private:
  CameraMotionOptions options_;
  cv::Ptr<cv::DISOpticalFlow> dis_;
  cv::Mat flow_, moved_;
};

/// Fits the model to a flow field (CV_32FC2, current -> previous). Exposed for tests and for other sources of
/// flow.
CameraMotion fit_camera_motion(const cv::Mat& flow, const cv::Mat& luma,
                               const CameraMotionOptions& options = {});

}  // namespace smartcrop
