#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "common/app.hpp"
#include "common/spooled_input.hpp"
#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop::app {

/// The signals of importance, by the name that --without takes, and their switches.
std::vector<std::pair<std::string_view, bool*>> signal_switches(ImportanceOptions& importance);

/// The options of an analysis, bound to `options`; the same in all apps.
po::options_description analysis_description(AnalyzeOptions& options);

/// Takes the aspect ratio from --for where --aspect is not given. Throws UsageError for --safe-zone without
/// what it needs.
void complete_aspects(AnalyzeOptions& options, const po::variables_map& given);

/// Options to open a source: threads, Ctrl-C, timeout.
FileSourceOptions source_options(const CommonOptions& common);

/// Opens and analyzes the input, with progress and Ctrl-C handled as in all apps. Reports damage on stderr;
/// with --strict damage is an Error. Documents and messages have the input's name.
AnalysisDocument run_analysis(const SpooledInput& input, const CommonOptions& common, AnalyzeOptions options);

/// Opens the input and records what merge() needs of it, in the same way.
RangeRecord run_gathering(const SpooledInput& input, const CommonOptions& common, AnalyzeOptions options);

/// Analyzes every frame and records the activity that scene speeds are chosen by.
AnalysisWithScenes run_analysis_with_scenes(const SpooledInput& input, const CommonOptions& common,
                                            AnalyzeOptions options);

}  // namespace smartcrop::app
