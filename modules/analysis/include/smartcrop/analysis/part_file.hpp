#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/analysis/range_record.hpp"

namespace smartcrop {

/// Options as a command line gives them: name without dashes -> values.
using OptionTexts = std::map<std::string, std::vector<std::string>>;

/// The record of a part of a video, and the options that it was gathered with.
struct AnalysisPart {
  OptionTexts options;
  RangeRecord record;
};

inline constexpr int kPartFormat = 3;

/// CBOR (RFC 8949): about 3 MB, however long the part. Of the signals only what importance is estimated
/// from is kept; ImportanceOptions::grid_cells must be the default.
std::string write_part(const AnalysisPart& part);

/// Reads and validates. Throws Error beginning with `where` (a path) and saying what is wrong: no such file,
/// cut off, written by another version of this program.
AnalysisPart read_part(std::string_view bytes, const std::string& where);

}  // namespace smartcrop
