#include "common/speed_options.hpp"

#include <algorithm>

#include "common/app.hpp"
#include "common/table.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

/// `3=4.0`.
std::pair<std::size_t, double> parse_scene_speed(const std::string& text) {
  if (const std::size_t equals = text.find('='); equals != std::string::npos) {
    const auto scene = parse_number<std::size_t>(std::string_view(text).substr(0, equals));
    const auto speed = parse_number<double>(std::string_view(text).substr(equals + 1));
    if (scene && speed && *scene > 0 && *speed >= kSlowest && *speed <= kFastest) return {*scene, *speed};
  }
  throw std::invalid_argument(
      "scene-speed '" + text +
      "' is not SCENE=SPEED, for example 3=4.0; scenes count from 1, speeds are 0.5 to 8");
}

Time parse_length(const std::string& text) {
  const Time length = parse_time(text);
  if (length > Time{}) return length;
  throw std::invalid_argument("segment-duration '" + text + "' is not above 0");
}

double parse_ramp(const std::string& text) {
  const auto ramp = parse_number<double>(text);
  if (ramp && *ramp >= 0 && *ramp <= kLongestRamp_s) return *ramp;
  throw std::invalid_argument("ramp '" + text + "' is not a number of seconds from 0 to 10");
}

void set_by_hand(CropPlan& plan, const SpeedChoice& choice) {
  for (const auto& [scene, speed] : choice.by_hand) {
    if (scene > plan.scenes.size()) {
      throw UsageError("--scene-speed names scene " + std::to_string(scene) + "; there are " +
                       std::to_string(plan.scenes.size()) + " scenes");
    }
    plan.scenes[scene - 1].speed = speed;
  }
  if (choice.retime) plan.retime = *choice.retime;
  if (choice.ramp_s) plan.ramp_s = *choice.ramp_s;
}

}  // namespace

po::options_description speed_description(SpeedChoice& choice) {
  po::options_description description("Speed");
  auto add = description.add_options();
  add("speed-up",
      parsed_value(choice.is_automatic, one_of<bool>("speed-up", {{"none", false}, {"auto", true}}))
          ->value_name("MODE")
          ->default_value("none"),
      "speed-up of dull scenes: none or auto (measures every frame)");
  add("dull-percentile", value_with_default(choice.speeds.dull_percentile)->value_name("P"),
      "activity percentile below which a scene is dull, 0 to 100");
  add("max-speed", value_with_default(choice.speeds.max_speed)->value_name("X"),
      "speed of scenes without activity, 1 to 8; scenes just below the percentile play at 2");
  add("min-saving", value_with_default(choice.speeds.min_saving_s)->value_name("S"),
      "smallest time saving for which a scene is sped up, seconds");
  add("scene-speed", parsed_values(choice.by_hand, parse_scene_speed)->value_name("N=SPEED"),
      "speed of scene N (from 1), 0.5 to 8; repeatable");
  add("segment-duration",
      parsed_value(choice.scenes.segment_length, parse_length)->value_name("S")->default_value("5"),
      "scene length of videos with fewer than three shots, seconds");
  add("ramp", parsed_value(choice.ramp_s, parse_ramp)->value_name("S"),
      "length of speed transitions, seconds, 0 to 10 (default 0.25)");
  add("retime",
      parsed_value(choice.retime, one_of<std::optional<Retime>>(
                                      "retime", {{"drop", Retime::drop}, {"blend", Retime::blend}}))
          ->value_name("drop|blend"),
      "frames of sped-up scenes: drop (default) or blend (average the frames that coincide)");
  return description;
}

void check_speeds(const SpeedChoice& choice, const po::variables_map& given) {
  const auto problems = choice.speeds.problems();
  if (!problems.empty()) throw UsageError(problems.front());
  for (const char* name : {"dull-percentile", "max-speed", "min-saving"}) {
    if (!choice.is_automatic && !given[name].defaulted())
      throw UsageError(std::string("--") + name + " needs --speed-up auto; give --speed-up auto too");
  }
  const bool has_plan = given.count("plan") > 0;
  for (const char* name : {"segment-duration", "ramp", "retime"}) {
    const bool is_given = given.count(name) > 0 && !given[name].defaulted();
    if (is_given && !choice.needs_scenes() && !has_plan)
      throw UsageError(std::string("--") + name + " needs scenes; give --speed-up auto or --scene-speed too");
  }
}

Metric leading_metric(const AnalyzeOptions& options, const std::string& strategy) {
  if (options.mode == WindowMode::fixed) return find_strategy(strategy).lead;
  return smartcrop::leading_metric(options.candidates.strategies);
}

void apply_speeds(CropPlan& plan, const SceneRecord& record, Metric metric, const SpeedChoice& choice) {
  find_scenes(plan, record, metric, choice.scenes);
  if (choice.is_automatic) speed_up(plan, record.shots.back().end, choice.speeds);
  set_by_hand(plan, choice);
}

void change_speeds(CropPlan& plan, const std::string& where, Time source_end, const SpeedChoice& choice) {
  if (plan.scenes.empty() && choice.needs_scenes())
    throw Error(where + ": holds no scenes; make the plan with --speed-up auto or --scene-speed");
  if (choice.is_automatic) speed_up(plan, source_end, choice.speeds);
  set_by_hand(plan, choice);
}

std::string scene_table(const CropPlan& plan, Time source_end) {
  if (plan.scenes.empty()) return {};
  const std::vector<SceneRow> scenes = describe_scenes(plan, source_end);
  std::vector<std::vector<std::string>> rows{{"scene", "from", "to", "activity", "speed", "saved", "why"}};
  for (const SceneRow& scene : scenes) {
    rows.push_back({std::to_string(rows.size()), to_clock(scene.start), to_clock(scene.end),
                    scene.activity ? decimals(*scene.activity, 2) : "-", decimals(scene.speed, 2),
                    scene.speed == 1 ? "-" : decimals(scene.saved_s, 1), scene.reason});
  }
  const std::string speeds = describe_speeds(plan, source_end);
  return format_table(rows) + (speeds.empty() ? "no scene is sped up" : speeds) + "\n";
}

std::string describe_speeds(const CropPlan& plan, Time source_end) {
  if (!is_retimed(plan)) return {};
  const std::vector<SceneRow> scenes = describe_scenes(plan, source_end);
  const auto changed = std::ranges::count_if(scenes, [](const SceneRow& scene) { return scene.speed != 1; });
  const double start_s = plan.shots.front().start.value();
  const double length_s = std::min(plan.shots.back().end.value_or(source_end), source_end).value() - start_s;
  return std::to_string(changed) + " of " + std::to_string(scenes.size()) + " scenes change speed, saving " +
         decimals(saved_s(scenes), 1) + " of " + decimals(length_s, 1) + " s";
}

Time end_of_source(const VideoInfo& video, const CropPlan& plan) {
  if (video.duration) return *video.duration;
  if (plan.shots.back().end) return *plan.shots.back().end;
  return plan.scenes.empty() ? plan.shots.back().start : plan.scenes.back().start;
}

}  // namespace smartcrop::app
