#pragma once

#include <string>
#include <string_view>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// MLT XML for Shotcut, Kdenlive and melt, see docs/exports.md. `path`: of the video, as the file is to name
/// it.
std::string write_mlt(const Timeline& timeline, const std::string& path);

/// The plan of an MLT file as write_mlt() makes it, also after it was changed in an editor: clips of one
/// video in the order of the source, on one track or two, with or without the filters affine (Size, Position
/// & Rotate) and qtcrop (Crop: Rectangle). `where`: path of the file, which begins the Error that is thrown
/// where it cannot be a plan. `video`: the source, which is probed; empty = the one that the file names.
CropPlan read_mlt(std::string_view xml, const std::string& where, const std::string& video = {});

}  // namespace smartcrop
