#pragma once

#include <string>

#include "common/program_options.hpp"
#include "smartcrop/analysis/part_file.hpp"

namespace smartcrop::app {

/// What the command line, a configuration file and the defaults say of the analysis, as text, apart from the
/// range: what parts of one video must have in common.
OptionTexts analysis_texts(const po::variables_map& given);

/// Reads it back. Throws Error beginning with `where` for what no command line could say.
AnalyzeOptions read_analysis_texts(const OptionTexts& texts, const std::string& where);

/// The name of an option in which two differ; empty where they are alike.
std::string differing_option(const OptionTexts& a, const OptionTexts& b);

}  // namespace smartcrop::app
