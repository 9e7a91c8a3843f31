#pragma once

#include <string>
#include <vector>

#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::app {

/// CSV with one row per window position: `x,y,w,h,motion,complexity,edges,saturation` and the score of each
/// strategy.
std::string positions_csv(const AspectAnalysis& analysis, const CandidateOptions& options);

/// CSV with one row per source frame inside the plan: `frame,time,x,y,w,h`, time in seconds. A plan with two
/// windows anywhere has `x2,y2,w2,h2` as well, empty in frames of one window.
std::string windows_csv(const CropPlan& plan, const std::vector<Time>& frame_times);

}  // namespace smartcrop::app
