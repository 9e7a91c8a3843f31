// A shot: a run of frames between two cuts, by frame and by time. A plain value.
#pragma once

#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// A run of frames between two cuts: [start_frame, end_frame) and the same in time.
struct Shot {
  FrameIndex start_frame;
  FrameIndex end_frame;  ///< one past the last
  Time start;            ///< of the first frame
  Time end;              ///< of the first frame of the next shot, or the video's end

  bool operator==(const Shot&) const = default;
};

}  // namespace smartcrop
