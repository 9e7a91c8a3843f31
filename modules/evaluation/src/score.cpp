#include "smartcrop/evaluation/score.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace smartcrop {
namespace {

/// Mean of the values that there are.
class Mean {
 public:
  void add(std::optional<double> value) {
    if (!value) return;
    sum_ += *value;
    ++count_;
  }
  std::optional<double> value() const {
    return count_ > 0 ? std::optional(sum_ / static_cast<double>(count_)) : std::nullopt;
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

/// Mean over people of the mean over their frames of measure(truth, the best of the frame's windows).
template <class WindowsOf>
double mean_over_truth(const LabeledClip& clip, TruthKind kind, const WindowsOf& windows_of) {
  double sum = 0;
  for (const FrameWindows& truth : clip.truth) {
    double person = 0;
    for (const auto& [frame, label] : truth) {
      double best = 0;
      for (const CropWindow& window : windows_of(frame))
        best = std::max(best, kind == TruthKind::subject_boxes ? subject_retention(label, window)
                                                               : intersection_over_union(label, window));
      person += best;
    }
    sum += person / static_cast<double>(truth.size());
  }
  return sum / static_cast<double>(clip.truth.size());
}

double fixed_score(const LabeledClip& clip, TruthKind kind, const CropWindow& window) {
  return mean_over_truth(clip, kind, [&](std::int64_t) { return std::span(&window, 1); });
}

/// Positions from 0 to `room`, both included; one where the window cannot move.
std::vector<double> positions(double room, int steps) {
  if (room <= 0.5) return {0};
  std::vector<double> positions;
  for (int i = 0; i <= steps; ++i) positions.push_back(room * i / steps);
  return positions;
}

double best_fixed_score(const LabeledClip& clip, TruthKind kind, cv::Size frame, double w, double h) {
  constexpr int kStepsAcross = 48, kStepsDown = 12;
  double best = 0;
  for (const double x : positions(frame.width - w, kStepsAcross)) {
    for (const double y : positions(frame.height - h, kStepsDown)) {
      best = std::max(best, fixed_score(clip, kind, {x, y, w, h}));
    }
  }
  return best;
}

}  // namespace

double subject_retention(const CropWindow& subject, const CropWindow& window) {
  const double most = std::min(subject.w, window.w) * std::min(subject.h, window.h);
  return most > 0 ? std::min(1.0, common_area(subject, window) / most) : 0;
}

WindowMotion window_motion(const FrameWindows& windows) {
  constexpr double kStillSpeed = 0.1;  // per cent of the width per frame: 0.6 px at 608 px
  double speed_sum = 0, acceleration_sum = 0;
  std::int64_t speeds = 0, accelerations = 0, still = 0;
  std::optional<cv::Point2d> velocity;
  for (auto next = windows.begin(); next != windows.end();) {
    const auto here = next++;
    if (next == windows.end()) break;
    if (next->first != here->first + 1) {
      velocity.reset();
      continue;
    }
    const CropWindow &a = here->second, &b = next->second;
    const cv::Point2d moved((b.x + b.w / 2 - a.x - a.w / 2) / b.w * 100,
                            (b.y + b.h / 2 - a.y - a.h / 2) / b.w * 100);
    const double speed = std::hypot(moved.x, moved.y);
    speed_sum += speed;
    still += speed < kStillSpeed;
    ++speeds;
    if (velocity) {
      acceleration_sum += std::hypot(moved.x - velocity->x, moved.y - velocity->y);
      ++accelerations;
    }
    velocity = moved;
  }
  WindowMotion motion;
  if (speeds > 0) {
    motion.speed = speed_sum / static_cast<double>(speeds);
    motion.still = static_cast<double>(still) / static_cast<double>(speeds);
  }
  if (accelerations > 0) motion.acceleration = acceleration_sum / static_cast<double>(accelerations);
  return motion;
}

Framing framing(const LabeledClip& clip, const ShownWindows& windows) {
  constexpr double kWhole = 0.99;       // labels are rounded
  constexpr double kWidestShare = 0.8;  // of the window; a wider box leaves no choice of place
  Mean whole, offset;
  for (const auto& [frame, box] : clip.truth.front()) {
    const CropWindow& subject = box;
    const auto kept = [&](const CropWindow& window) { return subject_retention(subject, window); };
    const std::vector<CropWindow> shown = windows.at(frame);
    if (shown.empty()) continue;
    const CropWindow& window = *std::ranges::max_element(shown, {}, kept);
    whole.add(subject_retention(box, window) > kWhole);
    if (box.w <= kWidestShare * window.w)
      offset.add(std::abs(box.x + box.w / 2 - window.x - window.w / 2) / window.w);
  }
  FrameWindows idle;
  for (const auto& [frame, window] : windows.first) {
    if (clip.lost.contains(frame)) idle.emplace(frame, window);
  }
  Framing framing{whole.value(), offset.value(), {}};
  if (idle.size() > 1) framing.idle = window_motion(idle).speed;
  return framing;
}

ClipScore score_clip(const LabeledClip& clip, TruthKind kind, cv::Size frame, AspectRatio aspect,
                     const ShownWindows& windows) {
  const double w = std::min<double>(frame.width, frame.height * aspect.value());
  const double h = std::min<double>(frame.height, frame.width / aspect.value());
  ClipScore result;
  result.score = mean_over_truth(clip, kind, [&](std::int64_t index) { return windows.at(index); });
  result.center = fixed_score(clip, kind, {(frame.width - w) / 2, (frame.height - h) / 2, w, h});
  result.best_fixed = best_fixed_score(clip, kind, frame, w, h);
  result.motion = window_motion(windows.first);
  if (kind == TruthKind::subject_boxes) result.framing = framing(clip, windows);
  for (const FrameWindows& truth : clip.truth) {
    result.absent += std::count_if(truth.begin(), truth.end(),
                                   [&](const auto& t) { return !windows.first.contains(t.first); });
  }
  result.frames = static_cast<std::int64_t>(clip.truth.front().size());
  return result;
}

ClipScore mean_score(const std::vector<ClipScore>& scores) {
  ClipScore mean;
  if (scores.empty()) return mean;
  mean.motion.still = 0;
  Mean whole, offset, idle;
  const double share = 1.0 / static_cast<double>(scores.size());
  for (const ClipScore& score : scores) {
    mean.score += score.score * share;
    mean.center += score.center * share;
    mean.best_fixed += score.best_fixed * share;
    mean.motion.speed += score.motion.speed * share;
    mean.motion.acceleration += score.motion.acceleration * share;
    mean.motion.still += score.motion.still * share;
    mean.frames += score.frames;
    mean.absent += score.absent;
    whole.add(score.framing.whole);
    offset.add(score.framing.offset);
    idle.add(score.framing.idle);
  }
  mean.framing = {whole.value(), offset.value(), idle.value()};
  return mean;
}

int worse_than_center(const std::vector<ClipScore>& scores) {
  constexpr double kMargin = 0.005;
  return static_cast<int>(std::count_if(scores.begin(), scores.end(),
                                        [](const ClipScore& s) { return s.score < s.center - kMargin; }));
}

}  // namespace smartcrop
