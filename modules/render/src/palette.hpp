#pragma once

#include <string>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Converts a BGRA picture to its best 256 colors, or 255 and transparency, with FFmpeg's palettegen and
/// paletteuse. The frame has pixel format PAL8. Throws Error if libavfilter lacks them.
libav::FramePtr with_palette(const AVFrame& picture);

/// The same for ffmpeg's -vf, after other filters.
std::string palette_filter();

}  // namespace smartcrop::internal
