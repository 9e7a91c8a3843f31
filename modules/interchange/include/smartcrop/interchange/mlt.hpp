#pragma once

#include <string>
#include <string_view>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// MLT XML for Shotcut, Kdenlive and melt, see docs/exports.md. `path`: the video's path in the file.
std::string write_mlt(const Timeline& timeline, const std::string& path);

/// Reads the plan from an MLT file of write_mlt(), also after changes in an editor: clips of one video in the
/// order of the source, on one or two tracks, with or without the filters affine (Size, Position & Rotate)
/// and qtcrop (Crop: Rectangle). `where`: path of the file, with which error messages begin. `video`: the
/// source, which is probed; empty = the one named in the file. Throws Error if the file does not describe a
/// plan.
CropPlan read_mlt(std::string_view xml, const std::string& where, const std::string& video = {});
/// The same with a source that is known already.
CropPlan read_mlt(std::string_view xml, const std::string& where, const TimelineSource& source);

}  // namespace smartcrop
