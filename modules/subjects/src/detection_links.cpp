#include "detection_links.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace smartcrop::internal {
namespace {

/// A box moves with the flow in this share of its sides, around its middle. Its edges show the background.
constexpr double kInnerShare = 0.6;
/// Cost of another kind of object, and of a distance of one side of the box, in units of overlap.
constexpr double kOtherKindCost = 0.3, kDistanceCost = 0.1;

double median(std::vector<float>& values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

cv::Rect2d carried(const ShotSignals& shot, cv::Rect2d box, std::size_t from, std::size_t to) {
  for (std::size_t t = from + 1; t <= to; ++t) box += motion_in(shot, box, t);
  return box;
}

cv::Point2d middle(const cv::Rect2d& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

/// The last box, moved on with the speed between the last two detections.
std::optional<cv::Rect2d> predicted(const Link& link, std::size_t t) {
  if (link.frames.size() < 2) return std::nullopt;
  const std::size_t last = link.frames.size() - 1;
  const cv::Rect2d &a = link.seen[last - 1].box, &b = link.seen[last].box;
  const double steps = static_cast<double>(t - link.frames[last]) /
                       static_cast<double>(link.frames[last] - link.frames[last - 1]);
  const cv::Point2d tl = b.tl() + (b.tl() - a.tl()) * steps, br = b.br() + (b.br() - a.br()) * steps;
  return cv::Rect2d(tl, br);
}

struct Pairing {
  bool is_weak;
  double cost;
  std::size_t link, detection;
  bool operator<(const Pairing& o) const {
    return std::tie(is_weak, cost, link, detection) < std::tie(o.is_weak, o.cost, o.link, o.detection);
  }
};

/// Cost of adding a detection to a link; nullopt if they cannot be the same thing.
std::optional<double> cost_of(const Link& link, const cv::Rect2d& carried_box,
                              const std::optional<cv::Rect2d>& predicted_box, const Detection& detection,
                              const SubjectTrackOptions& o) {
  const Detection& last = link.seen.back();
  const double overlaps = std::max(
      {intersection_over_union(carried_box, detection.box), intersection_over_union(last.box, detection.box),
       predicted_box ? intersection_over_union(*predicted_box, detection.box) : 0.0});
  const double side = std::max(1e-6, std::sqrt(detection.box.area()));
  const double distance = cv::norm(middle(carried_box) - middle(detection.box)) / side;
  if (overlaps < o.min_overlap && distance > o.max_distance) return std::nullopt;
  const double ratio = std::max(1e-6, last.box.area()) / std::max(1e-6, detection.box.area());
  if (std::max(ratio, 1 / ratio) > o.max_area_ratio) return std::nullopt;
  const bool same_kind = object_kind(last.class_id) == object_kind(detection.class_id);
  if (is_weak(detection, o) && (!same_kind || overlaps < o.min_weak_overlap)) return std::nullopt;
  return 1 - overlaps + (same_kind ? 0 : kOtherKindCost) + kDistanceCost * distance;
}

/// The free weak detection that continues the link best; nullopt if there is none.
std::optional<std::size_t> best_weak(const Link& link, const cv::Rect2d& box,
                                     const std::vector<Detection>& found, const std::vector<bool>& given,
                                     const SubjectTrackOptions& o) {
  std::optional<std::size_t> best;
  double lowest = 0;
  for (std::size_t d = 0; d < found.size(); ++d) {
    if (given[d] || !is_weak(found[d], o)) continue;
    const auto cost = cost_of(link, box, std::nullopt, found[d], o);
    if (cost && (!best || *cost < lowest)) best = d, lowest = *cost;
  }
  return best;
}

/// Extends a link to earlier frames by free weak detections. `given`: by frame with detections, then
/// detection.
void extend_back(Link& link, const ShotSignals& shot, const std::vector<DetectionsAt>& detections,
                 std::vector<std::vector<bool>>& given, const SubjectTrackOptions& o) {
  Link reversed{{link.frames.front()}, {link.seen.front()}};
  std::size_t at = link.frames.front();
  cv::Rect2d box = link.seen.front().box;
  const auto first =
      std::lower_bound(detections.begin(), detections.end(), at,
                       [](const DetectionsAt& d, std::size_t frame) { return d.frame < frame; });
  for (auto k = static_cast<std::size_t>(first - detections.begin()); k-- > 0;) {
    const DetectionsAt& earlier = detections[k];
    if (static_cast<double>(reversed.frames.back() - earlier.frame) * shot.step_s > o.max_gap_s) break;
    for (; at > earlier.frame; --at) box -= motion_in(shot, box, at);
    const auto weak = best_weak(reversed, box, earlier.found, given[k], o);
    if (!weak) continue;
    given[k][*weak] = true;
    reversed.frames.push_back(earlier.frame);
    reversed.seen.push_back(earlier.found[*weak]);
    box = reversed.seen.back().box;
  }
  link.frames.insert(link.frames.begin(), reversed.frames.rbegin(), std::prev(reversed.frames.rend()));
  link.seen.insert(link.seen.begin(), reversed.seen.rbegin(), std::prev(reversed.seen.rend()));
}

}  // namespace

cv::Point2d motion_in(const ShotSignals& shot, const cv::Rect2d& box, std::size_t t) {
  const cv::Mat& flow = shot.frames[t].flow;
  if (flow.empty()) return {};
  const double rim_x = (1 - kInnerShare) / 2 * box.width, rim_y = (1 - kInnerShare) / 2 * box.height;
  const int x0 = std::clamp(static_cast<int>(box.x + rim_x), 0, flow.cols - 1);
  const int y0 = std::clamp(static_cast<int>(box.y + rim_y), 0, flow.rows - 1);
  const int x1 = std::clamp(static_cast<int>(std::ceil(box.br().x - rim_x)), x0 + 1, flow.cols);
  const int y1 = std::clamp(static_cast<int>(std::ceil(box.br().y - rim_y)), y0 + 1, flow.rows);
  std::vector<float> dx, dy;
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) {
      const auto& cell = flow.at<cv::Vec<schar, 2>>(y, x);
      dx.push_back(cell[0]);
      dy.push_back(cell[1]);
    }
  // Flow points from the current frame to the previous one.
  return {-median(dx) * kFlowUnit, -median(dy) * kFlowUnit};
}

bool is_weak(const Detection& detection, const SubjectTrackOptions& options) {
  return detection.score < options.min_first_score;
}

std::vector<Link> link_detections(const ShotSignals& shot, const std::vector<DetectionsAt>& detections,
                                  const SubjectTrackOptions& o) {
  std::vector<Link> links;
  std::vector<std::size_t> open;
  std::vector<std::vector<bool>> all_given;
  for (const auto& [frame, found] : detections) {
    std::erase_if(open, [&, now = frame](std::size_t i) {
      return static_cast<double>(now - links[i].frames.back()) * shot.step_s > o.max_gap_s;
    });
    std::vector<Pairing> pairings;
    for (const std::size_t i : open) {
      const Link& link = links[i];
      const cv::Rect2d box = carried(shot, link.seen.back().box, link.frames.back(), frame);
      const auto expected = predicted(link, frame);
      for (std::size_t d = 0; d < found.size(); ++d)
        if (const auto cost = cost_of(link, box, expected, found[d], o))
          pairings.push_back({is_weak(found[d], o), *cost, i, d});
    }
    std::sort(pairings.begin(), pairings.end());
    std::vector<bool> given(found.size());
    for (const Pairing& pair : pairings) {
      Link& link = links[pair.link];
      if (given[pair.detection] || link.frames.back() == frame) continue;
      given[pair.detection] = true;
      link.frames.push_back(frame);
      link.seen.push_back(found[pair.detection]);
    }
    for (std::size_t d = 0; d < found.size(); ++d) {
      if (given[d] || is_weak(found[d], o)) continue;
      open.push_back(links.size());
      links.push_back({{frame}, {found[d]}});
    }
    all_given.push_back(std::move(given));
  }
  for (Link& link : links) extend_back(link, shot, detections, all_given, o);
  return links;
}

namespace {

/// For each frame of the filled link.
std::vector<double> turns_of(const Link& link, const FilledLink& filled) {
  std::vector<double> turns;
  double last = 0;
  for (std::size_t i = 0; i < link.seen.size(); ++i) {
    if (!link.seen[i].turn) continue;
    const double turn = *link.seen[i].turn, begin = turns.empty() ? turn : last;
    const std::size_t before = turns.size(), end = link.frames[i] - filled.first + 1;
    const auto steps = static_cast<double>(end - before);
    for (std::size_t t = before; t < end; ++t)
      turns.push_back(begin + (turn - begin) * static_cast<double>(t - before + 1) / steps);
    last = turn;
  }
  if (!turns.empty()) turns.resize(filled.boxes.size(), last);
  return turns;
}

}  // namespace

FilledLink fill(const ShotSignals& shot, const Link& link, std::size_t hold) {
  const std::size_t from = link.frames.front(), to = link.frames.back();
  FilledLink filled;
  filled.first = from - std::min(from, hold);
  cv::Rect2d box = link.seen.front().box;
  for (std::size_t t = from; t > filled.first; --t) {
    box -= motion_in(shot, box, t);
    filled.boxes.push_back(box);
  }
  std::reverse(filled.boxes.begin(), filled.boxes.end());
  for (std::size_t i = 0; i + 1 < link.frames.size(); ++i) {
    const cv::Rect2d &a = link.seen[i].box, &b = link.seen[i + 1].box;
    const std::size_t steps = link.frames[i + 1] - link.frames[i];
    for (std::size_t s = 0; s < steps; ++s) {
      const double part = static_cast<double>(s) / static_cast<double>(steps);
      filled.boxes.emplace_back(a.tl() + (b.tl() - a.tl()) * part, a.br() + (b.br() - a.br()) * part);
    }
  }
  box = link.seen.back().box;
  filled.boxes.push_back(box);
  for (std::size_t t = to + 1; t <= to + hold && t < shot.frames.size(); ++t) {
    box += motion_in(shot, box, t);
    filled.boxes.push_back(box);
  }
  filled.turns = turns_of(link, filled);
  return filled;
}

}  // namespace smartcrop::internal
