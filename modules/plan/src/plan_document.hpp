#pragma once

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop::internal {

/// A plan's document. Only the JSON's shape is checked: see CropPlan::problems().
CropPlan read_plan(const JsonReader& root);

}  // namespace smartcrop::internal
