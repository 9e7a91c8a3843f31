#include "plan_scenes.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

/// Far above any metric.
constexpr double kMostActivity = 1e6;

std::string range_text(double lowest, double highest, double value) {
  return "must be from " + number_text(lowest) + " to " + number_text(highest) + ", is " + number_text(value);
}

PlanScene read_scene(const JsonReader& json) {
  json.expect_keys({"start", "end", "speed", "activity"});
  PlanScene scene;
  scene.start = json.at("start").time();
  if (const auto end = json.find("end")) scene.end = end->time();
  if (const auto speed = json.find("speed")) scene.speed = speed->number(kSlowest, kFastest);
  if (const auto activity = json.find("activity")) scene.activity = activity->number(0, kMostActivity);
  return scene;
}

}  // namespace

void check_scenes(const CropPlan& plan, std::vector<std::string>& problems) {
  for (std::size_t i = 0; i < plan.scenes.size(); ++i) {
    const PlanScene& scene = plan.scenes[i];
    const std::string path = "scenes[" + std::to_string(i) + "]";
    const std::optional<Time> previous_end = i > 0 ? plan.scenes[i - 1].end : std::optional(Time{});
    if (previous_end && scene.start < *previous_end) {
      problems.push_back(path + ".start: must not be before " + to_string(*previous_end) + ", is " +
                         rational_text(scene.start.seconds));
    }
    if (scene.end && *scene.end <= scene.start) {
      problems.push_back(path + ".end: must come after the start " + rational_text(scene.start.seconds) +
                         ", is " + rational_text(scene.end->seconds));
    }
    if (!scene.end && i + 1 < plan.scenes.size()) {
      problems.push_back(path + ".end: is missing (only the last scene may run to the end of the source)");
    }
    if (!(scene.speed >= kSlowest && scene.speed <= kFastest))
      problems.push_back(path + ".speed: " + range_text(kSlowest, kFastest, scene.speed));
    if (scene.activity && !(*scene.activity >= 0 && *scene.activity <= kMostActivity))
      problems.push_back(path + ".activity: " + range_text(0, kMostActivity, *scene.activity));
  }
  if (!(plan.ramp_s >= 0 && plan.ramp_s <= kLongestRamp_s))
    problems.push_back("ramp_s: " + range_text(0, kLongestRamp_s, plan.ramp_s));
}

void add_scenes(const CropPlan& plan, ordered_json& document) {
  if (plan.scenes.empty()) return;
  document["retime"] = plan.retime == Retime::blend ? "blend" : "drop";
  document["ramp_s"] = json_number(plan.ramp_s);
  ordered_json& list = document["scenes"] = ordered_json::array();
  for (const PlanScene& scene : plan.scenes) {
    ordered_json item{{"start", to_string(scene.start)}};
    if (scene.end) item["end"] = to_string(*scene.end);
    item["speed"] = json_number(scene.speed);
    if (scene.activity) item["activity"] = json_number(*scene.activity);
    list.push_back(std::move(item));
  }
}

void read_scenes(const JsonReader& document, CropPlan& plan) {
  if (const auto scenes = document.find("scenes")) {
    for (const JsonReader& scene : scenes->items()) plan.scenes.push_back(read_scene(scene));
  }
  if (const auto retime = document.find("retime")) {
    const std::string name = retime->text();
    if (name != "drop" && name != "blend") retime->fail("must be \"drop\" or \"blend\", is \"" + name + "\"");
    if (name == "blend") plan.retime = Retime::blend;
  }
  if (const auto ramp = document.find("ramp_s")) plan.ramp_s = ramp->number(0, kLongestRamp_s);
}

}  // namespace smartcrop::internal
