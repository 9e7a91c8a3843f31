#include "smartcrop/plan/crop_plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "plan_document.hpp"
#include "plan_scenes.hpp"
#include "plan_shots.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop {
namespace {

using internal::JsonReader;
using nlohmann::ordered_json;

// Rounding error of a computed window at the frame's edge. Far below a visible shift.
constexpr double kEdgeTolerance_px = 1e-6;

// Each half needs two pixels.
constexpr int kLeastDivided = 4;

void check_size(const char* key, cv::Size size, std::vector<std::string>& problems) {
  const auto check = [&](const char* side, int value) {
    if (value < 1 || value > internal::kLargestSide) {
      problems.push_back(std::string(key) + "." + side + ": must be from 1 to " +
                         std::to_string(internal::kLargestSide) + ", is " + std::to_string(value));
    }
  };
  check("width", size.width);
  check("height", size.height);
}

/// One axis of a window: [start, start + length) must lie in [0, limit).
void check_axis(const std::string& path, const char* start_key, double start, const char* length_key,
                double length, int limit, std::vector<std::string>& problems) {
  if (!(length > 0 && length <= limit + kEdgeTolerance_px)) {
    problems.push_back(path + "." + length_key + ": must be above 0 and at most the source's " +
                       std::to_string(limit) + ", is " + internal::number_text(length));
  } else if (!(start >= -kEdgeTolerance_px && start + length <= limit + kEdgeTolerance_px)) {
    problems.push_back(path + "." + start_key + ": must be from 0 to " +
                       internal::number_text(limit - length) + " to keep the window inside the source, is " +
                       internal::number_text(start));
  }
}

/// `path`: of the list.
void check_keyframes(const std::vector<Keyframe>& keyframes, const std::string& path, cv::Size source,
                     std::vector<std::string>& problems) {
  for (std::size_t i = 0; i < keyframes.size(); ++i) {
    const Keyframe& keyframe = keyframes[i];
    const std::string here = path + "[" + std::to_string(i) + "]";
    if (i > 0 && keyframe.time <= keyframes[i - 1].time) {
      problems.push_back(here + ".time: must come after " + to_string(keyframes[i - 1].time) +
                         " of the keyframe before, is " + to_string(keyframe.time));
    }
    const CropWindow& speed = keyframe.velocity;
    if (!std::isfinite(speed.x) || !std::isfinite(speed.y) || !std::isfinite(speed.w) ||
        !std::isfinite(speed.h)) {
      problems.push_back(here + ".velocity: must be finite");
    }
    check_axis(here, "x", keyframe.window.x, "w", keyframe.window.w, source.width, problems);
    check_axis(here, "y", keyframe.window.y, "h", keyframe.window.h, source.height, problems);
  }
}

/// A cubic may overshoot the frame's edge a little; the window stops there.
CropWindow inside(CropWindow window, cv::Size source) {
  constexpr double kSmallest = 1;  // px
  window.w = std::clamp(window.w, kSmallest, double(source.width));
  window.h = std::clamp(window.h, kSmallest, double(source.height));
  window.x = std::clamp(window.x, 0.0, std::max(0.0, source.width - window.w));
  window.y = std::clamp(window.y, 0.0, std::max(0.0, source.height - window.h));
  return window;
}

/// The last shot that starts at a time or before it; nullptr = none does.
const PlanShot* shot_before(const CropPlan& plan, Time time) {
  const auto after = std::upper_bound(plan.shots.begin(), plan.shots.end(), time,
                                      [](Time t, const PlanShot& shot) { return t < shot.start; });
  return after == plan.shots.begin() ? nullptr : &*std::prev(after);
}

View view_of(const PlanShot& shot, Time time, cv::Size source) {
  View view{inside(evaluate_keyframes(shot.keyframes, time), source), shot.fit};
  if (!shot.second_keyframes.empty())
    view.second = inside(evaluate_keyframes(shot.second_keyframes, time), source);
  return view;
}

std::string color_text(const std::array<std::uint8_t, 3>& rgb) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  return text.data();
}

Background read_background(const JsonReader& json) {
  json.expect_keys({"fill", "color"});
  Background background;
  const std::string fill = json.at("fill").text();
  if (fill != "blur" && fill != "color") json.at("fill").fail("must be \"blur\" or \"color\"");
  if (fill == "blur") return background;
  background.fill = Background::Fill::color;
  try {
    background.rgb = parse_color(json.at("color").text());
  } catch (const std::invalid_argument& error) {
    json.at("color").fail(error.what());
  }
  return background;
}

cv::Size read_size(const JsonReader& size) {
  constexpr int kLargest = static_cast<int>(internal::kLargestSide);
  return {size.at("width").whole(1, kLargest), size.at("height").whole(1, kLargest)};
}

}  // namespace

CropPlan internal::read_plan(const JsonReader& root) {
  CropPlan plan;
  if (root.find("smartcrop")) {
    root.fail("is an analysis, not a crop plan");
    return plan;
  }
  root.expect_keys(
      {"version", "document", "source", "output", "shots", "background", "scenes", "retime", "ramp_s"});
  const JsonReader version = root.at("version");
  const std::int64_t number = version.integer(0, kMostFrames);
  if (number != kCropPlanVersion) {
    version.fail("must be " + std::to_string(kCropPlanVersion) + ", the only version known here, is " +
                 std::to_string(number));
  }
  if (const auto kind = root.at("document"); kind.text() != "crop-plan") kind.fail("must be \"crop-plan\"");
  const JsonReader source = root.at("source");
  source.expect_keys({"path", "width", "height"});
  plan.source = source.at("path").text();
  plan.source_size = read_size(source);
  const JsonReader output = root.at("output");
  output.expect_keys({"width", "height"});
  plan.output_size = read_size(output);
  plan.shots = read_plan_shots(root.at("shots"));
  if (const auto background = root.find("background")) plan.background = read_background(*background);
  read_scenes(root, plan);
  return plan;
}

