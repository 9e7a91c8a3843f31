#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/program_options.hpp"
#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop::app {

/// The speed options of a command line.
struct SpeedChoice {
  bool is_automatic = false;
  SpeedOptions speeds;
  SceneOptions scenes;
  std::vector<std::pair<std::size_t, double>> by_hand;  ///< scene number from 1, speed
  std::optional<Retime> retime;                         ///< none = as in the plan
  std::optional<double> ramp_s;                         ///< seconds; none = as in the plan

  bool needs_scenes() const { return is_automatic || !by_hand.empty(); }
};

/// The speed options, bound to `choice`; the same in all apps that make a plan.
po::options_description speed_description(SpeedChoice& choice);

/// Throws UsageError if options conflict or are out of range.
void check_speeds(const SpeedChoice& choice, const po::variables_map& given);

/// The metric that measures the activity of scenes: the leading metric of the strategy that chose the window.
Metric leading_metric(const AnalyzeOptions& options, const std::string& strategy);

/// Adds scenes and their speeds to a new plan. Throws UsageError if --scene-speed names a scene that does not
/// exist.
void apply_speeds(CropPlan& plan, const SceneRecord& record, Metric metric, const SpeedChoice& choice);

/// Changes the speeds of the scenes of a plan that was read from the file `where`.
void change_speeds(CropPlan& plan, const std::string& where, Time source_end, const SpeedChoice& choice);

/// A table of the scenes and the time saved; empty if the plan has no scenes.
std::string scene_table(const CropPlan& plan, Time source_end);

/// One line: how many scenes change speed and the time saved; empty if none does.
std::string describe_speeds(const CropPlan& plan, Time source_end);

/// End of a video: its duration, else the end of the plan, else the start of the plan's last scene.
Time end_of_source(const VideoInfo& video, const CropPlan& plan);

}  // namespace smartcrop::app
