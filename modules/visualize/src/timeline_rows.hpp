#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/visualize/drawing.hpp"

namespace smartcrop::internal {

/// One plot of a timeline chart.
struct TimelineRow {
  std::string name;     ///< one or two words
  std::string caption;  ///< name, meaning and unit
  std::string unit;
  Ink ink = Ink::text;
  std::vector<std::optional<double>> values;  ///< one per step of the timeline
  std::optional<double> most = {};            ///< end of the axis; none = as the values ask
};

/// How the window does, of the first aspect ratio, then the metrics; those without any value are left out.
/// The amount of evidence (importance) stands for the former in documents that lack it.
std::vector<TimelineRow> timeline_rows(const AnalysisDocument& analysis);

}  // namespace smartcrop::internal
