#pragma once

#include <string>
#include <vector>

#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::app {

/// `x,y,w,h,motion,complexity,edges,saturation` and one column per strategy's score, a row per position.
std::string positions_csv(const AspectAnalysis& analysis, const CandidateOptions& options);

/// `frame,time,x,y,w,h`: the window for every source frame that the plan holds; time in seconds.
std::string windows_csv(const CropPlan& plan, const std::vector<Time>& frame_times);

}  // namespace smartcrop::app
