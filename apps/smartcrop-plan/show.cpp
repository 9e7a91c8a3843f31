#include "smartcrop-plan/show.hpp"

#include <algorithm>

#include "common/table.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop::app {
namespace {

std::string px(double value) {
  std::string text = decimals(value, 1);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

/// `404x720+120+0`, size and left top corner; where the window moves, from the first to the last one.
std::string window_text(const std::vector<Keyframe>& keyframes) {
  const auto text = [](const CropWindow& w) {
    return px(w.w) + "x" + px(w.h) + "+" + px(w.x) + "+" + px(w.y);
  };
  const CropWindow &first = keyframes.front().window, &last = keyframes.back().window;
  return first == last ? text(first) : text(first) + " to " + text(last);
}

std::size_t cuts_in(const PlanShot& shot) {
  const auto count = [](const std::vector<Keyframe>& keyframes) {
    return static_cast<std::size_t>(std::ranges::count_if(keyframes, &Keyframe::cut));
  };
  return count(shot.keyframes) + count(shot.second_keyframes);
}

/// All speeds of the shot in order.
std::string speed_text(const CropPlan& plan, const PlanShot& shot) {
  std::string text, last;
  for (const Time joint : speed_joints(plan, shot)) {
    const std::string speed = decimals(scene_speed(plan, joint), 2);
    if (speed != last) text += (text.empty() ? "" : ", ") + speed;
    last = speed;
  }
  return text;
}

std::string layout_text(const PlanShot& shot) {
  if (!shot.second_keyframes.empty()) return "two windows";
  return shot.fit == Fit::pad ? "padded" : "one window";
}

}  // namespace

std::string plan_table(const CropPlan& plan) {
  std::string text = plan.source + ": " + size_text(plan.source_size) + " to " + size_text(plan.output_size) +
                     ", " + std::to_string(plan.shots.size()) +
                     (plan.shots.size() == 1 ? " shot\n\n" : " shots\n\n");
  std::vector<std::vector<std::string>> rows{
      {"shot", "start", "end", "window", "keyframes", "cuts", "layout", "speed", "subject"}};
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    const PlanShot& shot = plan.shots[i];
    rows.push_back({std::to_string(i + 1), to_clock(shot.start), shot.end ? to_clock(*shot.end) : "end",
                    window_text(shot.keyframes), std::to_string(shot.keyframes.size()),
                    std::to_string(cuts_in(shot)), layout_text(shot), speed_text(plan, shot),
                    shot.subject ? shot.subject->name : ""});
    if (!shot.second_keyframes.empty()) {
      rows.push_back({"", "", "", window_text(shot.second_keyframes),
                      std::to_string(shot.second_keyframes.size()), "", "", "", ""});
    }
  }
  return text + format_table(rows);
}

}  // namespace smartcrop::app
