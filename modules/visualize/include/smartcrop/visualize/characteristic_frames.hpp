#pragma once

#include <span>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

/// Moments that show what a video holds: the middles of the `count` longest shots, in order of time; the
/// longest shots are divided evenly where there are fewer shots than that. No shots: no moments.
std::vector<Time> characteristic_times(std::span<const Shot> shots, int count);

/// The first frame at or after each moment (ascending); moments behind the last frame are left out. Moves the
/// source, which need not be able to seek. Throws what the source throws, Canceled.
std::vector<Frame> frames_at(FrameSource& source, std::span<const Time> moments,
                             const CancellationToken& cancellation = {});

}  // namespace smartcrop
