#include <algorithm>
#include <stdexcept>

#include "smartcrop/analysis/analyze.hpp"
#include "windows.hpp"

namespace smartcrop {
namespace {

/// If another window would hold at least this share of what the planned one holds, it has a subject of its
/// own. On the labeled clips the ratio is at most .57 at 9:16; in shots of several subjects far apart, or of
/// one wider than the window, it is .66 to .84.
constexpr double kRival = 2.0 / 3;

cv::Rect picture_of(const AnalysisDocument& analysis, std::size_t shot) {
  return shot < analysis.pictures.size() ? analysis.pictures[shot] : cv::Rect({}, analysis.video.size);
}

}  // namespace

std::vector<std::size_t> shots_not_held(const CropPlan& plan) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    const PlanShot& shot = plan.shots[i];
    // A window that jumps between speakers shows what matters, although never both at once.
    const bool cuts = std::ranges::any_of(shot.keyframes, &Keyframe::cut);
    const bool is_known = shot.second_keyframes.empty() && shot.kept_share && shot.rival_share && !cuts;
    if (is_known && shot.fit == Fit::crop && *shot.rival_share >= kRival * *shot.kept_share)
      found.push_back(i);
  }
  return found;
}

void pad_shots(CropPlan& plan, const AnalysisDocument& analysis, const std::vector<std::size_t>& shots,
               bool trim_borders, const Background& background) {
  plan.background = background;
  for (const std::size_t i : shots) {
    const cv::Rect room = internal::room_in(analysis.video, picture_of(analysis, i), trim_borders);
    PlanShot& shot = plan.shots.at(i);
    shot.fit = Fit::pad;
    shot.second_keyframes.clear();
    shot.layout_reason.clear();
    shot.keyframes = {Keyframe{shot.start, window_at(room.tl(), room.size())}};
  }
}

CropPlan plan_from(const AnalysisDocument& analysis, const Candidate& candidate, cv::Size output_size) {
  if (analysis.shots.empty()) throw std::invalid_argument("the analysis has no shots");
  if (output_size.empty()) {
    output_size = {static_cast<int>(candidate.window.w), static_cast<int>(candidate.window.h)};
  }
  const Time start = analysis.shots.front().start, range_end = analysis.shots.back().end;
  std::optional<Time> end;
  const bool is_to_video_end = analysis.video.duration && range_end >= *analysis.video.duration;
  if (start < range_end && !is_to_video_end) end = range_end;
  return fixed_plan(analysis.video.path, analysis.video.size, candidate.window, output_size, start, end);
}

CropPlan best_plan(const AnalysisDocument& analysis, const AspectAnalysis& aspect) {
  if (!aspect.path.empty()) return moving_plan_from(analysis, aspect);
  if (aspect.candidates.empty()) throw std::invalid_argument("the analysis has no candidates");
  CropPlan plan = plan_from(analysis, aspect.candidates.front());
  if (aspect.kept_share > 0) {
    plan.shots.front().kept_share = aspect.kept_share;
    plan.shots.front().rival_share = aspect.rival_share;
  }
  return plan;
}

CropPlan moving_plan_from(const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                          cv::Size output_size) {
  if (aspect.path.empty()) throw std::invalid_argument("the analysis has no moving window");
  if (output_size.empty()) {
    // Windows of shots with trimmed bars differ in size: the largest keeps all detail. Padded windows have
    // another shape.
    for (const PlanShot& shot : aspect.path) {
      if (!shot.second_keyframes.empty() || shot.fit == Fit::pad) continue;
      const CropWindow& window = shot.keyframes.front().window;
      const cv::Size size(static_cast<int>(window.w), static_cast<int>(window.h));
      if (size.area() > output_size.area()) output_size = size;
    }
    if (output_size.empty()) output_size = aspect.crop;
  }
  CropPlan plan{analysis.video.path, analysis.video.size, output_size, aspect.path};
  if (plan.shots.back().end && analysis.video.duration &&
      *plan.shots.back().end >= *analysis.video.duration) {
    plan.shots.back().end.reset();
  }
  return plan;
}

}  // namespace smartcrop
