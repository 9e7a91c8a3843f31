#pragma once

// A moving window that can be steered after its analysis: other wishes about subjects, without reading the
// video again.

#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

namespace smartcrop {

/// What a pass recorded for the moving window. Kept in memory, never written: about 7 KB for each analyzed
/// frame (10 a second), twice that with `motion`.
struct SteeringRecord {
  ShotContents contents;            ///< by shot, without any wish of the user
  std::vector<ShotSignals> motion;  ///< by shot, flow and colors alone, for drawn boxes; may be empty
  std::vector<Time> times;          ///< of the frames
  FrameIndex first_frame;

  /// The analyzed frames of all shots.
  std::size_t size() const;
};

struct AnalysisToSteer {
  AnalysisDocument document;
  SceneRecord scenes;
  SteeringRecord steering;
};

/// analyze_with_scenes() of a moving window, with what steer() needs. Throws std::invalid_argument for a
/// fixed one.
AnalysisToSteer analyze_to_steer(FrameSource& source, const AnalyzeOptions& options);

/// The analysis with the subjects, paths and shares that `options.wishes` ask for, of the aspect ratios of
/// `options.aspects`; all else as it was. Other options must be those of the analysis. Cost: about 0.02 ms
/// per frame and aspect ratio.
AnalysisDocument steer(const AnalysisDocument& analysis, const SteeringRecord& record,
                       const AnalyzeOptions& options);

}  // namespace smartcrop
