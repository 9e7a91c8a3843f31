#include "smartcrop/evaluation/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <sstream>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// Collects what libcsv calls back with.
struct Collector {
  std::vector<CsvLine> lines;
  std::vector<std::string> cells;
  std::size_t number = 1;
  int last_end = 0;  ///< character that ended the line before

  void add_cell(std::string cell) {
    number += static_cast<std::size_t>(std::ranges::count(cell, '\n'));
    cells.push_back(std::move(cell));
  }
  void end_line(int character) {
    const bool is_rest_of_crlf = character == '\n' && last_end == '\r' && cells.empty();
    last_end = character;
    if (is_rest_of_crlf) return;
    if (!cells.empty()) lines.push_back({number, std::move(cells)});
    cells.clear();
    ++number;
  }

  static void on_cell(void* bytes, std::size_t size, void* self) {
    static_cast<Collector*>(self)->add_cell({static_cast<const char*>(bytes), size});
  }
  static void on_line(int character, void* self) { static_cast<Collector*>(self)->end_line(character); }
};

}  // namespace

std::vector<CsvLine> parse_csv(std::string_view text, const std::string& where) {
  Collector collector;
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc();
  const bool is_read = csv_parse(&parser, text.data(), text.size(), Collector::on_cell, Collector::on_line,
                                 &collector) == text.size() &&
                       csv_fini(&parser, Collector::on_cell, Collector::on_line, &collector) == 0;
  const std::string reason = csv_strerror(csv_error(&parser));
  csv_free(&parser);
  if (!is_read) throw Error(where + ":" + std::to_string(collector.number) + ": no CSV: " + reason);
  return std::move(collector.lines);
}

std::vector<CsvRow> read_csv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw Error(path + ": cannot read this file");
  const std::vector<CsvLine> lines = parse_csv(text.str(), path);
  if (lines.empty()) throw Error(path + ": is empty, should begin with a line of column names");
  const std::vector<std::string>& names = lines.front().cells;
  std::vector<CsvRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto& [number, cells] = lines[i];
    if (cells.size() != names.size()) {
      throw Error(path + ": line " + std::to_string(number) + " has " + std::to_string(cells.size()) +
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
