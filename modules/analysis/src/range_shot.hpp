#pragma once

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/core/shot.hpp"

// Where a range of a video begins and ends.

namespace smartcrop::internal {

/// Frames per second of a video; 25 where it does not say.
double frame_rate_of(const VideoInfo& video);

/// The range that was asked for as one shot, as far as the container tells where it ends.
Shot range_shot(const RangeRecord& record);

/// Where a range ends whose last frame is at `last`: one frame later, at most at the video's end.
Time end_after(const VideoInfo& video, Time last);

}  // namespace smartcrop::internal
