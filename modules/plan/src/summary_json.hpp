#pragma once

#include "json_reader.hpp"
#include "smartcrop/plan/measure_summary.hpp"

namespace smartcrop::internal {

// The summaries inside an analysis document. `maps`: {"cell_px", "columns", "rows", and by measure
// {"largest", "cells": base64 of columns * rows bytes, row by row}}. `timeline`: {"step_s", "steps": [index],
// and by measure [value or null]}, arrays of one length.

nlohmann::ordered_json maps_json(const MeasureMaps& maps);
MeasureMaps read_maps(const JsonReader& json, cv::Size frame);

nlohmann::ordered_json timeline_json(const MeasureTimeline& timeline);
MeasureTimeline read_timeline(const JsonReader& json);

}  // namespace smartcrop::internal
