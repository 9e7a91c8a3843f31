#pragma once

#include <string>
#include <vector>

#include "smartcrop-visualize/options.hpp"
#include "smartcrop-visualize/output_folder.hpp"

namespace smartcrop::app {

/// Names of the files that the options ask for, the report last.
std::vector<std::string> output_names(const VisualizeOptions& options);

/// Makes them all. The video is read again for its pictures; what the analysis holds is not measured again.
/// Throws Error where the analysis lacks what a picture needs.
void write_outputs(const OutputFolder& folder, const VisualizeOptions& options, const CommonOptions& common,
                   const AnalysisDocument& analysis, const CropPlan& plan);

}  // namespace smartcrop::app
