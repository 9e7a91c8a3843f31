#pragma once

#include <optional>

#include "smartcrop/importance/importance.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::internal {

SamplingSummary summarize_sampling(const MetricRecord& metrics);

/// The measurements, reduced to the resolution of pictures. Without importance if it was not estimated.
MetricMaps summarize_maps(const Field& field, const std::optional<ShotImportance>& importance);
MetricCurves summarize_timeline(const MetricTimeline& metrics,
                                const std::optional<ShotImportance>& importance);

}  // namespace smartcrop::internal
