#pragma once

#include <span>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/metrics/activity.hpp"
#include "smartcrop/scenes/speeds.hpp"

namespace smartcrop {

/// What is recorded about the scenes of a video, so that a window can be chosen later. Kept in memory, never
/// written to files: 16 bytes per frame, and about 300 to 900 more for each of eight frames per second.
struct SceneRecord {
  std::vector<Shot> shots;  ///< of the analyzed range, without gaps
  ActivityRecord activity;
};

struct AnalysisWithScenes {
  AnalysisDocument document;
  SceneRecord scenes;
};

/// Like analyze(), but reads every frame in order, with any sampling mode, because shots and the means of
/// short scenes need them. Frames are decoded once, without the deblocking filter in the cases in which
/// bursts would skip it.
AnalysisWithScenes analyze_with_scenes(FrameSource& source, const AnalyzeOptions& options = {});

struct SceneOptions {
  /// If a video has fewer shots than kFewShots, its scenes are segments of this length, above 0.
  Time segment_length{{5, 1}};
};

inline constexpr std::size_t kFewShots = 3;

/// Divides the plan into scenes at speed 1, each with its activity: the mean of the metric inside the plan's
/// windows over the scene's frames. For motion the first frame is not counted, because it may differ from the
/// previous one by a cut.
void find_scenes(CropPlan& plan, const SceneRecord& record, Metric metric, const SceneOptions& options = {});

/// Sets the speed of each scene of the plan by its activity. `source_end`: end of the source, which ends the
/// last scene.
void speed_up(CropPlan& plan, Time source_end, const SpeedOptions& options = {});

/// One scene for people.
struct SceneRow {
  Time start, end;
  double speed = 1;
  std::optional<double> activity;
  double saved_s = 0;       ///< by how much the output is shorter, s
  std::string reason = {};  ///< one line for people; empty if the speed is 1
};

/// The scenes of a plan of a source that ends at `source_end`.
std::vector<SceneRow> describe_scenes(const CropPlan& plan, Time source_end);

/// Seconds by which all scenes together make the output shorter.
double saved_s(std::span<const SceneRow> scenes);

}  // namespace smartcrop
