#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// OpenTimelineIO JSON, see docs/exports.md. `path`: of the video, as the file is to name it. `plan`: the one
/// that the timeline was made of; its shots are in the metadata.
std::string write_otio(const Timeline& timeline, const CropPlan& plan, const std::string& path);

}  // namespace smartcrop
