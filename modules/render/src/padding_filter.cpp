#include "padding_filter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "background.hpp"
#include "window_filter.hpp"

namespace smartcrop::internal {
namespace {

const cv::Size kChromaBlock{2, 2};  // of 4:2:0, which nearly all video is

/// Shots that show the same window.
struct PaddedPlace {
  CropWindow window;
  std::string times;  ///< when, as a sum of questions to the plan's time
};

std::vector<PaddedPlace> places_of(const CropPlan& plan) {
  std::vector<PaddedPlace> places;
  for (const PlanShot& shot : plan.shots) {
    if (shot.fit != Fit::pad) continue;
    const CropWindow& window = shot.keyframes.front().window;
    auto place = std::find_if(places.begin(), places.end(),
                              [&](const PaddedPlace& other) { return other.window == window; });
    if (place == places.end()) place = places.insert(places.end(), PaddedPlace{window, {}});
    std::string when = "gte(ld(2)," + number_text(shot.start.value() - kBefore_s) + ")";
    if (shot.end) when += "*lt(ld(2)," + number_text(shot.end->value() - kBefore_s) + ")";
    place->times += (place->times.empty() ? "" : "+") + when;
  }
  return places;
}

int whole_even(double value) {
  return 2 * static_cast<int>(std::lround(value / 2));
}

std::string size_text(cv::Size size) {
  return std::to_string(size.width) + ":" + std::to_string(size.height);
}

std::string crop_text(const CropWindow& window) {
  return "crop=" + std::to_string(whole_even(window.w)) + ":" + std::to_string(whole_even(window.h)) + ":" +
         std::to_string(whole_even(window.x)) + ":" + std::to_string(whole_even(window.y));
}

/// From one frame of the source to one of the output, background and window. `name` makes its labels its own.
std::string branch(const CropPlan& plan, const CropWindow& window, const std::string& name) {
  const cv::Rect place = place_in(plan.output_size, window, kChromaBlock);
  const std::string shown =
      crop_text(window) + ",scale=" + size_text(place.size()) + ":flags=lanczos+accurate_rnd";
  const std::string corner = std::to_string(place.x) + ":" + std::to_string(place.y);
  if (plan.background.fill == Background::Fill::color) {
    char color[16];
    const auto& [red, green, blue] = plan.background.rgb;
    std::snprintf(color, sizeof color, "0x%02X%02X%02X", red, green, blue);
    return shown + ",pad=" + size_text(plan.output_size) + ":" + corner + ":color=" + color;
  }
  // As paint_background() does: the window's middle, small, blurred and large again.
  const double scale = std::min(window.w / plan.output_size.width, window.h / plan.output_size.height);
  const double w = plan.output_size.width * scale, h = plan.output_size.height * scale;
  const CropWindow middle{window.x + (window.w - w) / 2, window.y + (window.h - h) / 2, w, h};
  const cv::Size small = blurred_size(plan.output_size);
  return "split[" + name + "m][" + name + "w];[" + name + "m]" + crop_text(middle) +
         ",scale=" + size_text(small) + ":flags=area,gblur=sigma=" + number_text(kBlurSigma) +
         ",scale=" + size_text(plan.output_size) + ":flags=bilinear[" + name + "b];[" + name + "w]" + shown +
         "[" + name + "f];[" + name + "b][" + name + "f]overlay=" + corner + ":format=auto";
}

}  // namespace

std::string padding_filter(const CropPlan& plan, const std::string& cropping) {
  const std::vector<PaddedPlace> places = places_of(plan);
  std::vector<std::string> branches;
  if (!cropping.empty()) branches.push_back(cropping);
  for (std::size_t i = 0; i < places.size(); ++i)
    branches.push_back(branch(plan, places[i].window, "p" + std::to_string(i)));
  if (branches.size() == 1) return branches.front();

  std::string graph = "split=" + std::to_string(branches.size());
  for (std::size_t i = 0; i < branches.size(); ++i) graph += "[s" + std::to_string(i) + "]";
  for (std::size_t i = 0; i < branches.size(); ++i)
    graph += ";[s" + std::to_string(i) + "]" + branches[i] + "[v" + std::to_string(i) + "]";
  std::string below = "[v0]";
  const std::size_t skipped = branches.size() - places.size();
  for (std::size_t i = 1; i < branches.size(); ++i) {
    const std::string above = "[o" + std::to_string(i) + "]";
    graph += ";" + below + "[v" + std::to_string(i) + "]overlay=0:0:format=auto:enable='" +
             plan_time_text(plan) + places[i - skipped].times + "'" +
             (i + 1 < branches.size() ? above : std::string());
    below = above;
  }
  return graph;
}

}  // namespace smartcrop::internal
