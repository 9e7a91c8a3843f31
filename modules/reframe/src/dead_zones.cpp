#include "dead_zones.hpp"

#include <algorithm>
#include <cmath>

#include "framing.hpp"
#include "smartcrop/importance/best_track.hpp"

namespace smartcrop::internal {
namespace {

constexpr double kSmallestWeight = 0.01;  // of a frame that shows nothing

// Profile of each map along the axis, of the part of the map that the window spans across it.
cv::Mat profiles(const ShotImportance& importance, const WindowAxis& axis, const WindowAxis& across,
                 const std::vector<double>& across_centers) {
  const int n = static_cast<int>(importance.size());
  cv::Mat result(n, axis.cells, CV_32F);
  for (int t = 0; t < n; ++t) {
    const double c = across_centers[static_cast<std::size_t>(t)];
    const int from = std::clamp(static_cast<int>(std::lround(c - across.window / 2)), 0, across.cells - 1);
    const int to = std::clamp(static_cast<int>(std::lround(c + across.window / 2)), from + 1, across.cells);
    const cv::Mat map = importance.map(static_cast<std::size_t>(t));
    profile(axis.along_x ? map.rowRange(from, to) : map.colRange(from, to), axis.along_x)
        .copyTo(result.row(t));
  }
  return result;
}

void prefer_middle(cv::Mat& reward, double mean_reward) {
  for (int t = 0; t < reward.rows; ++t)
    for (int p = 0; p < kPlaces; ++p)
      reward.at<float>(t, p) += static_cast<float>(kMiddleShare * mean_reward * middleness(p, kPlaces));
}

// Below this nothing matters; the window's wish to stay where it was then has the weight given, so large that
// the window sets out only when something enters. Plateau: 20 and more.
constexpr double kMatters = 0.5, kHoldWeight = 50;

// Frames in which nothing matters get the middle of the zone before them, those at the start that of the
// first in which something does.
void hold_where_nothing_matters(std::vector<DeadZone>& zones, const std::vector<double>& matters) {
  const auto first = std::find_if(matters.begin(), matters.end(), [](double m) { return m >= kMatters; });
  if (first == matters.end()) return;
  const DeadZone* held = &zones[static_cast<std::size_t>(first - matters.begin())];
  for (std::size_t t = 0; t < zones.size(); ++t) {
    if (matters[t] >= kMatters) {
      held = &zones[t];
    } else {
      const double middle = (held->low + held->high) / 2;
      zones[t] = {middle, middle, kHoldWeight};
    }
  }
}

}  // namespace

FollowedSubject follow_subject(const ShotImportance& importance, const WindowAxis& axis,
                               const WindowAxis& across, const std::vector<double>& across_centers,
                               const PathOptions& o, const SubjectChoice* subjects) {
  cv::Mat reward =
      window_sums(profiles(importance, axis, across, across_centers), axis.window, kPlaces, o.taper);
  const bool frames_subjects = subjects != nullptr && !subjects->subjects.empty();
  if (frames_subjects) add_subjects(reward, *subjects, axis, across, importance.step_s);
  const double mean_reward = std::max(1e-9, cv::sum(reward)[0] / static_cast<double>(reward.total()));
  const double place = axis.room() / (kPlaces - 1) / axis.cells;  // lengths of the frame per place
  const double speed = place / importance.step_s;
  prefer_middle(reward, mean_reward);
  const auto track = best_track(reward, o.inertia * mean_reward * speed * speed);
  const double slack = frames_subjects ? o.subject_slack : o.slack;
  FollowedSubject subject;
  for (std::size_t t = 0; t < track.size(); ++t) {
    const float* kept = reward.ptr<float>(static_cast<int>(t));
    const float best = kept[track[t]], enough = static_cast<float>((1 - slack) * best);
    int low = track[t], high = track[t];
    while (low > 0 && kept[low - 1] >= enough) --low;
    while (high + 1 < kPlaces && kept[high + 1] >= enough) ++high;
    subject.centers.push_back(axis.center_of(track[t], kPlaces));
    subject.zones.push_back({axis.center_of(low, kPlaces) / axis.window,
                             axis.center_of(high, kPlaces) / axis.window,
                             std::max(kSmallestWeight, best / (2 * mean_reward))});
  }
  if (subjects != nullptr) hold_where_nothing_matters(subject.zones, subjects->matters);
  return subject;
}

std::vector<DeadZone> zones_of_frames(const std::vector<DeadZone>& zones,
                                      const std::vector<FrameIndex>& analyzed, FrameIndex start,
                                      FrameIndex end) {
  std::vector<DeadZone> result;
  std::size_t before = 0;
  for (FrameIndex frame = start; frame < end; ++frame) {
    while (before + 1 < zones.size() && analyzed[before + 1] <= frame) ++before;
    const std::size_t after = std::min(before + 1, zones.size() - 1);
    const double span = static_cast<double>(analyzed[after] - analyzed[before]);
    const double part =
        span > 0 ? std::clamp(static_cast<double>(frame - analyzed[before]) / span, 0.0, 1.0) : 0;
    const DeadZone &a = zones[before], &b = zones[after];
    result.push_back({a.low + part * (b.low - a.low), a.high + part * (b.high - a.high),
                      a.weight + part * (b.weight - a.weight)});
  }
  return result;
}

}  // namespace smartcrop::internal
