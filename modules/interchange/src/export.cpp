#include "smartcrop/interchange/export.hpp"

#include <algorithm>
#include <array>

#include "smartcrop/interchange/csv_plan.hpp"
#include "smartcrop/interchange/mlt.hpp"
#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {
namespace {

constexpr std::array<ExportKind, 2> kKinds{{
    {ExportFormat::mlt, "mlt", "mlt", "MLT XML, for Shotcut and Kdenlive"},
    {ExportFormat::csv, "csv", "csv", "CSV, a table of keyframes"},
}};

}  // namespace

std::span<const ExportKind> export_kinds() {
  return kKinds;
}

std::optional<ExportKind> find_export_kind(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name, &ExportKind::name);
  return found == kKinds.end() ? std::nullopt : std::optional(*found);
}

Exported export_plan(const CropPlan& plan, ExportFormat format, const std::string& video,
                     const std::string& path) {
  if (format == ExportFormat::csv) return {write_csv_plan(plan), {}};
  const Timeline timeline = make_timeline(plan, read_timeline_source(video), RateKind::any);
  return {write_mlt(timeline, path), timeline.notes};
}

}  // namespace smartcrop
