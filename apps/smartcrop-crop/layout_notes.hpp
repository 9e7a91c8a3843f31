#pragma once

#include "common/app.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::app {

/// A shot in a message: "shot 2 (from 0:04)", or "the video" where it is the only one.
std::string shot_name(const CropPlan& plan, std::size_t index);

/// Prints a note for each shot with two windows, and for those that have one though two were asked for.
void tell_layouts(const CropPlan& plan, const CommonOptions& common);

}  // namespace smartcrop::app
