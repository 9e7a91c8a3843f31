#pragma once

#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop::internal {

/// The shots of a plan as both documents write them, and back. Only the JSON's shape is checked: see
/// CropPlan::problems().
nlohmann::ordered_json plan_shots_json(const std::vector<PlanShot>& shots);
std::vector<PlanShot> read_plan_shots(const JsonReader& json);

}  // namespace smartcrop::internal
