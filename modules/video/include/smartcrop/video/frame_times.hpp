// The time of every displayed frame of a file, without decoding if the container has timestamps.
#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

/// The time of every displayed frame since the first, ascending; element i is the time of frame i. Times are
/// read from the container's packets without decoding. If packets have no timestamps (raw streams), the video
/// is decoded. 16 bytes per frame. Throws Error naming the path, TimedOut, Canceled.
std::vector<Time> frame_times(const std::string& path, const FileSourceOptions& options = {});

}  // namespace smartcrop
