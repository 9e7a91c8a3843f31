#pragma once

#include <optional>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/core/shot.hpp"

// The beginning and end of a range of a video.

namespace smartcrop::internal {

/// Frames per second of a video; 25 if unknown.
double frame_rate_of(const VideoInfo& video);

/// Length of the video: from its container, or from a pass that reached its end. nullopt if unknown.
std::optional<Time> duration_of(const VideoInfo& video, const MetricRecord& metrics);

/// The chosen range as one shot, up to its end or the video's end. If both are unknown, it ends with the last
/// frame read.
Shot range_shot(const RangeRecord& record);

/// The end of a range with the last frame at `last`: one frame later, at most the video's end.
Time end_after(const VideoInfo& video, Time last);

}  // namespace smartcrop::internal
