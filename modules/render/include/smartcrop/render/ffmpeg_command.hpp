#pragma once

#include <optional>
#include <string>

#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// A word quoted for a POSIX shell, where it needs quotes.
std::string shell_quoted(const std::string& word);

/// The ffmpeg command, quoted for a POSIX shell, that does what render() does with the same arguments: the
/// same frames, size, encoder and audio. nullopt where no plain command is equal: ffmpeg's `crop` keeps one
/// window, on even pixels, so a plan whose window moves, lies between pixels or is padded has none; neither
/// has one that leaves out a part in the middle or changes the speed. The command differs from render() in
/// four points: the start times of late streams, the choice of video stream (always the first), the bit rate
/// of encoders without a quality setting, and interlaced or HDR10 sources (no deinterlacing, no HDR10
/// metadata). Throws Error as render() does for an unknown encoder or container, or a pair that does not fit,
/// and std::invalid_argument for invalid arguments.
std::optional<std::string> ffmpeg_command(const std::string& input, const CropPlan& plan,
                                          const std::string& output, const RenderOptions& options = {});

}  // namespace smartcrop
