#pragma once

#include <span>
#include <vector>

#include "smartcrop/core/shot.hpp"

namespace smartcrop {

/// Number and time of one frame, as in Frame and SmallFrame.
struct FrameTime {
  FrameIndex index;
  Time time;
};

/// Cuts a video into segments of `length`: segment k begins with the first frame at or after start + k *
/// length, where start is the first frame's time. The distance between frames may vary; a segment without
/// frames is omitted. A last segment shorter than half of `length` is joined to the one before. Without
/// frames there are no segments. The last end_frame is one past the last frame. Times are exact. Throws
/// std::invalid_argument if length is not above 0, times do not ascend, or `end` is not after the last frame.
std::vector<Shot> fixed_segments(std::span<const FrameTime> frames, Time end, Time length);

/// The same for frames at a constant rate: `whole` is the video as one shot, `frame_rate` its frames per
/// second, > 0.
std::vector<Shot> fixed_segments(const Shot& whole, Rational frame_rate, Time length);

}  // namespace smartcrop
