#include "smartcrop/interchange/export.hpp"

#include <algorithm>
#include <array>

#include "smartcrop/interchange/csv_plan.hpp"
#include "smartcrop/interchange/edl.hpp"
#include "smartcrop/interchange/fcpxml.hpp"
#include "smartcrop/interchange/keyframe_text.hpp"
#include "smartcrop/interchange/mlt.hpp"
#include "smartcrop/interchange/otio.hpp"
#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {
namespace {

constexpr std::array<ExportKind, 6> kKinds{{
    {ExportFormat::mlt, "mlt", "mlt", "MLT XML, for Shotcut and Kdenlive"},
    {ExportFormat::fcpxml, "fcpxml", "fcpxml", "FCPXML, for Final Cut Pro and DaVinci Resolve"},
    {ExportFormat::otio, "otio", "otio", "OpenTimelineIO"},
    {ExportFormat::edl, "edl", "edl", "EDL, cuts without windows"},
    {ExportFormat::keyframes, "keyframes", "txt", "Keyframes, for After Effects"},
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
  // OTIO and MLT count frames at any rate.
  const bool is_free = format == ExportFormat::mlt || format == ExportFormat::otio;
  const Timeline timeline =
      make_timeline(plan, read_timeline_source(video), is_free ? RateKind::any : RateKind::standard);
  Exported exported{"", timeline.notes};
  const auto note = [&](const char* text) { exported.notes.emplace_back(text); };
  const bool is_padded =
      std::ranges::any_of(plan.shots, [](const PlanShot& shot) { return shot.fit == Fit::pad; });
  switch (format) {
    case ExportFormat::mlt:
      exported.text = write_mlt(timeline, path);
      break;
    case ExportFormat::otio:
      exported.text = write_otio(timeline, plan, path);
      note("OTIO has no crop; the windows are in effects and metadata that most programs ignore");
      break;
    case ExportFormat::fcpxml:
      exported.text = write_fcpxml(timeline, path);
      if (is_padded) note("the background of padded shots is left out");
      break;
    case ExportFormat::edl:
      exported.text = write_edl(timeline, path);
      note("an EDL holds cuts and speeds only, no windows");
      break;
    default:
      exported.text = write_keyframe_text(timeline);
      if (is_padded) note("the background of padded shots is left out");
  }
  return exported;
}

}  // namespace smartcrop
