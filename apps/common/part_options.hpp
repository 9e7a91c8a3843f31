#pragma once

#include <string>

#include "common/program_options.hpp"
#include "smartcrop/analysis/part_file.hpp"

namespace smartcrop::app {

/// The analysis options of a command line, with defaults, as text; without --start and --end. All parts of
/// one video must have the same.
OptionTexts part_options(const po::variables_map& given);

/// Parses them. Throws Error beginning with `where` for a text that the command line would not take.
AnalyzeOptions read_part_options(const OptionTexts& texts, const std::string& where);

/// The name of an option that differs; empty if there is none.
std::string differing_option(const OptionTexts& a, const OptionTexts& b);

}  // namespace smartcrop::app
