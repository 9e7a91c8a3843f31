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

}  // namespace smartcrop::internal
