#pragma once

#include <string>
#include <vector>

#include "smartcrop-visualize/options.hpp"
#include "smartcrop-visualize/output_folder.hpp"

namespace smartcrop::app {

/// Names of the files to write, the report last.
std::vector<std::string> output_names(const VisualizeOptions& options);

/// Writes all of them. Reads the video for its pictures, but measures nothing. Throws Error if the analysis
/// lacks what a picture needs.
void write_outputs(const OutputFolder& folder, const VisualizeOptions& options, const CommonOptions& common,
                   const AnalysisDocument& analysis, const CropPlan& plan);

}  // namespace smartcrop::app
