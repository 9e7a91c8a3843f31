#pragma once

#include <vector>

#include "smartcrop/analysis/steering.hpp"

namespace smartcrop::internal {

/// Adds a camera path through each shot of the document, as keyframes, to one aspect ratio, and its curves if
/// the document has a timeline. `contents`: of the record, with the user's wishes.
void add_camera_paths(AspectAnalysis& aspect, const AnalysisDocument& document, const SteeringRecord& record,
                      const ShotContents& contents, const AnalyzeOptions& options);

}  // namespace smartcrop::internal
