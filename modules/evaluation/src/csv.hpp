#pragma once

#include <map>
#include <string>
#include <vector>

namespace smartcrop {

using CsvRow = std::map<std::string, std::string>;

/// Rows of a comma-separated file by the names in its first line; no quoting. Throws Error naming file and
/// line.
std::vector<CsvRow> read_csv(const std::string& path);

/// Number in a column; throws Error naming file and column where it is missing or none.
double csv_number(const CsvRow& row, const std::string& column, const std::string& path);

/// Text of a whole file's lines. Throws Error naming the file.
std::vector<std::string> read_lines(const std::string& path);

}  // namespace smartcrop
