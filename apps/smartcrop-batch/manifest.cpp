#include "smartcrop-batch/manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/evaluation/csv.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A place in a manifest, for messages.
struct Place {
  std::string path;
  std::size_t line = 0;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(path + ":" + std::to_string(line) + ": " + what);
  }
};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ';');) parts.push_back(part);
  return parts;
}

const CropOption& option_named(const std::string& name, const std::vector<CropOption>& options,
                               const Place& place) {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const CropOption& option) { return option.name == name; });
  if (found == options.end()) {
    place.fail("'" + name + "' is not input, output or an option of smartcrop-crop that batch supports");
  }
  return *found;
}

void set_flag(WorkItem& item, const std::string& name, const std::string& text, const Place& place) {
  if (text == "true" || text == "1" || text == "yes") {
    item.arguments[name] = {};
  } else if (text != "false" && text != "0" && text != "no") {
    place.fail(name + ": must be true or false, not '" + text + "'");
  }
}

void set(WorkItem& item, const std::string& name, const std::vector<std::string>& values,
         const std::vector<CropOption>& options, const Place& place) {
  if (name == "input") {
    item.input = (fs::path(place.path).parent_path() / values.front()).string();
  } else if (name == "output") {
    item.output = values.front();
  } else if (option_named(name, options, place).is_flag) {
    set_flag(item, name, values.front(), place);
  } else {
    item.arguments[name] = values;
  }
}

void add(std::vector<WorkItem>& items, WorkItem item, const Place& place) {
  if (item.input.empty()) place.fail("there is no input");
  items.push_back(std::move(item));
}

std::string text_of(const Json& value, const std::string& name, const Place& place) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  place.fail(name + ": must be a string, a number, true, false or a list of those");
}

std::vector<std::string> texts_of(const Json& value, const std::string& name, const Place& place) {
  if (!value.is_array()) return {text_of(value, name, place)};
  std::vector<std::string> texts;
  for (const Json& one : value) texts.push_back(text_of(one, name, place));
  if (texts.empty()) place.fail(name + ": must not be an empty list");
  return texts;
}

}  // namespace

std::vector<WorkItem> read_csv_manifest(const std::string& path, const std::vector<CropOption>& options) {
  const std::vector<CsvLine> lines = parse_csv(read_text(path), path);
  if (lines.empty())
    throw Error(path + ": is empty; the first line must name the columns, one of them input");
  const std::vector<std::string>& names = lines.front().cells;
  std::vector<WorkItem> items;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto& [number, cells] = lines[i];
    const Place place{path, number};
    if (cells.size() > names.size()) place.fail("has more cells than the first line");
    WorkItem item;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string& cell = cells[c];
      const bool is_path = names[c] == "input" || names[c] == "output";
      if (!cell.empty()) set(item, names[c], is_path ? std::vector{cell} : split(cell), options, place);
    }
    add(items, std::move(item), place);
  }
  if (items.empty()) throw Error(path + ": lists no video");
  return items;
}

std::vector<WorkItem> read_json_manifest(const std::string& path, const std::vector<CropOption>& options) {
  std::istringstream lines(read_text(path));
  std::vector<WorkItem> items;
  Place place{path};
  for (std::string line; std::getline(lines, line);) {
    ++place.line;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object())
      place.fail("is no JSON object, for example {\"input\": \"talk.mp4\", \"aspect\": \"9:16\"}");
    WorkItem item;
    for (const auto& [name, value] : json.items())
      set(item, name, texts_of(value, name, place), options, place);
    add(items, std::move(item), place);
  }
  if (items.empty()) throw Error(path + ": lists no video");
  return items;
}

}  // namespace smartcrop::app
