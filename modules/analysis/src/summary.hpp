#pragma once

#include <optional>

#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/plan/measure_summary.hpp"
#include "smartcrop/reframe/importance.hpp"

namespace smartcrop::internal {

/// What was measured, reduced to what pictures of it need. Importance is missing where it was not estimated.
MeasureMaps summarize_maps(const Field& field, const std::optional<ShotImportance>& importance);
MeasureTimeline summarize_timeline(const MetricTimeline& metrics,
                                   const std::optional<ShotImportance>& importance);

}  // namespace smartcrop::internal
