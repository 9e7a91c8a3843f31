#include "smartcrop/plan/subject_summary.hpp"

#include <algorithm>

namespace smartcrop {
namespace {

CropWindow between(const CropWindow& a, const CropWindow& b, double part) {
  const auto mix = [&](double from, double to) { return from + part * (to - from); };
  return {mix(a.x, b.x), mix(a.y, b.y), mix(a.w, b.w), mix(a.h, b.h)};
}

/// A subject that the frame's edge cuts is worth less in a picture of it, one with a face more.
constexpr double kAtEdge = 0.5, kWithFace = 2;
/// Of each side, what is shown around the subject.
constexpr double kAround = 0.1;

}  // namespace

std::optional<SubjectSummary::Place> place_at(const SubjectSummary& subject, const Shot& shot, Time time) {
  if (subject.places.empty() || time < shot.start || time >= shot.end) return std::nullopt;
  const double frame = frame_in(shot, time);
  const auto number = [](const SubjectSummary::Place& place) {
    return static_cast<double>(place.frame.value);
  };
  const auto after = std::ranges::upper_bound(subject.places, frame, {}, number);
  // Half of the usual distance of two places before the first and after the last one.
  const auto& places = subject.places;
  const double reach = places.size() > 1 ? (number(places.back()) - number(places.front())) /
                                               static_cast<double>(places.size() - 1) / 2
                                         : 0.5;
  if (after == places.begin())
    return number(places.front()) - frame <= reach ? std::optional(places.front()) : std::nullopt;
  const SubjectSummary::Place& before = *std::prev(after);
  if (after == places.end())
    return frame - number(before) <= 2 * reach ? std::optional(before) : std::nullopt;
  const double share = (frame - number(before)) / (number(*after) - number(before));
  SubjectSummary::Place place{before.frame, between(before.box, after->box, share), before.face};
  if (before.face.w > 0 && after->face.w > 0) place.face = between(before.face, after->face, share);
  return place;
}

Time time_in(const Shot& shot, FrameIndex frame) {
  const std::int64_t count = std::max<std::int64_t>(1, shot.end_frame - shot.start_frame);
  return shot.start + Time{(shot.end - shot.start).seconds * Rational(frame - shot.start_frame, count)};
}

double frame_in(const Shot& shot, Time time) {
  const double part = (time - shot.start).value() / (shot.end - shot.start).value();
  return static_cast<double>(shot.start_frame.value) +
         part * static_cast<double>(shot.end_frame - shot.start_frame);
}

int speaker_at(std::span<const SpeakerSummary> speakers, std::size_t shot, FrameIndex frame) {
  for (const SpeakerSummary& of_shot : speakers) {
    if (of_shot.shot != shot) continue;
    for (const SpeakerSummary::Turn& turn : of_shot.turns)
      if (turn.start <= frame && frame < turn.end) return turn.subject;
  }
  return 0;
}

std::optional<Portrait> portrait_of(const SubjectSummary& subject, const Shot& shot, cv::Size source) {
  if (subject.places.empty()) return std::nullopt;
  const auto worth = [&](const SubjectSummary::Place& place) {
    const CropWindow& box = place.box;
    const bool is_whole = box.x > 1 && box.y > 1 && box.x + box.w < source.width - 1;
    return box.w * box.h * (is_whole ? 1 : kAtEdge) * (place.face.w > 0 ? kWithFace : 1);
  };
  const SubjectSummary::Place& best = *std::ranges::max_element(subject.places, {}, worth);
  const double left = std::max(0.0, best.box.x - kAround * best.box.w);
  const double top = std::max(0.0, best.box.y - kAround * best.box.h);
  const double right = std::min<double>(source.width, best.box.x + (1 + kAround) * best.box.w);
  const double bottom = std::min<double>(source.height, best.box.y + (1 + kAround) * best.box.h);
  if (right - left < 2 || bottom - top < 2) return std::nullopt;
  return Portrait{time_in(shot, best.frame), {left, top, right - left, bottom - top}};
}

double seen_s(const SubjectSummary& subject, const Shot& shot) {
  if (subject.places.empty()) return 0;
  const std::size_t count = subject.places.size();
  const std::int64_t frames = subject.places.back().frame - subject.places.front().frame;
  // Each place stands for the frames up to the next one.
  const double seen =
      count > 1 ? static_cast<double>(frames) * static_cast<double>(count) / static_cast<double>(count - 1)
                : 1;
  const auto all = static_cast<double>(shot.end_frame - shot.start_frame);
  return (shot.end - shot.start).value() * std::min(1.0, seen / std::max(1.0, all));
}

}  // namespace smartcrop
