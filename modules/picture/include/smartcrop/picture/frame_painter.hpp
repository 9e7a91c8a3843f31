#pragma once

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// Makes the output's pictures from decoded frames.
class FramePainter {
 public:
  virtual ~FramePainter() = default;

  /// The output's picture of `frame`, shown at `time` of the source. The result may refer to the memory of
  /// `frame`. Throws Error if a format cannot be converted.
  virtual libav::FramePtr paint(const AVFrame& frame, const View& view, Time time) = 0;
};

}  // namespace smartcrop::internal
