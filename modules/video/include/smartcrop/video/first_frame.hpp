// Time zero: the picture of a file from which the times of a video count.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

struct AVPacket;
struct AVStream;

namespace smartcrop {

/// Time zero of a video: the presentation time of the first picture that is shown when the file is played
/// from its beginning, in ticks of the stream. All times and frame numbers of a video count from there: in
/// FrameSource, in frame_times() and in rendering.
///
/// It is the first picture that a decoder returns, which players and ffmpeg show first, too. Pictures that an
/// edit list hides do not count. Neither do pictures at the beginning of a recording that refer to others
/// from before it.
///
/// Usually the first packets are enough to find it; otherwise a decoder is opened. `path`: for messages.
/// `peek(i)`: packet i of this stream, counted from the beginning of the file; nullptr after the last.
/// nullopt if the stream has no timestamps or none of its first 1000 packets decodes. Throws Error if there
/// is no decoder, and what `peek` throws.
std::optional<std::int64_t> first_frame_ticks(const AVStream& stream, const std::string& path,
                                              const std::function<const AVPacket*(std::size_t)>& peek);

}  // namespace smartcrop
