#pragma once

#include <string>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// A BGRA picture in 256 colors of its own, or 255 and transparency, with FFmpeg's palettegen and paletteuse.
/// The frame has pixel format PAL8. Throws Error where libavfilter lacks them.
libav::FramePtr with_palette(const AVFrame& picture);

/// The same for ffmpeg's -vf, after other filters.
std::string palette_filter();

}  // namespace smartcrop::internal
