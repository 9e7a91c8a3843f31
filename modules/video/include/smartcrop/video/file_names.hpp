// Whether a file's name looks like that of a video.
#pragma once

#include <string_view>

namespace smartcrop {

/// Whether a path ends as files of videos do that FFmpeg reads and people keep (".mp4", ".MOV", ...). A video
/// may have any other ending: this is for choosing among the files of a folder.
bool has_video_ending(std::string_view path);

}  // namespace smartcrop
