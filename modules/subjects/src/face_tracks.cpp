#include "smartcrop/subjects/face_tracks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/core/types.hpp>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

constexpr double kMaxHold = 3600;  ///< seconds: keeps exact times small

cv::Point2d center(const CropWindow& box) {
  return {box.x + box.w / 2, box.y + box.h / 2};
}

/// Side of a square of the box's area, px.
double side(const CropWindow& box) {
  return std::sqrt(std::max(0.0, box.w) * std::max(0.0, box.h));
}

double seconds_between(Time from, Time to) {
  return (to - from).value();
}

/// Where a track leads at `time`: on at the speed of its last two detections.
cv::Point2d predicted_center(const FaceTrack& track, Time time) {
  const FaceTrackPoint& last = track.points.back();
  const cv::Point2d at = center(last.face.box);
  if (track.points.size() < 2) return at;
  const FaceTrackPoint& before = track.points[track.points.size() - 2];
  const double ahead = seconds_between(last.time, time) / seconds_between(before.time, last.time);
  return at + (at - center(before.face.box)) * ahead;
}

/// How badly a detection suits a track: distance of centers in sides of the larger box, 0 = just where it
/// leads. nullopt where it does not suit at all. A face that stands still again after moving suits by its
/// last place.
std::optional<double> misfit(const FaceTrack& track, const FaceBox& face, Time time,
                             const FaceTrackOptions& options) {
  const CropWindow& last = track.points.back().face.box;
  const double sides[] = {side(last), side(face.box)};
  const auto [smaller, larger] = std::minmax(sides[0], sides[1]);
  if (smaller <= 0 || larger / smaller > options.max_size_ratio) return std::nullopt;
  const cv::Point2d here = center(face.box);
  const double led = cv::norm(here - predicted_center(track, time)) / larger;
  const double stayed = cv::norm(here - center(last)) / larger;
  if (std::min(led, stayed) > options.max_distance) return std::nullopt;
  return led;
}

/// `count` detections in a row within the window, sure enough on average.
bool is_confirmed(const FaceTrack& track, const FaceTrackOptions& options) {
  const auto count = static_cast<std::size_t>(options.min_detections);
  for (std::size_t end = count; end <= track.points.size(); ++end) {
    const std::size_t first = end - count;
    if (seconds_between(track.points[first].time, track.points[end - 1].time) > options.window_s) continue;
    double sum = 0;
    for (std::size_t i = first; i < end; ++i) sum += track.points[i].face.score;
    if (sum >= options.min_mean_score * options.min_detections) return true;
  }
  return false;
}

/// The tracks of one shot, in the making.
class Linker {
 public:
  explicit Linker(const FaceTrackOptions& options) : options_(options) {}

  void add(const FaceSample& sample) {
    std::erase_if(open_, [&](std::size_t track) {
      return seconds_between(tracks_[track].points.back().time, sample.time) > options_.max_gap_s;
    });
    std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;  // misfit, track, face
    for (const std::size_t track : open_) {
      for (std::size_t face = 0; face < sample.faces.size(); ++face) {
        if (const auto cost = misfit(tracks_[track], sample.faces[face], sample.time, options_)) {
          pairs.emplace_back(*cost, track, face);
        }
      }
    }
    std::sort(pairs.begin(), pairs.end());
    std::vector<char> taken(sample.faces.size(), 0);
    for (const auto& [cost, track, face] : pairs) {
      if (taken[face] || tracks_[track].points.back().time == sample.time) continue;
      tracks_[track].points.push_back({sample.time, sample.faces[face]});
      taken[face] = 1;
    }
    for (std::size_t face = 0; face < sample.faces.size(); ++face) {
      if (taken[face]) continue;
      open_.push_back(tracks_.size());
      tracks_.push_back({{}, {}, {{sample.time, sample.faces[face]}}});
    }
  }

  /// Moves the confirmed tracks out, held at their ends as far as the shot [start, end) allows.
  void finish(Time start, std::optional<Time> end, std::vector<FaceTrack>& confirmed) {
    // A grid of microseconds keeps the sums of exact times small.
    const Time hold{Rational(std::llround(options_.hold_s * 1e6), 1'000'000)};
    for (FaceTrack& track : tracks_) {
      if (!is_confirmed(track, options_)) continue;
      const Time first = track.points.front().time;
      track.start = std::min(first, std::max(first - hold, start));
      track.end = track.points.back().time + hold;
      if (end) track.end = std::min(track.end, *end);
      confirmed.push_back(std::move(track));
    }
    tracks_.clear();
    open_.clear();
  }

 private:
  const FaceTrackOptions& options_;
  std::vector<FaceTrack> tracks_;
  std::vector<std::size_t> open_;  ///< those that may go on, by start
};

