#include "smartcrop/analysis/scenes.hpp"

#include <algorithm>

#include "smartcrop/scenes/segments.hpp"

namespace smartcrop {
namespace {

std::vector<Shot> scenes_in(const SceneRecord& record, Time length) {
  if (record.shots.size() >= kFewShots || record.shots.empty()) return record.shots;
  std::vector<FrameTime> frames;
  frames.reserve(record.activity.size());
  for (std::size_t i = 0; i < record.activity.size(); ++i)
    frames.push_back({record.activity.index(i), record.activity.time(i)});
  return fixed_segments(frames, record.shots.back().end, length);
}

std::optional<double> activity_of(const Shot& scene, const CropPlan& plan, const ActivityRecord& activity,
                                  Metric metric) {
  const auto before = [&](std::size_t i, FrameIndex index) { return activity.index(i) < index; };
  double sum = 0;
  std::int64_t frames = 0;
  const auto first = static_cast<std::size_t>(scene.start_frame - activity.index(0));
  for (std::size_t i = first; i < activity.size() && before(i, scene.end_frame); ++i) {
    if (i == first && metric == Metric::motion) continue;
    for (const CropWindow& window : windows_of(view_near(plan, activity.time(i)))) {
      const auto mean = activity.mean(i, metric, window);
      if (!mean) continue;
      sum += *mean;
      ++frames;
    }
  }
  return frames > 0 ? std::optional(sum / static_cast<double>(frames)) : std::nullopt;
}

Time end_of(const PlanScene& scene, const CropPlan& plan, Time source_end) {
  const Time plan_end = std::min(plan.shots.back().end.value_or(source_end), source_end);
  return std::min(scene.end.value_or(plan_end), plan_end);
}

double length_s(const PlanScene& scene, const CropPlan& plan, Time source_end) {
  const Time start = std::max(scene.start, plan.shots.front().start);
  return std::max(0.0, (end_of(scene, plan, source_end) - start).value());
}

std::string reason_for(const PlanScene& scene, const std::vector<PlanScene>& all) {
  if (scene.speed == 1) return {};
  if (!scene.activity) return "as requested";
  const auto livelier = std::ranges::count_if(
      all, [&](const PlanScene& other) { return other.activity && *other.activity > *scene.activity; });
  if (all.size() == 1) return "the only scene";
  return "more happens in " + std::to_string(livelier) + " of the other " + std::to_string(all.size() - 1) +
         " scenes";
}

}  // namespace

void find_scenes(CropPlan& plan, const SceneRecord& record, Metric metric, const SceneOptions& options) {
  plan.scenes.clear();
  for (const Shot& scene : scenes_in(record, options.segment_length)) {
    plan.scenes.push_back({scene.start, scene.end, 1, activity_of(scene, plan, record.activity, metric)});
  }
  if (plan.scenes.empty()) return;
  // Up to the plan's ends, even if they are far from the frames' times.
  plan.scenes.front().start = plan.shots.front().start;
  plan.scenes.back().end = plan.shots.back().end;
}

void speed_up(CropPlan& plan, Time source_end, const SpeedOptions& options) {
  std::vector<SceneFacts> facts;
  for (const PlanScene& scene : plan.scenes)
    facts.push_back({length_s(scene, plan, source_end), scene.activity});
  const std::vector<double> speeds = choose_speeds(facts, options);
  for (std::size_t i = 0; i < speeds.size(); ++i) plan.scenes[i].speed = speeds[i];
}

std::vector<SceneRow> describe_scenes(const CropPlan& plan, Time source_end) {
  std::vector<SceneRow> rows;
  for (const PlanScene& scene : plan.scenes) {
    const double length = length_s(scene, plan, source_end);
    rows.push_back({scene.start, end_of(scene, plan, source_end), scene.speed, scene.activity,
                    length * (1 - 1 / scene.speed), reason_for(scene, plan.scenes)});
  }
  return rows;
}

double saved_s(std::span<const SceneRow> scenes) {
  double sum = 0;
  for (const SceneRow& scene : scenes) sum += scene.saved_s;
  return sum;
}

}  // namespace smartcrop
