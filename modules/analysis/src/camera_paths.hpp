#pragma once

#include <vector>

#include "moving_window_sink.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::internal {

/// Adds a camera path through each shot of the document, as keyframes, to one aspect ratio. `contents`: of
/// its shots.
void add_camera_paths(AspectAnalysis& aspect, const AnalysisDocument& document, const MovingWindowSink& sink,
                      const ShotContents& contents, const AnalyzeOptions& options);

}  // namespace smartcrop::internal
