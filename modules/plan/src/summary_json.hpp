#pragma once

#include "smartcrop/plan/json_reader.hpp"
#include "smartcrop/plan/metric_summary.hpp"

namespace smartcrop::internal {

// The summaries inside an analysis document. `maps`: {"cell_px", "columns", "rows", and by metric
// {"largest", "cells": base64 of columns * rows bytes, row by row}}. `timeline`: {"step_s", "steps": [index],
// and by metric [value or null]}, arrays of one length.

nlohmann::ordered_json maps_json(const MetricMaps& maps);
MetricMaps read_maps(const JsonReader& json, cv::Size frame);

nlohmann::ordered_json timeline_json(const MetricCurves& timeline);
MetricCurves read_timeline(const JsonReader& json);

/// `steps`: how many the timeline has.
nlohmann::ordered_json curves_json(const WindowCurves& curves);
WindowCurves read_curves(const JsonReader& json, std::size_t steps);

}  // namespace smartcrop::internal
