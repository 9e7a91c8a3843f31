// The time of every displayed frame of a file, without decoding where the container tells it.
#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

/// The time of every displayed frame, ascending, since the first; element i is that of frame i.
/// Taken from the container's packets without decoding; where packets carry no timestamps (raw streams) the
/// video is decoded instead. 16 bytes a frame. Throws Error naming the path, TimedOut, Canceled.
std::vector<Time> frame_times(const std::string& path, const FileSourceOptions& options = {});

}  // namespace smartcrop
