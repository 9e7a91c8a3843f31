#include "summary_json.hpp"

#include <cmath>

#include "smartcrop/core/base64.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

constexpr double kAnyNumber = 1e12;

/// A thousandth of a code is far below what a picture shows.
double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

ordered_json share_list(const std::vector<std::optional<double>>& shares) {
  ordered_json list = ordered_json::array();
  for (const auto& share : shares) list.push_back(share ? json_number(rounded(*share)) : ordered_json());
  return list;
}

void refuse_length(const JsonReader& values, std::size_t steps) {
  values.fail("must hold one value for each of the " + std::to_string(steps) + " steps");
}

std::vector<std::optional<double>> read_shares(const JsonReader& json, std::size_t steps) {
  const std::vector<JsonReader> items = json.items();
  if (items.size() != steps) refuse_length(json, steps);
  std::vector<std::optional<double>> shares;
  for (const JsonReader& item : items)
    shares.push_back(item.is_null() ? std::nullopt : std::optional(item.number(0, 1)));
  return shares;
}

}  // namespace

ordered_json curves_json(const WindowCurves& curves) {
  return {{"kept", share_list(curves.kept)}, {"certainty", share_list(curves.certainty)}};
}

WindowCurves read_curves(const JsonReader& json, std::size_t steps) {
  json.expect_keys({"kept", "certainty"});
  return {read_shares(json.at("kept"), steps), read_shares(json.at("certainty"), steps)};
}

ordered_json maps_json(const MetricMaps& maps) {
  ordered_json json{{"cell_px", maps.cell_px}, {"columns", maps.cells.width}, {"rows", maps.cells.height}};
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    const auto& map = maps.maps[i];
    if (!map) continue;
    json[std::string(window_metric_name(i))] = {{"largest", json_number(map->largest)},
                                                {"cells", encode_base64(map->cells)}};
  }
  return json;
}

MetricMaps read_maps(const JsonReader& json, cv::Size frame) {
  json.expect_keys({"cell_px", "columns", "rows"}, window_metric_names());
  MetricMaps maps;
  maps.cell_px = json.at("cell_px").whole(1, static_cast<int>(kLargestSide));
  maps.cells = {(frame.width + maps.cell_px - 1) / maps.cell_px,
                (frame.height + maps.cell_px - 1) / maps.cell_px};
  json.at("columns").whole(maps.cells.width, maps.cells.width);
  json.at("rows").whole(maps.cells.height, maps.cells.height);
  if (std::max(maps.cells.width, maps.cells.height) > kMostMapCells)
    json.at("cell_px").fail("must be larger: maps have at most " + std::to_string(kMostMapCells) +
                            " cells a side");
  const auto size = static_cast<std::size_t>(maps.cells.area());
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    const auto map = json.find(std::string(window_metric_name(i)).c_str());
    if (!map) continue;
    map->expect_keys({"largest", "cells"});
    auto cells = decode_base64(map->at("cells").text());
    if (!cells || cells->size() != size)
      map->at("cells").fail("must be base64 of " + std::to_string(size) + " bytes");
    maps.maps[i] = MetricMap{map->at("largest").number(0, kAnyNumber), std::move(*cells)};
  }
  return maps;
}

ordered_json timeline_json(const MetricCurves& timeline) {
  ordered_json json{{"step_s", json_number(timeline.step_s)}, {"steps", ordered_json::array()}};
  for (const auto& step : timeline.steps) json["steps"].push_back(step.index);
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    ordered_json values = ordered_json::array();
    for (const auto& step : timeline.steps) {
      values.push_back(step.values[i] ? json_number(rounded(*step.values[i])) : ordered_json());
    }
    json[std::string(window_metric_name(i))] = std::move(values);
  }
  return json;
}

MetricCurves read_timeline(const JsonReader& json) {
  json.expect_keys({"step_s", "steps"}, window_metric_names());
  MetricCurves timeline;
  timeline.step_s = json.at("step_s").number(1e-6, kLongestTime_s);
  std::int64_t earliest = 0;
  for (const JsonReader& item : json.at("steps").items()) {
    const std::int64_t index = item.integer(earliest, kMostFrames);
    timeline.steps.push_back({index, {}});
    earliest = index + 1;
  }
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    const JsonReader values = json.at(std::string(window_metric_name(i)).c_str());
    const std::vector<JsonReader> items = values.items();
    if (items.size() != timeline.steps.size()) refuse_length(values, timeline.steps.size());
    for (std::size_t k = 0; k < items.size(); ++k) {
      if (!items[k].is_null()) timeline.steps[k].values[i] = items[k].number(0, kAnyNumber);
    }
  }
  return timeline;
}

}  // namespace smartcrop::internal
