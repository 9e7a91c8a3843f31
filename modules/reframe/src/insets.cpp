#include "insets.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "smartcrop/reframe/window_shares.hpp"

namespace smartcrop::internal {
namespace {

/// A subject is inside if kInside of the area of its boxes is, and of each face in kInside of the frames.
/// Together such subjects are seen in at least kSeen of the shot.
constexpr double kInside = 0.85, kSeen = 0.1;
/// Smallest height of a face, share of the inset's. People in a picture of a place are smaller.
constexpr double kLowestFace = 0.18;
/// Up to kRarely of the windows of a path may cut an inset.
constexpr double kRarely = 0.02;
constexpr double kTouch = 2;  ///< px
/// Uncertainty of an edge, cells: the inside begins kLess further in, the border ends kMore further out.
constexpr double kLess = 0.5, kMore = 1.5;

/// Moves sides outward by `px`, except for the frame's own, to even places, where a window needs no
/// resampling.
cv::Rect moved_sides(const cv::Rect& box, double px, const cv::Rect& frame) {
  const auto even = [](double at) { return static_cast<int>(std::lround(at / 2)) * 2; };
  const cv::Point from(box.x > 0 ? even(box.x - px) : 0, box.y > 0 ? even(box.y - px) : 0);
  const cv::Point to(box.br().x < frame.width ? even(box.br().x + px) : frame.width,
                     box.br().y < frame.height ? even(box.br().y + px) : frame.height);
  return cv::Rect(from, to) & frame;
}

bool is_inside(const Subject& subject, const cv::Rect& inset) {
  const cv::Rect2d box(inset);
  double inside = 0, all = 0;
  std::size_t faces = 0, held = 0;
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    const CropWindow& here = subject.box(t);
    // A body computed from a face extends beyond the picture.
    if (subject.origin != SubjectOrigin::face) {
      inside += (cv::Rect2d(here.x, here.y, here.w, here.h) & box).area();
      all += here.w * here.h;
    }
    const auto face = subject.face(t);
    if (!face) continue;
    ++faces;
    const cv::Rect2d seen(face->x, face->y, face->w, face->h);
    held += (seen & box).area() >= kInside * seen.area() && face->h >= kLowestFace * box.height;
  }
  return faces > 0 && static_cast<double>(held) >= kInside * static_cast<double>(faces) &&
         inside >= kInside * all;
}

struct Extent {
  double first, end;
};

Extent along(const cv::Rect2d& rect, bool x) {
  return x ? Extent{rect.x, rect.br().x} : Extent{rect.y, rect.br().y};
}

bool holds(const Extent& a, const Extent& b) {
  return a.first <= b.first + kTouch && a.end >= b.end - kTouch;
}

double cut_share(const std::vector<CropWindow>& windows, const ShownInset& inset) {
  const auto cut = std::ranges::count_if(windows, [&](const CropWindow& w) { return cuts(w, inset); });
  return static_cast<double>(cut) / static_cast<double>(windows.size());
}

/// The range along an axis where windows hold the whole inset, or lie inside it.
cv::Range nested(const cv::Range& within, const cv::Range& inside, const cv::Range& around, int window) {
  if (window <= inside.size())
    return {std::max(within.start, inside.start), std::min(within.end, inside.end)};
  const cv::Range held{std::max(within.start, around.start), std::min(within.end, around.end)};
  return {std::max(within.start, held.end - window), std::min(within.end, held.start + window)};
}

/// The parts of the frame in which windows do not cut the inset.
std::vector<cv::Rect> parts_without_cuts(const cv::Rect& within, const ShownInset& inset, cv::Size window) {
  const cv::Rect &box = inset.box, &around = inset.around;
  const cv::Range x =
      nested({within.x, within.br().x}, {box.x, box.br().x}, {around.x, around.br().x}, window.width);
  const cv::Range y =
      nested({within.y, within.br().y}, {box.y, box.br().y}, {around.y, around.br().y}, window.height);
  std::vector<cv::Rect> parts{
      cv::Rect(cv::Point(x.start, y.start), cv::Point(x.end, y.end)),
      cv::Rect(within.tl(), cv::Point(around.x, within.br().y)),
      cv::Rect(cv::Point(around.br().x, within.y), within.br()),
      cv::Rect(within.tl(), cv::Point(within.br().x, around.y)),
      cv::Rect(cv::Point(within.x, around.br().y), within.br()),
  };
  std::erase_if(parts, [&](const cv::Rect& part) {
    return (part & within) != part || part.width < window.width || part.height < window.height;
  });
  return parts;
}

}  // namespace

bool cuts(const CropWindow& window, const ShownInset& inset) {
  bool is_nested = true;
  for (const bool x : {true, false}) {
    const Extent a = along({window.x, window.y, window.w, window.h}, x), inside = along(inset.box, x),
                 around = along(inset.around, x);
    if (a.end <= around.first + kTouch || a.first >= around.end - kTouch) return false;
    is_nested = is_nested && (holds(a, around) || holds(inside, a));
  }
  return !is_nested;
}

