#include "smartcrop/subjects/subject_tracks.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "detection_links.hpp"
#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/nearest.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// With this many searched frames or fewer, one detection makes a subject.
constexpr std::size_t kFewChances = 2;
/// Head and shoulders of a face without a body: margins beside, above and below its box, in its widths and
/// heights.
constexpr double kShoulders = 0.6, kHair = 0.45, kChest = 1.0;
/// A face belongs to a person if its middle lies in the upper kUpperPart of the person's box or kAboveBody
/// above it, in more than kFewestHeld of its frames, and both are seen in kFewestCommon of them.
constexpr double kUpperPart = 0.55, kAboveBody = 0.1, kFewestCommon = 0.3, kFewestHeld = 0.4;
/// Two tracks of one person's face may overlap in this share of the shorter one, if the tracker lost the face
/// and found it again.
constexpr double kMostShared = 0.2;

struct Track {
  FilledLink link;
  std::size_t detections = 0;
  double confidence = 0, hit_rate = 0;
  int class_id = 0;
};

/// The class with the largest sum of scores.
int voted_class(const Link& link) {
  std::map<int, double> votes;
  for (const Detection& d : link.seen) votes[d.class_id] += d.score;
  return std::max_element(votes.begin(), votes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

/// The track of a link; nullopt if it has too few detections or too low a score. Weak detections count for
/// neither.
std::optional<Track> track_of(const ShotSignals& shot, const std::vector<DetectionsAt>& detections,
                              const Link& link, double min_score, const SubjectTrackOptions& o) {
  double sum = 0;
  std::vector<std::size_t> frames;
  for (std::size_t i = 0; i < link.seen.size(); ++i) {
    if (is_weak(link.seen[i], o)) continue;
    sum += link.seen[i].score;
    frames.push_back(link.frames[i]);
  }
  const auto count = static_cast<double>(frames.size());
  const std::size_t least = detections.size() <= kFewChances ? 1 : static_cast<std::size_t>(o.min_detections);
  if (frames.size() < least || sum / count < min_score) return std::nullopt;
  const auto chances = std::count_if(detections.begin(), detections.end(), [&](const DetectionsAt& at) {
    return at.frame >= frames.front() && at.frame <= frames.back();
  });
  const auto hold = static_cast<std::size_t>(std::lround(o.hold_s / shot.step_s));
  return Track{fill(shot, link, hold), frames.size(), sum / count, count / static_cast<double>(chances),
               voted_class(link)};
}

/// The tracks of all links.
std::vector<Track> confirmed(const ShotSignals& shot, const std::vector<DetectionsAt>& detections,
                             double min_score, const SubjectTrackOptions& o) {
  std::vector<Track> tracks;
  for (const Link& link : link_detections(shot, detections, o))
    if (auto track = track_of(shot, detections, link, min_score, o)) tracks.push_back(std::move(*track));
  return tracks;
}

std::size_t common_frames(const FilledLink& a, const FilledLink& b) {
  const std::size_t from = std::max(a.first, b.first), to = std::min(a.end(), b.end());
  return to > from ? to - from : 0;
}

/// How well a face fits a person, higher is better; nullopt if it does not.
std::optional<double> fit(const FilledLink& face, const FilledLink& body) {
  const std::size_t common = common_frames(face, body);
  const auto length = static_cast<double>(face.boxes.size());
  if (static_cast<double>(common) < kFewestCommon * length) return std::nullopt;
  double held = 0, aside = 0, width = 0;
  const std::size_t from = std::max(face.first, body.first);
  for (std::size_t t = from; t < from + common; ++t) {
    const cv::Rect2d &f = face.boxes[t - face.first], &b = body.boxes[t - body.first];
    const double x = f.x + f.width / 2, y = f.y + f.height / 2;
    held += x > b.x && x < b.br().x && y > b.y - kAboveBody * b.height && y < b.y + kUpperPart * b.height;
    aside += std::abs(x - b.x - b.width / 2);
    width += b.width;
  }
  const double share = held / length;
  const double fits = share - 0.1 * aside / std::max(1e-6, width);
  return fits > kFewestHeld ? std::optional(fits) : std::nullopt;
}

/// Index of the person that the face belongs to; nullopt if there is none.
std::optional<std::size_t> owner(const FilledLink& face, const std::vector<Track>& objects,
                                 const std::vector<std::vector<const FilledLink*>>& faces_of) {
  std::optional<std::size_t> best;
  double best_fit = 0;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    if (object_kind(objects[i].class_id) != ObjectKind::person) continue;
    const bool has_other = std::any_of(faces_of[i].begin(), faces_of[i].end(), [&](const FilledLink* other) {
      const auto shorter = static_cast<double>(std::min(other->boxes.size(), face.boxes.size()));
      return static_cast<double>(common_frames(*other, face)) > kMostShared * shorter;
    });
    if (has_other) continue;
    const auto fits = fit(face, objects[i].link);
    if (fits && (!best || *fits > best_fit)) best = i, best_fit = *fits;
  }
  return best;
}

/// Extends a body's track to frames where only its face is seen, at the same offset from the face as at that
/// end.
FilledLink with_face(const FilledLink& body, const FilledLink& face) {
  FilledLink all = body;
  if (common_frames(body, face) == 0) return all;
  const auto at = [](const FilledLink& link, std::size_t t) { return link.boxes[t - link.first]; };
  const auto shift = [&](std::size_t t, std::size_t end) {
    return at(body, end) + (at(face, t).tl() - at(face, end).tl());
  };
  if (face.end() > body.end())
    for (std::size_t t = body.end(); t < face.end(); ++t) all.boxes.push_back(shift(t, body.end() - 1));
  if (face.first < body.first) {
    std::vector<cv::Rect2d> before;
    for (std::size_t t = face.first; t < body.first; ++t) before.push_back(shift(t, body.first));
    all.boxes.insert(all.boxes.begin(), before.begin(), before.end());
    all.first = face.first;
  }
  return all;
}

Subject subject_of(const Track& track, const std::vector<const FilledLink*>& faces,
                   const GridGeometry& grid) {
  FilledLink body = track.link;
  for (const FilledLink* face : faces) body = with_face(body, *face);
  Subject subject{.kind = object_kind(track.class_id),
                  .class_id = track.class_id,
                  .confidence = track.confidence,
                  .hit_rate = std::min(1.0, track.hit_rate),
                  .detections = static_cast<int>(track.detections),
                  .first = body.first};
  const cv::Rect2d whole({}, cv::Size2d(grid.cells));
  for (const cv::Rect2d& box : body.boxes) subject.boxes.push_back(grid.in_source(box & whole));
  subject.faces.resize(subject.boxes.size());
  subject.turns.resize(subject.boxes.size());
  for (const FilledLink* face : faces)
    for (std::size_t t = std::max(face->first, subject.first); t < std::min(face->end(), subject.end());
         ++t) {
      subject.faces[t - subject.first] = grid.in_source(face->boxes[t - face->first]);
      if (!face->turns.empty()) subject.turns[t - subject.first] = face->turns[t - face->first];
    }
  return subject;
}

/// A face without a body, with head and shoulders for its box.
Subject face_subject(const Track& face, const GridGeometry& grid) {
  Track body = face;
  body.class_id = 0;
  for (cv::Rect2d& box : body.link.boxes) {
    const double w = box.width, h = box.height;
    box = {box.x - kShoulders * w, box.y - kHair * h, (1 + 2 * kShoulders) * w, (1 + kHair + kChest) * h};
  }
  Subject subject = subject_of(body, {&face.link}, grid);
  subject.origin = SubjectOrigin::face;
  return subject;
}

}  // namespace

