#pragma once

#include <string>

#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::internal {

/// Words for a metric in pictures and charts.
struct MetricWords {
  std::string title;
  std::string meaning;
  std::string map_unit;       ///< of its map over the frame
  std::string timeline_unit;  ///< of its values over time
};

/// From the table of metrics (metrics/metric.hpp); of importance by itself.
MetricWords metric_words(std::size_t metric);

/// Three significant digits, below 0.1 one.
std::string short_number(double value);

}  // namespace smartcrop::internal
