#pragma once

#include <map>
#include <string>

#include "common/app.hpp"
#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop::app {

/// The switch of each signal of importance, by the name that --without takes.
std::map<std::string, bool*> signal_switches(ImportanceOptions& importance);

/// The options of an analysis, bound to `options`; the same in all apps.
po::options_description analysis_description(AnalyzeOptions& options);

/// Options to open a source: threads, Ctrl-C, timeout.
FileSourceOptions source_options(const CommonOptions& common);

/// Opens and analyzes the input, with progress and Ctrl-C handled as in all apps. Reports damage on stderr;
/// with
/// --strict damage is an Error.
AnalysisDocument run_analysis(const std::string& input, const CommonOptions& common, AnalyzeOptions options);

/// Opens the input and records what merge() needs of it, in the same way.
RangeRecord run_gathering(const std::string& input, const CommonOptions& common, AnalyzeOptions options);

/// Analyzes every frame and records the activity that scene speeds are chosen by.
AnalysisWithScenes run_analysis_with_scenes(const std::string& input, const CommonOptions& common,
                                            AnalyzeOptions options);

}  // namespace smartcrop::app
