#include <fstream>

#include "csv.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Error(path + ": cannot read this file");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

std::vector<CsvRow> read_csv(const std::string& path) {
  const std::vector<std::string> lines = read_lines(path);
  if (lines.empty()) throw Error(path + ": is empty, should begin with a line of column names");
  const std::vector<std::string> names = split(lines.front());
  std::vector<CsvRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const std::vector<std::string> cells = split(lines[i]);
    if (cells.size() != names.size()) {
      throw Error(path + ": line " + std::to_string(i + 1) + " has " + std::to_string(cells.size()) +
                  " cells, not " + std::to_string(names.size()));
    }
    CsvRow& row = rows.emplace_back();
    for (std::size_t j = 0; j < names.size(); ++j) row[names[j]] = cells[j];
  }
  return rows;
}

double csv_number(const CsvRow& row, const std::string& column, const std::string& path) {
  const auto cell = row.find(column);
  if (cell == row.end()) throw Error(path + ": there is no column '" + column + "'");
  const std::string& text = cell->second;
  if (const auto value = parse_number<double>(text)) return *value;
  throw Error(path + ": '" + text + "' in column '" + column + "' is not a number");
}

}  // namespace smartcrop
