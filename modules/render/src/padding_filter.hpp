#pragma once

#include <string>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// The graph of ffmpeg's filters that lays the padded shots of a plan over what `cropping` makes of the
/// others (empty: there are none). One branch for each place that padded shots show, which is their first
/// window.
std::string padding_filter(const CropPlan& plan, const std::string& cropping);

}  // namespace smartcrop::internal
