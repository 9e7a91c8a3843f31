#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/analysis/range_record.hpp"

namespace smartcrop {

/// Options as on the command line: name without dashes -> values.
using OptionTexts = std::map<std::string, std::vector<std::string>>;

/// The record of a part of a video, and the options with which it was made.
struct AnalysisPart {
  OptionTexts options;
  RangeRecord record;
};

inline constexpr int kPartFormat = 5;

/// Writes CBOR (RFC 8949), about 3 MB for parts of any length. Of the signals, only what importance is
/// estimated from is written; ImportanceOptions::grid_cells must be the default.
std::string write_part(const AnalysisPart& part);

/// Reads and validates a part. Throws Error that begins with `where` (a path) and names the problem, such as
/// a truncated file or one of another version of this program.
AnalysisPart read_part(std::string_view bytes, const std::string& where);

}  // namespace smartcrop
