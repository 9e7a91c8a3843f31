// The one definition of time zero: which picture of a file the times of a video count from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

struct AVPacket;
struct AVStream;

namespace smartcrop {

/// Time zero of a video: the presentation time of the first picture that is shown when the file is played
/// from its beginning, in ticks of the stream. All times and frame numbers of a video count from there: those
/// of FrameSource, of frame_times(), and of what is rendered.
///
/// It is the first picture that a decoder gives. Players and ffmpeg show the same one: pictures that an edit
/// list hides do not count, nor those at the beginning of a recording that was cut between key frames, which
/// refer to pictures before the cut.
///
/// Usually the first packets tell it; a decoder is asked only where they leave a doubt. `path`: for messages.
/// `peek(i)`: packet i of this stream, counted from the beginning of the file; nullptr behind the last.
/// nullopt where the stream has no timestamps or nothing decodes within 1000 packets. Throws Error where
/// there is no decoder, and what `peek` throws.
std::optional<std::int64_t> first_frame_ticks(const AVStream& stream, const std::string& path,
                                              const std::function<const AVPacket*(std::size_t)>& peek);

}  // namespace smartcrop
