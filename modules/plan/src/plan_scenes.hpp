#pragma once

#include <string>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop::internal {

/// Problems of the scenes of a plan and of the ramps between them.
void check_scenes(const CropPlan& plan, std::vector<std::string>& problems);

/// The keys `scenes`, `retime` and `ramp_s` of a plan's document, left out where there are no scenes, and
/// back. Only the JSON's shape is checked when they are read.
void add_scenes(const CropPlan& plan, nlohmann::ordered_json& document);
void read_scenes(const JsonReader& document, CropPlan& plan);

}  // namespace smartcrop::internal
