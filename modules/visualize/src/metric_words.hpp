#pragma once

#include <array>
#include <string>

#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::internal {

/// What pictures and charts say of a metric.
struct MetricWords {
  const char* title;
  const char* meaning;
  const char* map_unit;       ///< of its map over the frame
  const char* timeline_unit;  ///< of its values over time
};

/// By metric.
inline constexpr std::array<MetricWords, kWindowMetricCount> kMetricWords{{
    {"Motion", "mean change from frame to frame", "8-bit codes", "8-bit codes"},
    {"Complexity", "mean local contrast (standard deviation)", "8-bit codes", "8-bit codes"},
    {"Edges", "mean slope of brightness", "8-bit codes per cell", "8-bit codes per cell"},
    {"Saturation", "mean distance of color from gray", "8-bit codes", "8-bit codes"},
    {"Importance", "how much stands out or moves on its own", "1 = an even spread", "sum of evidence"},
}};

/// Three significant digits.
std::string short_number(double value);

}  // namespace smartcrop::internal