std::vector<ShownInset> insets_in(const ShotImportance& importance, const SubjectChoice* subjects) {
  std::vector<ShownInset> shown;
  for (const Inset& inset : importance.insets) {
    const cv::Rect frame({}, importance.grid.map.source);
    const int block = importance.grid.map.block;
    ShownInset found{
        moved_sides(inset.box, -block * kLess, frame), moved_sides(inset.box, block * kMore, frame), {}};
    std::size_t frames = 0;
    for (std::size_t k = 0; subjects != nullptr && k < subjects->subjects.size(); ++k) {
      const Subject& subject = subjects->subjects[k];
      if (subject.is_region() || !is_inside(subject, inset.box)) continue;
      found.subjects.push_back(k);
      frames += subject.boxes.size();
    }
    if (static_cast<double>(frames) < kSeen * static_cast<double>(importance.size())) found.subjects.clear();
    if (!inset.changes_apart && found.subjects.empty()) continue;
    std::ranges::stable_sort(found.subjects, std::greater(),
                             [&](std::size_t k) { return subjects->subjects[k].boxes.size(); });
    shown.push_back(std::move(found));
  }
  return shown;
}

std::vector<ShownInset> insets_with_faces(const cv::Rect& within, const ShotImportance& importance,
                                          const SubjectChoice& subjects) {
  std::vector<ShownInset> insets = insets_in(importance, &subjects);
  std::erase_if(insets, [&](const ShownInset& inset) {
    return inset.subjects.empty() || (inset.box & within) != inset.box;
  });
  return insets;
}

SubjectChoice choice_without(const SubjectChoice& choice, const std::vector<std::size_t>& subjects) {
  SubjectChoice rest = choice;
  rest.speakers = {};
  rest.requested.reset();
  std::vector<std::size_t> order = subjects;
  std::ranges::sort(order, std::greater());
  for (const std::size_t k : order) {
    const auto at = static_cast<std::ptrdiff_t>(k);
    rest.subjects.erase(rest.subjects.begin() + at);
    rest.probability.erase(rest.probability.begin() + at);
    rest.importance_share.erase(rest.importance_share.begin() + at);
  }
  // The remaining subjects share the probability.
  for (std::size_t t = 0; t < rest.elsewhere.size(); ++t) {
    double sum = rest.elsewhere[t];
    for (const std::vector<double>& probability : rest.probability) sum += probability[t];
    rest.elsewhere[t] = sum > 0 ? rest.elsewhere[t] / sum : 1;
    for (std::vector<double>& probability : rest.probability)
      probability[t] = sum > 0 ? probability[t] / sum : 0;
    rest.matters[t] = 1;
  }
  return rest;
}

SubjectChoice seen_throughout(const SubjectChoice& choice, const std::vector<std::size_t>& subjects) {
  SubjectChoice result = choice;
  Subject& whole = result.subjects[subjects.front()];
  const std::size_t frames = choice.elsewhere.size();
  std::vector<CropWindow> boxes(frames), faces(frames);
  for (std::size_t t = 0; t < frames; ++t) {
    const auto there =
        std::ranges::find_if(subjects, [&](std::size_t k) { return choice.subjects[k].is_there(t); });
    if (there != subjects.end()) {
      const Subject& subject = choice.subjects[*there];
      boxes[t] = subject.box(t), faces[t] = subject.faces[t - subject.first];
    } else {
      const Subject& longest = choice.subjects[subjects.front()];
      boxes[t] = t > 0 ? boxes[t - 1] : longest.boxes.front();
      faces[t] = t > 0 ? faces[t - 1] : longest.faces.front();
    }
  }
  whole.first = 0;
  whole.boxes = std::move(boxes), whole.faces = std::move(faces);
  whole.turns.clear();
  return result;
}

std::vector<CropWindow> beside_or_inside(std::vector<CropWindow> windows, const PathRequest& request,
                                         const ShotImportance& importance, const SubjectChoice* subjects,
                                         const PartSolver& solve) {
  const auto kept = [&](const std::vector<CropWindow>& path) {
    double sum = 0;
    for (const FrameShares& shares : frame_shares(importance, subjects, request.start_frame, path))
      sum += shares.kept;
    return sum;
  };
  cv::Rect within = request.within;
  for (const ShownInset& inset : insets_in(importance, subjects)) {
    if (cut_share(windows, inset) <= kRarely) continue;
    double most = kCutWorth * kept(windows);
    cv::Rect best;
    for (const cv::Rect& part : parts_without_cuts(within, inset, request.window)) {
      std::vector<CropWindow> path = solve(part);
      const double sum = kept(path);
      if (sum <= most) continue;
      most = sum, best = part, windows = std::move(path);
    }
    if (!best.empty()) within = best;
  }
  return windows;
}

}  // namespace smartcrop::internal
