#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

enum class ExportFormat { mlt, fcpxml, otio, edl, keyframes, csv };

/// A format and what it is called.
struct ExportKind {
  ExportFormat format;
  std::string_view name;       ///< on the command line
  std::string_view extension;  ///< of files, without the point
  std::string_view title;      ///< for people
};

/// All, the order of lists that people see.
std::span<const ExportKind> export_kinds();
/// nullopt for a name that is none.
std::optional<ExportKind> find_export_kind(std::string_view name);

struct Exported {
  std::string text;                ///< of the file
  std::vector<std::string> notes;  ///< what the format cannot hold exactly, one line each, for people
};

/// `video`: the plan's source, which is probed. `path`: how the file is to name it. Throws Error where the
/// video cannot be read or the format cannot hold the plan.
Exported export_plan(const CropPlan& plan, ExportFormat format, const std::string& video,
                     const std::string& path);

}  // namespace smartcrop
