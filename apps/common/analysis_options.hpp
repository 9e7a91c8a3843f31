#pragma once

#include "common/app.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

/// The options of an analysis, bound to `options`; the same for every app that analyses.
po::options_description analysis_description(AnalyzeOptions& options);

/// Opens the input and analyses it, with progress and Ctrl-C as everywhere. Says on stderr where damage was
/// survived.
AnalysisDocument run_analysis(const std::string& input, const CommonOptions& common, AnalyzeOptions options);

}  // namespace smartcrop::app
