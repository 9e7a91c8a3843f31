#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Whether a data stream holds timecode, which FFmpeg's muxers write anew from metadata.
bool is_timecode(const AVStream& stream);

/// Writes the source's timecode to the output, advanced by `first`, the time from the source's first picture
/// to the output's. Removes the copied timecode from the output's metadata. Adds a line to `notes` if the
/// container does not support timecode.
void carry_timecode(const AVFormatContext& source, const AVStream& picture, Time first,
                    AVFormatContext& target, AVStream& target_picture, std::vector<std::string>& notes);

}  // namespace smartcrop::internal