std::optional<CropWindow> Subject::face(std::size_t frame) const {
  const CropWindow& face = faces[frame - first];
  return face.w > 0 ? std::optional(face) : std::nullopt;
}

double Subject::turn(std::size_t frame) const {
  return turns.empty() ? 0 : turns[frame - first];
}

std::vector<std::string> SubjectTrackOptions::problems() const {
  return unmet({
      {min_overlap >= 0 && min_overlap <= 1, "min_overlap must be in 0..1"},
      {min_first_score >= 0 && min_first_score <= 1, "min_first_score must be in 0..1"},
      {min_weak_overlap >= 0 && min_weak_overlap <= 1, "min_weak_overlap must be in 0..1"},
      {max_distance >= 0, "max_distance must be >= 0"},
      {max_area_ratio > 1, "max_area_ratio must be above 1"},
      {min_detections > 0, "min_detections must be above 0"},
      {max_gap_s >= 0, "max_gap_s must be >= 0"},
      {hold_s >= 0, "hold_s must be >= 0"},
      {min_object_score >= 0 && min_object_score <= 1, "min_object_score must be in 0..1"},
      {min_face_score >= 0 && min_face_score <= 1, "min_face_score must be in 0..1"},
  });
}

std::vector<Subject> track_subjects(const ShotSignals& shot, std::span<const FrameDetections> detections,
                                    const SubjectTrackOptions& o) {
  throw_if_any("SubjectTrackOptions", o.problems());
  if (shot.frames.empty()) return {};
  std::vector<DetectionsAt> objects, faces;
  for (const FrameDetections& found : detections) {
    const std::size_t t = nearest_index(shot.frames, found.frame, &FrameSignals::index);
    if (!objects.empty() && objects.back().frame >= t) continue;
    objects.push_back({t, {}});
    faces.push_back({t, {}});
    for (const DetectedObject& object : found.objects)
      if (object_kind(object.class_id) != ObjectKind::fixture)
        objects.back().found.push_back({shot.grid.in_cells(object.box), object.score, object.class_id});
    for (const FaceBox& face : found.faces)
      faces.back().found.push_back({shot.grid.in_cells(face.box), face.score, 0, face.turn});
  }
  const std::vector<Track> object_tracks = confirmed(shot, objects, o.min_object_score, o);
  std::vector<Track> face_tracks = confirmed(shot, faces, o.min_face_score, o);
  // Longer tracks choose first.
  std::stable_sort(face_tracks.begin(), face_tracks.end(),
                   [](const Track& a, const Track& b) { return a.link.boxes.size() > b.link.boxes.size(); });
  std::vector<std::vector<const FilledLink*>> faces_of(object_tracks.size());
  std::vector<Subject> alone;
  for (const Track& face : face_tracks) {
    if (const auto person = owner(face.link, object_tracks, faces_of)) {
      faces_of[*person].push_back(&face.link);
    } else {
      alone.push_back(face_subject(face, shot.grid));
    }
  }
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < object_tracks.size(); ++i)
    subjects.push_back(subject_of(object_tracks[i], faces_of[i], shot.grid));
  subjects.insert(subjects.end(), alone.begin(), alone.end());
  return subjects;
}

}  // namespace smartcrop
