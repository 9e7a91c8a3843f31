#pragma once

#include <string>

#include "common/app.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

/// With --safe-zone: says where the interface of the platform covers faces all the same, or that it covers
/// nothing.
void tell_covered_faces(const std::string& input, const AnalysisDocument& analysis, const CropPlan& plan,
                        const AnalyzeOptions& options, const CommonOptions& common);

}  // namespace smartcrop::app
