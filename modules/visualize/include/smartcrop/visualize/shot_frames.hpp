#pragma once

#include <span>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

/// Times that together represent a video: the middles of the `count` longest shots, ascending. If there are
/// fewer shots, the longest are divided evenly. Without shots there are no times.
std::vector<Time> shot_middles(std::span<const Shot> shots, int count);

/// The first frame at or after each time (ascending); times after the last frame are skipped. Reads from the
/// source's position on; the source need not be able to seek. Throws what the source throws, Canceled.
std::vector<Frame> frames_at(FrameSource& source, std::span<const Time> times,
                             const CancellationToken& cancellation = {});

}  // namespace smartcrop
