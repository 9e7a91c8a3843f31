#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// OpenTimelineIO JSON, see docs/exports.md. `path`: the video's path in the file. `plan`: the plan of the
/// timeline; its shots become metadata.
std::string write_otio(const Timeline& timeline, const CropPlan& plan, const std::string& path);

}  // namespace smartcrop
