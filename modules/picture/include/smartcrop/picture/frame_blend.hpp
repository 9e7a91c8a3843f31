#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// The weighted mean of pictures of one size and one plain planar format, see is_plain_planar(). A single
/// picture is returned unchanged.
class FrameBlend {
 public:
  /// Keeps a reference to the picture's memory. `weight`: above 0.
  void add(const AVFrame& picture, double weight);
  /// Rounded to nearest; nullptr if nothing was added.
  libav::FramePtr mean() const;

 private:
  void accumulate(const AVFrame& picture, double weight);

  libav::FramePtr first_;
  double first_weight_ = 0, weight_ = 0;
  std::vector<cv::Mat> sums_;  // CV_32FC1, by plane; empty while there is one picture
};

}  // namespace smartcrop::internal
