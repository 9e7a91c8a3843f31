#pragma once

#include <string>

#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// A word as a POSIX shell reads it back: quoted where it needs that.
std::string shell_quoted(const std::string& word);

/// The command line, quoted for a POSIX shell, by which the ffmpeg program does what render() does with the
/// same arguments: the same frames, windows, size, encoder and sound. A fixed window of whole pixels becomes
/// a plain `crop`. One that moves, or lies between pixels, follows the plan's keyframes as formulas of the
/// time, to 1/30 px: along each axis that needs it the picture is made fifteen times as large by the same
/// filter as render() uses (Lanczos, 3 lobes), cut there, and every fifteenth pixel kept. Zooming windows are
/// scaled to whole pixels on the way, up to half a pixel off. Padded shots are laid over the others, each
/// showing its first window throughout. Differs from render() in times of streams that start late, in which
/// of several video streams is taken (the first), in the bit rate of encoders that know no quality, and in
/// that it leaves interlaced pictures as they are and HDR10's metadata out. Plans with more keyframes than a
/// command line holds come as a here-document. Throws Error as render() does for encoders and containers that
/// are unknown or do not go together, std::invalid_argument for plans that are retimed (is_retimed()):
/// ffmpeg's filters cannot follow the ramps with sound in step.
std::string ffmpeg_command(const std::string& input, const CropPlan& plan, const std::string& output,
                           const RenderOptions& options = {});

}  // namespace smartcrop
