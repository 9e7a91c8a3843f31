#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

struct CsvLine {
  std::size_t number = 1;  ///< of the line in the text, where the cells end
  std::vector<std::string> cells;
};

/// The lines of comma-separated text (RFC 4180: cells may be quoted), read by libcsv; empty lines are left
/// out. Throws Error `WHERE:LINE: ...` for text that is no CSV.
std::vector<CsvLine> parse_csv(std::string_view text, const std::string& where);

using CsvRow = std::map<std::string, std::string>;

/// Rows of a comma-separated file by the names in its first line. Throws Error naming file and line.
std::vector<CsvRow> read_csv(const std::string& path);

/// Number in a column; throws Error naming file and column where it is missing or none.
double csv_number(const CsvRow& row, const std::string& column, const std::string& path);

}  // namespace smartcrop
