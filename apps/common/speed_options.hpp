#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/program_options.hpp"
#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop::app {

/// What the command line says of how fast scenes play.
struct SpeedChoice {
  bool is_automatic = false;
  SpeedOptions speeds;
  SceneOptions scenes;
  std::vector<std::pair<std::size_t, double>> by_hand;  ///< scene from 1 on, speed
  std::optional<Retime> retime;                         ///< none = the plan's
  std::optional<double> ramp_s;                         ///< none = the plan's

  bool needs_scenes() const { return is_automatic || !by_hand.empty(); }
};

/// The options of it, bound to `choice`; the same for every app that makes a plan.
po::options_description speed_description(SpeedChoice& choice);

/// Throws UsageError where options do not go together or are out of range.
void check_speeds(const SpeedChoice& choice, const po::variables_map& given);

/// The metric by which the scenes of a plan are compared: that of the strategy that chose its window.
Metric leading_metric(const AnalyzeOptions& options, const std::string& strategy);

/// Finds the scenes of a plan just made and gives them their speeds. Throws UsageError for a scene that there
/// is not.
void apply_speeds(CropPlan& plan, const SceneRecord& record, Metric metric, const SpeedChoice& choice);

/// The same for a plan that was read from `where`, whose scenes are what they are.
void change_speeds(CropPlan& plan, const std::string& where, Time source_end, const SpeedChoice& choice);

/// The scenes of a plan for people, and how much time is saved; empty where there are none.
std::string scene_table(const CropPlan& plan, Time source_end);

/// The same in one line; empty where nothing changes its speed.
std::string describe_speeds(const CropPlan& plan, Time source_end);

/// Where a video ends, as far as its container says; else where the plan ends or its last scene begins.
Time end_of_source(const VideoInfo& video, const CropPlan& plan);

}  // namespace smartcrop::app
