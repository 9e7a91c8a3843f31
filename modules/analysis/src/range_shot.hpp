#pragma once

#include <optional>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/core/shot.hpp"

// Where a range of a video begins and ends.

namespace smartcrop::internal {

/// Frames per second of a video; 25 where it does not say.
double frame_rate_of(const VideoInfo& video);

/// How long the video is: as its container says, or as the pass found on reaching its end. nullopt where
/// neither tells.
std::optional<Time> duration_of(const VideoInfo& video, const MetricRecord& metrics);

/// The range that was asked for as one shot: up to the end asked for or the video's end. Where the video's
/// length is unknown and no end was asked for, it ends with the last frame read.
Shot range_shot(const RangeRecord& record);

/// Where a range ends whose last frame is at `last`: one frame later, at most at the video's end.
Time end_after(const VideoInfo& video, Time last);

}  // namespace smartcrop::internal
