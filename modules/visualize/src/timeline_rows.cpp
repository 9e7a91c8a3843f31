#include "timeline_rows.hpp"

#include <algorithm>

#include "metric_words.hpp"

namespace smartcrop::internal {
namespace {

constexpr double kPercent = 100;

TimelineRow share_row(const char* name, const std::string& meaning, Ink ink,
                      const std::vector<std::optional<double>>& shares) {
  TimelineRow row{name, std::string(name) + ": " + meaning, "%", ink, {}, kPercent};
  for (const auto& share : shares)
    row.values.push_back(share ? std::optional(kPercent * *share) : std::nullopt);
  return row;
}

TimelineRow metric_row(const MetricCurves& timeline, std::size_t metric) {
  const MetricWords words = metric_words(metric);
  const std::string name(window_metric_name(metric));
  TimelineRow row{name,
                  name + ": " + words.meaning + ", " + words.timeline_unit,
                  words.timeline_unit,
                  ink_of(metric),
                  {}};
  for (const MetricCurves::Step& step : timeline.steps) row.values.push_back(step.values[metric]);
  return row;
}

}  // namespace

std::vector<TimelineRow> timeline_rows(const AnalysisDocument& analysis) {
  std::vector<TimelineRow> rows;
  const std::optional<WindowCurves> curves =
      analysis.aspects.empty() ? std::nullopt : analysis.aspects.front().curves;
  if (curves) {
    rows.push_back(share_row("in window", "how much of what matters the window holds, %", Ink::importance,
                             curves->kept));
    rows.push_back(share_row("certainty",
                             "how sure the choice is, %; 0 = something beside the window is as likely",
                             Ink::certainty, curves->certainty));
  }
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric)
    if (metric != kImportance || !curves) rows.push_back(metric_row(*analysis.timeline, metric));
  std::erase_if(rows, [](const TimelineRow& row) {
    return std::ranges::none_of(row.values, [](const auto& value) { return value.has_value(); });
  });
  return rows;
}

}  // namespace smartcrop::internal