CropWindow between(const CropWindow& a, const CropWindow& b, double share) {
  return {std::lerp(a.x, b.x, share), std::lerp(a.y, b.y, share), std::lerp(a.w, b.w, share),
          std::lerp(a.h, b.h, share)};
}

std::string text(double value) {
  std::string digits = std::to_string(value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

std::vector<std::string> FaceTrackOptions::problems() const {
  std::vector<std::string> problems;
  const auto require = [&](bool holds, const char* field, double value, const char* constraint) {
    if (!holds) problems.push_back(std::string(field) + ' ' + text(value) + " must be " + constraint);
  };
  require(min_detections > 0, "min_detections", min_detections, "above 0");
  require(window_s >= 0, "window_s", window_s, "at least 0");
  require(min_mean_score >= 0 && min_mean_score <= 1, "min_mean_score", min_mean_score, "0 to 1");
  require(max_gap_s >= 0, "max_gap_s", max_gap_s, "at least 0");
  require(hold_s >= 0.001 && hold_s <= kMaxHold, "hold_s", hold_s, "0.001 to 3600");
  require(max_distance > 0, "max_distance", max_distance, "above 0");
  require(max_size_ratio > 1, "max_size_ratio", max_size_ratio, "above 1");
  return problems;
}

FaceTimeline::FaceTimeline(std::vector<FaceTrack> tracks) : tracks_(std::move(tracks)) {
  for (const FaceTrack& track : tracks_) {
    const auto& points = track.points;
    const auto not_after = [](const FaceTrackPoint& a, const FaceTrackPoint& b) { return a.time >= b.time; };
    if (points.empty() || std::adjacent_find(points.begin(), points.end(), not_after) != points.end()) {
      throw std::invalid_argument("FaceTrack: points must be at least one, ascending in time");
    }
    if (!(track.start < track.end)) throw std::invalid_argument("FaceTrack: end must be after start");
  }
  std::stable_sort(tracks_.begin(), tracks_.end(),
                   [](const FaceTrack& a, const FaceTrack& b) { return a.start < b.start; });
  for (const FaceTrack& track : tracks_) {
    latest_end_.push_back(latest_end_.empty() ? track.end : std::max(latest_end_.back(), track.end));
  }
}

std::vector<TrackedFace> FaceTimeline::faces_at(Time time) const {
  const auto begun = std::upper_bound(tracks_.begin(), tracks_.end(), time,
                                      [](Time t, const FaceTrack& track) { return t < track.start; });
  std::vector<TrackedFace> faces;
  for (auto i = static_cast<std::size_t>(begun - tracks_.begin()); i-- > 0 && latest_end_[i] > time;) {
    const FaceTrack& track = tracks_[i];
    if (track.end <= time) continue;
    const auto next = std::upper_bound(track.points.begin(), track.points.end(), time,
                                       [](Time t, const FaceTrackPoint& point) { return t < point.time; });
    if (next == track.points.begin() || next == track.points.end()) {
      const FaceBox& face = next == track.points.begin() ? next->face : track.points.back().face;
      faces.push_back({i, face.box, face.score});
      continue;
    }
    const FaceTrackPoint& last = *(next - 1);
    const double share = seconds_between(last.time, time) / seconds_between(last.time, next->time);
    faces.push_back({i, between(last.face.box, next->face.box, share),
                     std::lerp(last.face.score, next->face.score, share)});
  }
  std::reverse(faces.begin(), faces.end());
  return faces;
}

FaceTimeline confirm_faces(std::span<const FaceSample> samples, std::span<const Shot> shots,
                           const FaceTrackOptions& options) {
  throw_if_any("FaceTrackOptions", options.problems());
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (!(samples[i - 1].time < samples[i].time)) {
      throw std::invalid_argument("samples must be ascending in time; sample " + std::to_string(i) +
                                  " is not");
    }
  }
  for (std::size_t i = 1; i < shots.size(); ++i) {
    if (!(shots[i - 1].start < shots[i].start)) {
      throw std::invalid_argument("shots must be ascending; shot " + std::to_string(i) + " is not");
    }
  }
  std::vector<FaceTrack> confirmed;
  Linker linker(options);
  std::size_t shot = 0;  // the last that starts at or before the sample; the first for earlier samples
  const auto finish = [&] {
    linker.finish(shots.empty() ? Time{} : shots[shot].start,
                  shot + 1 < shots.size() ? std::optional(shots[shot + 1].start) : std::nullopt, confirmed);
  };
  for (const FaceSample& sample : samples) {
    while (shot + 1 < shots.size() && shots[shot + 1].start <= sample.time) {
      finish();
      ++shot;
    }
    linker.add(sample);
  }
  finish();
  return FaceTimeline(std::move(confirmed));
}

}  // namespace smartcrop
