#pragma once

#include <opencv2/core.hpp>

#include "smartcrop/importance/importance_options.hpp"
#include "smartcrop/importance/signals.hpp"

namespace smartcrop::internal {

/// CV_32FC1, >= 0, one value per cell.
struct JointMap {
  cv::Mat sum;       ///< all signals but the subject's colors, each of sum 1 times its weight
  cv::Mat training;  ///< what the subject's colors are learned from: no still signal where the motion is sure
  double trust = 0;  ///< how far the motion of the frame is trusted, 0..1
};

/// Adds up the signals of the frames of a shot. Keeps what the frames share: the center prior, the weights
/// of the still signal, and the part of the frame without black bars.
class SignalJoiner {
 public:
  SignalJoiner(const ShotSignals& shot, const ImportanceOptions& options);
  JointMap join(const FrameSignals& frame) const;
  /// Sets all cells beside the picture to 0.
  void cut_to_picture(cv::Mat& map) const;

 private:
  struct Motion {
    cv::Mat map;       ///< sum 1; empty without motion
    double trust = 0;  ///< 0..1
  };
  cv::Mat still_map(const FrameSignals& frame) const;
  Motion motion_of(const FrameSignals& frame) const;

  const ImportanceOptions& options_;
  const GridGeometry& grid_;
  cv::Mat prior_, near_middle_, mask_;
};

}  // namespace smartcrop::internal
