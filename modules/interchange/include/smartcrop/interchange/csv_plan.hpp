#pragma once

#include <string>
#include <string_view>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// The keyframes of a plan, one row each, and its scenes as comma-separated text, see docs/exports.md.
/// Without source, output size and background.
std::string write_csv_plan(const CropPlan& plan);

/// Reads the shots and scenes of such text; only the columns time, x, y, w and h are needed. Throws Error
/// `WHERE:LINE: COLUMN: ...`.
CropPlan read_csv_plan(std::string_view csv, const std::string& where);

}  // namespace smartcrop
