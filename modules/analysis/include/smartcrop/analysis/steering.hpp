#pragma once

// Changes a moving window after its analysis, by wishes about subjects, without reading the video again.

#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

namespace smartcrop {

/// What the analysis recorded for the moving window. Kept in memory, never written to files: about 7 KB per
/// analyzed frame (10 per second), twice that with `motion`.
struct SteeringRecord {
  ShotContents contents;            ///< by shot, without wishes of the user
  std::vector<ShotSignals> motion;  ///< by shot, only flow and colors, for drawn boxes; may be empty
  std::vector<Time> times;          ///< of all frames
  FrameIndex first_frame;

  /// Number of analyzed frames in all shots.
  std::size_t size() const;
};

struct AnalysisToSteer {
  AnalysisDocument document;
  SceneRecord scenes;
  SteeringRecord steering;
};

/// Like analyze_with_scenes() for a moving window, and records what steer() needs. Throws
/// std::invalid_argument for a fixed window.
AnalysisToSteer analyze_to_steer(FrameSource& source, const AnalyzeOptions& options);

/// The analysis with subjects, paths and shares changed by `options.wishes`, for the aspect ratios of
/// `options.aspects`; the rest is unchanged. All other options must be those of the analysis. Cost: about
/// 0.02 ms per frame and aspect ratio.
AnalysisDocument steer(const AnalysisDocument& analysis, const SteeringRecord& record,
                       const AnalyzeOptions& options);

}  // namespace smartcrop
