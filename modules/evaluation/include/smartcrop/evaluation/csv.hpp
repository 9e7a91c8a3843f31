#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

struct CsvLine {
  std::size_t number = 1;  ///< number of the line in which the cells end
  std::vector<std::string> cells;
};

/// Reads comma-separated text (RFC 4180, cells may be quoted) with libcsv; empty lines are skipped. Throws
/// Error `WHERE:LINE: ...` for text that is not CSV.
std::vector<CsvLine> parse_csv(std::string_view text, const std::string& where);

using CsvRow = std::map<std::string, std::string>;

/// Rows of a comma-separated file, cells by the column names in the first line. Throws Error naming file and
/// line.
std::vector<CsvRow> read_csv(const std::string& path);

/// The number in a column. Throws Error naming file and column if it is missing or not a number.
double csv_number(const CsvRow& row, const std::string& column, const std::string& path);

}  // namespace smartcrop
