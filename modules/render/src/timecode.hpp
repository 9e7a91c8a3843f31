#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Whether a data stream holds timecode, which FFmpeg's muxers write anew from metadata.
bool is_timecode(const AVStream& stream);

/// Gives the output the source's timecode, counted on to its first picture, which is `first` after the
/// source's. Takes the source's own out of the output's metadata, where copying has put it. A line in `notes`
/// where the container holds no timecode.
void carry_timecode(const AVFormatContext& source, const AVStream& picture, Time first,
                    AVFormatContext& target, AVStream& target_picture, std::vector<std::string>& notes);

}  // namespace smartcrop::internal
