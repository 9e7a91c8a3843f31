#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

enum class ExportFormat { mlt, fcpxml, otio, edl, keyframes, csv };

/// A format and its names.
struct ExportKind {
  ExportFormat format;
  std::string_view name;       ///< on the command line
  std::string_view extension;  ///< of files, without the dot
  std::string_view title;      ///< for people
};

/// All formats, in the order shown to people.
std::span<const ExportKind> export_kinds();
/// Finds a format by name; nullopt if there is none.
std::optional<ExportKind> find_export_kind(std::string_view name);

struct Exported {
  std::string text;                ///< content of the file
  std::vector<std::string> notes;  ///< what the format cannot represent exactly, one line each, for people
};

/// Converts a plan. `video`: the plan's source, which is probed. `path`: the source's path in the exported
/// file. Throws Error if the video cannot be read or the format cannot represent the plan.
Exported export_plan(const CropPlan& plan, ExportFormat format, const std::string& video,
                     const std::string& path);

}  // namespace smartcrop
