#include "smartcrop/interchange/csv_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/evaluation/csv.hpp"

namespace smartcrop {
namespace {

constexpr std::array<std::string_view, 17> kColumns{
    "shot",       "window",     "time",       "x",          "y",     "w",   "h",   "cut",  "easing",
    "velocity_x", "velocity_y", "velocity_w", "velocity_h", "start", "end", "fit", "speed"};
constexpr std::array<std::string_view, 5> kNeeded{"time", "x", "y", "w", "h"};
constexpr std::array<std::string_view, 3> kEasings{"linear", "smoothstep", "cubic"};  // by Easing

/// The shortest text that reads back to the same number.
std::string number(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string line_of(const std::map<std::string_view, std::string>& cells) {
  std::string line;
  for (const std::string_view column : kColumns) {
    const auto cell = cells.find(column);
    line += (line.empty() && column == kColumns.front() ? "" : ",") +
            (cell == cells.end() ? std::string() : cell->second);
  }
  return line + "\n";
}

void add_keyframes(std::string& text, const CropPlan& plan, std::size_t index, bool second) {
  const PlanShot& shot = plan.shots[index];
  for (const Keyframe& keyframe : second ? shot.second_keyframes : shot.keyframes) {
    const CropWindow &w = keyframe.window, &v = keyframe.velocity;
    const bool is_cubic = v != CropWindow{};
    std::map<std::string_view, std::string> cells{
        {"shot", std::to_string(index + 1)},
        {"window", second ? "2" : "1"},
        {"time", to_string(keyframe.time)},
        {"x", number(w.x)},
        {"y", number(w.y)},
        {"w", number(w.w)},
        {"h", number(w.h)},
        {"cut", keyframe.cut ? "1" : "0"},
        {"easing", std::string(kEasings[static_cast<std::size_t>(keyframe.easing)])},
        {"start", to_string(shot.start)},
        {"end", shot.end ? to_string(*shot.end) : ""},
        {"fit", shot.fit == Fit::pad ? "pad" : "crop"}};
    if (is_cubic) {
      cells.insert({{"velocity_x", number(v.x)},
                    {"velocity_y", number(v.y)},
                    {"velocity_w", number(v.w)},
                    {"velocity_h", number(v.h)}});
    }
    text += line_of(cells);
  }
}

/// A line of the text with the names of its columns. Complaints name both.
class Row {
 public:
  Row(const std::vector<std::string>& names, const CsvLine& line, const std::string& where)
      : where_(where + ":" + std::to_string(line.number)) {
    if (line.cells.size() > names.size()) throw Error(where_ + ": has more cells than the first line");
    for (std::size_t i = 0; i < line.cells.size(); ++i) cells_[names[i]] = line.cells[i];
  }

  std::string text(const std::string& column) const {
    const auto cell = cells_.find(column);
    return cell == cells_.end() ? "" : cell->second;
  }
  bool has(const std::string& column) const { return !text(column).empty(); }
  [[noreturn]] void fail(const std::string& column, const std::string& wanted) const {
    throw Error(where_ + ": " + column + ": must be " + wanted + ", is '" + text(column) + "'");
  }
  double number(const std::string& column) const {
    const auto value = parse_number<double>(text(column));
    if (!value || !std::isfinite(*value)) fail(column, "a number");
    return *value;
  }
  double number_or(const std::string& column, double missing) const {
    return has(column) ? number(column) : missing;
  }
  Time time(const std::string& column) const {
    try {
      return parse_time(text(column));
    } catch (const std::exception&) {  // not a time, or one that does not fit
      fail(column, "a time such as 12.5 or 00:01:02.5");
    }
  }
  std::size_t choice(const std::string& column, std::span<const std::string_view> names) const {
    if (!has(column)) return 0;
    const auto found = std::ranges::find(names, text(column));
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string list;
    for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
    fail(column, "one of " + list);
  }

 private:
  std::string where_;
  std::map<std::string, std::string> cells_;
};

PlanScene scene_of(const Row& row) {
  PlanScene scene;
  scene.start = row.time("start");
  if (row.has("end")) scene.end = row.time("end");
  scene.speed = row.number("speed");
  return scene;
}

Keyframe keyframe_of(const Row& row) {
  constexpr std::array<std::string_view, 4> kTruth{"0", "1", "false", "true"};
  Keyframe keyframe{row.time("time"), {row.number("x"), row.number("y"), row.number("w"), row.number("h")}};
  keyframe.easing = static_cast<Easing>(row.choice("easing", kEasings));
  keyframe.velocity = {row.number_or("velocity_x", 0), row.number_or("velocity_y", 0),
                       row.number_or("velocity_w", 0), row.number_or("velocity_h", 0)};
  keyframe.cut = row.choice("cut", kTruth) % 2 == 1;
  return keyframe;
}

/// Adds a keyframe to the shot of its number; shots begin as they come.
void add_keyframe(const Row& row, std::map<std::string, std::size_t>& shots, CropPlan& plan) {
  constexpr std::array<std::string_view, 2> kFits{"crop", "pad"}, kWindows{"1", "2"};
  const Keyframe keyframe = keyframe_of(row);
  const auto [shot, is_new] = shots.emplace(row.text("shot"), plan.shots.size());
  if (is_new) {
    PlanShot& added = plan.shots.emplace_back();
    const Time usual = plan.shots.size() == 1 ? Time{} : keyframe.time;
    added.start = row.has("start") ? row.time("start") : usual;
    if (row.has("end")) added.end = row.time("end");
    added.fit = static_cast<Fit>(row.choice("fit", kFits));
  }
  PlanShot& target = plan.shots[shot->second];
  (row.choice("window", kWindows) == 1 ? target.second_keyframes : target.keyframes).push_back(keyframe);
}

std::vector<std::string> column_names(const CsvLine& line, const std::string& where) {
  std::vector<std::string> names;
  for (const std::string& cell : line.cells) {
    names.push_back(cell.starts_with("\xEF\xBB\xBF") ? cell.substr(3) : cell);  // a mark of spreadsheets
    if (std::ranges::find(kColumns, names.back()) == kColumns.end())
      throw Error(where + ":1: '" + names.back() + "' is not a known column");
  }
  for (const std::string_view needed : kNeeded) {
    if (std::ranges::find(names, needed) == names.end())
      throw Error(where + ":1: column '" + std::string(needed) + "' is missing");
  }
  return names;
}

}  // namespace

std::string write_csv_plan(const CropPlan& plan) {
  std::string text;
  for (const std::string_view column : kColumns) text += (text.empty() ? "" : ",") + std::string(column);
  text += "\n";
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    add_keyframes(text, plan, i, false);
    add_keyframes(text, plan, i, true);
  }
  for (const PlanScene& scene : plan.scenes) {
    text += line_of({{"start", to_string(scene.start)},
                     {"end", scene.end ? to_string(*scene.end) : ""},
                     {"speed", number(scene.speed)}});
  }
  return text;
}

CropPlan read_csv_plan(std::string_view csv, const std::string& where) {
  const std::vector<CsvLine> lines = parse_csv(csv, where);
  if (lines.size() < 2) throw Error(where + ": holds no keyframes");
  const std::vector<std::string> names = column_names(lines.front(), where);
  CropPlan plan;
  std::map<std::string, std::size_t> shots;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Row row(names, lines[i], where);
    if (row.has("speed") && !row.has("x")) {
      plan.scenes.push_back(scene_of(row));
    } else {
      add_keyframe(row, shots, plan);
    }
  }
  for (std::size_t i = 0; i + 1 < plan.shots.size(); ++i) {
    if (!plan.shots[i].end) plan.shots[i].end = plan.shots[i + 1].start;
  }
  return plan;
}

}  // namespace smartcrop
