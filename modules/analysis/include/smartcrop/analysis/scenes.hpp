#pragma once

#include <span>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/metrics/activity.hpp"
#include "smartcrop/scenes/speeds.hpp"

namespace smartcrop {

/// What a pass over a video records of its scenes, for any window chosen later. Kept in memory, never
/// written: 16 bytes a frame, and for eight frames a second some 300 to 900 more.
struct SceneRecord {
  std::vector<Shot> shots;  ///< of the analyzed range, without gaps
  ActivityRecord activity;
};

struct AnalysisWithScenes {
  AnalysisDocument document;
  SceneRecord scenes;
};

/// analyze() in which every frame is looked at in order, whatever the sampling asked for: shots need that,
/// and so does the mean of a short scene. Still one decode, which leaves the deblocking filter out where
/// bursts were asked for and would.
AnalysisWithScenes analyze_with_scenes(FrameSource& source, const AnalyzeOptions& options = {});

struct SceneOptions {
  /// Where a video has fewer shots than kFewShots its scenes are segments of this length, above 0.
  Time segment_length{{5, 1}};
};

inline constexpr std::size_t kFewShots = 3;

/// The plan's part of the video as scenes at speed 1, each with what the metric measures inside the plan's
/// windows: the mean over its frames, where motion leaves out the first, which a cut may set against another
/// picture.
void find_scenes(CropPlan& plan, const SceneRecord& record, Metric metric, const SceneOptions& options = {});

/// Gives each scene of the plan the speed that its activity asks for. `source_end`: of the source, for the
/// last scene.
void speed_up(CropPlan& plan, Time source_end, const SpeedOptions& options = {});

/// One scene for people.
struct SceneRow {
  Time start, end;
  double speed = 1;
  std::optional<double> activity;
  double saved_s = 0;       ///< by which the output is shorter
  std::string reason = {};  ///< one line in plain words; empty where the speed is the usual one
};

/// The scenes of a plan of a source that ends at `source_end`.
std::vector<SceneRow> describe_scenes(const CropPlan& plan, Time source_end);

/// Seconds by which the scenes' speeds make the output shorter.
double saved_s(std::span<const SceneRow> scenes);

}  // namespace smartcrop
