#pragma once

#include <optional>
#include <string>

#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// A word for a POSIX shell, quoted if needed.
std::string shell_quoted(const std::string& word);

/// The ffmpeg command, quoted for a POSIX shell, that gives the same result as render() with the same
/// arguments: the same frames, size, encoder and audio. nullopt if there is no such command: ffmpeg's `crop`
/// filter has one fixed window on even pixels, so the plan's window must not move, lie between pixels or be
/// padded, and the plan must not change speed or leave out a part in the middle. The command differs from
/// render() in four points: the start times of late streams, the choice of video stream (always the first),
/// the bit rate of encoders without a quality setting, and interlaced or HDR10 sources (no deinterlacing, no
/// HDR10 metadata). Throws Error like render() for an unknown encoder or container, or a pair that does not
/// fit; std::invalid_argument for invalid arguments.
std::optional<std::string> ffmpeg_command(const std::string& input, const CropPlan& plan,
                                          const std::string& output, const RenderOptions& options = {});

}  // namespace smartcrop
