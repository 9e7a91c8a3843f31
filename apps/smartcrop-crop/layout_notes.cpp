#include "layout_notes.hpp"

#include "common/analysis_options.hpp"

namespace smartcrop::app {

std::string shot_name(const CropPlan& plan, std::size_t index) {
  if (plan.shots.size() == 1) return "the video";
  return "shot " + std::to_string(index + 1) + " (from " + to_clock(plan.shots[index].start) + ")";
}

void tell_layouts(const CropPlan& plan, const CommonOptions& common) {
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    const PlanShot& shot = plan.shots[i];
    if (shot.layout_reason.empty()) continue;
    note(common, plan.source + ": " + shot_name(plan, i) +
                     (shot.fit == Fit::pad            ? ": padded: "
                      : shot.second_keyframes.empty() ? ": one window: "
                                                      : ": two windows: ") +
                     shot.layout_reason);
  }
}

}  // namespace smartcrop::app
