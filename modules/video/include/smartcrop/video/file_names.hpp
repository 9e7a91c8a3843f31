// Tells videos by their file names.
#pragma once

#include <string_view>

namespace smartcrop {

/// Whether a path has a usual extension of video files (".mp4", ".MOV", ...). Used to choose among the files
/// of a folder; a video may have any other extension.
bool has_video_ending(std::string_view path);

}  // namespace smartcrop
