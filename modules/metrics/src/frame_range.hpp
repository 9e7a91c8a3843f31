#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/sampler.hpp"

namespace smartcrop::internal {

/// The frames asked for: from `start` on (included), before `end`.
struct FrameRange {
  std::optional<TimePoint> start;
  std::optional<TimePoint> end;

  bool is_before(const Frame& frame) const;  ///< the frame lies before the range
  bool is_past(const Frame& frame) const;    ///< the frame lies behind the range, and so do all that follow
  bool counts_frames() const;  ///< one of the ends is a frame index, which only counting finds exactly

  std::string text() const;
};

/// About how many frames the range has; nullopt if the video's length or rate is unknown.
std::optional<std::int64_t> estimated_frames(const FrameRange& range, const VideoInfo& info);

/// Length of the timeline's steps for the range, see timeline_step_s().
double timeline_step_s(const FrameRange& range, const VideoInfo& info);

}  // namespace smartcrop::internal
