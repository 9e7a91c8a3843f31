#pragma once

#include "common/app.hpp"
#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop::app {

/// The options of an analysis, bound to `options`; the same for every app that analyses.
po::options_description analysis_description(AnalyzeOptions& options);

/// How every app reads its input: threads, Ctrl-C, timeout.
FileSourceOptions source_options(const CommonOptions& common);

/// Opens the input and analyses it, with progress and Ctrl-C as everywhere. Says on stderr where damage was
/// survived; with --strict damage is an Error.
AnalysisDocument run_analysis(const std::string& input, const CommonOptions& common, AnalyzeOptions options);

/// Opens the input and looks at it, in the same way; what to make of it comes later.
RangeRecord run_gathering(const std::string& input, const CommonOptions& common, AnalyzeOptions options);

/// The same, every frame, with what is needed to give scenes a speed.
AnalysisWithScenes run_analysis_with_scenes(const std::string& input, const CommonOptions& common,
                                            AnalyzeOptions options);

}  // namespace smartcrop::app
