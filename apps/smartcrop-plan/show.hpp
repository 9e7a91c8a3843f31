#pragma once

#include <string>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::app {

/// A plan for people: what it is for, and a table of its shots.
std::string plan_table(const CropPlan& plan);

}  // namespace smartcrop::app