std::vector<std::string> CropPlan::problems() const {
  std::vector<std::string> problems;
  check_size("source", source_size, problems);
  check_size("output", output_size, problems);
  if (shots.empty()) problems.push_back("shots: must hold at least one");
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const PlanShot& shot = shots[i];
    const std::string path = "shots[" + std::to_string(i) + "]";
    const std::optional<Time> previous_end = i > 0 ? shots[i - 1].end : std::optional(Time{});
    if (previous_end && shot.start < *previous_end) {
      problems.push_back(path + ".start: must not be before " + to_string(*previous_end) + ", is " +
                         internal::rational_text(shot.start.seconds));
    }
    if (shot.end && *shot.end <= shot.start) {
      problems.push_back(path + ".end: must come after the start " +
                         internal::rational_text(shot.start.seconds) + ", is " +
                         internal::rational_text(shot.end->seconds));
    }
    if (!shot.end && i + 1 < shots.size()) {
      problems.push_back(path + ".end: is missing (only the last shot may run to the end of the source)");
    }
    if (shot.keyframes.empty()) problems.push_back(path + ".keyframes: must hold at least one");
    check_keyframes(shot.keyframes, path + ".keyframes", source_size, problems);
    check_keyframes(shot.second_keyframes, path + ".second_keyframes", source_size, problems);
    if (shot.second_keyframes.empty()) continue;
    if (shot.fit == Fit::pad) problems.push_back(path + ".fit: must be \"crop\" in a shot with two windows");
    if (std::min(output_size.width, output_size.height) < kLeastDivided)
      problems.push_back("output: must be at least " + std::to_string(kLeastDivided) +
                         " px wide and high to show two windows");
  }
  internal::check_scenes(*this, problems);
  return problems;
}

bool is_retimed(const CropPlan& plan) {
  return std::ranges::any_of(plan.scenes, [](const PlanScene& scene) { return scene.speed != 1; });
}

CropPlan fixed_plan(std::string source, cv::Size source_size, const CropWindow& window, cv::Size output_size,
                    Time start, std::optional<Time> end) {
  return {std::move(source), source_size, output_size, {PlanShot{start, end, {Keyframe{start, window}}}}};
}

std::optional<View> view_at(const CropPlan& plan, Time time) {
  const PlanShot* shot = shot_before(plan, time);
  if (shot == nullptr || (shot->end && time >= *shot->end) || shot->keyframes.empty()) return std::nullopt;
  return view_of(*shot, time, plan.source_size);
}

View view_near(const CropPlan& plan, Time time) {
  if (plan.shots.empty()) throw std::invalid_argument("view_near: the plan has no shots");
  const PlanShot* shot = shot_before(plan, time);
  return view_of(shot != nullptr ? *shot : plan.shots.front(), time, plan.source_size);
}

std::vector<CropWindow> windows_of(const View& view) {
  return view.second ? std::vector{view.window, *view.second} : std::vector{view.window};
}

std::optional<CropWindow> window_at(const CropPlan& plan, Time time) {
  const std::optional<View> view = view_at(plan, time);
  return view ? std::optional(view->window) : std::nullopt;
}

std::array<std::uint8_t, 3> parse_color(std::string_view text) {
  std::array<std::uint8_t, 3> rgb{};
  bool is_valid = text.size() == 7 && text.front() == '#';
  for (std::size_t i = 0; is_valid && i < rgb.size(); ++i) {
    const char* first = text.data() + 1 + 2 * i;
    is_valid = std::from_chars(first, first + 2, rgb[i], 16).ptr == first + 2;
  }
  if (is_valid) return rgb;
  throw std::invalid_argument("color '" + std::string(text) + "' is not of the form #RRGGBB");
}

CropWindow window_near(const CropPlan& plan, Time time) {
  return view_near(plan, time).window;
}

std::string write_crop_plan(const CropPlan& plan) {
  ordered_json document{
      {"version", kCropPlanVersion},
      {"document", "crop-plan"},
      {"source",
       {{"path", plan.source}, {"width", plan.source_size.width}, {"height", plan.source_size.height}}},
      {"output", {{"width", plan.output_size.width}, {"height", plan.output_size.height}}},
      {"shots", internal::plan_shots_json(plan.shots)}};
  if (plan.background != Background{}) {
    document["background"] =
        plan.background.fill == Background::Fill::blur
            ? ordered_json{{"fill", "blur"}}
            : ordered_json{{"fill", "color"}, {"color", color_text(plan.background.rgb)}};
  }
  internal::add_scenes(plan, document);
  return internal::json_text(document);
}

CropPlan read_crop_plan(std::string_view json, const std::string& where) {
  const nlohmann::json document = internal::parse_json(json, where);
  const JsonReader root(document, where);
  CropPlan plan = internal::read_plan(root);
  const std::vector<std::string> problems = plan.problems();
  if (!problems.empty()) {
    root.fail(problems.front() +
              (problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : ""));
  }
  return plan;
}

}  // namespace smartcrop
