#pragma once

#include <string>
#include <string_view>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// The keyframes of a plan as comma-separated text, one row each, and its scenes, see docs/exports.md. The
/// source, the size of the output and the background are not in it.
std::string write_csv_plan(const CropPlan& plan);

/// Reads the shots and scenes of such text; only the columns time, x, y, w and h are needed. Throws Error
/// `WHERE:LINE: COLUMN: ...`.
CropPlan read_csv_plan(std::string_view csv, const std::string& where);

}  // namespace smartcrop
