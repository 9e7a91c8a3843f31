#include <algorithm>
#include <cmath>
#include <filesystem>

#include "frame_rate.hpp"
#include "mlt_project.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/padded_place.hpp"
#include "smartcrop/interchange/mlt.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;
using internal::MltClip;
using internal::MltProject;

/// The output that the window of a clip fills.
Place area_at(const MltClip& clip, const MltProject& project, cv::Size source, std::int64_t frame) {
  const cv::Rect all({}, project.size);
  if (!clip.area.empty()) return internal::place_at(clip.area, frame);
  // Without a filter the picture keeps its shape.
  return clip.rect.empty()
             ? place_in(project.size, {0, 0, double(source.width), double(source.height)}, {1, 1})
             : all;
}

Place frame_at(const MltClip& clip, const Place& area, cv::Size source, std::int64_t frame) {
  if (clip.rect.empty()) return area;
  const Place rect = internal::place_at(clip.rect, frame);
  if (clip.is_distorted) return rect;
  const double scale = std::min(rect.width / source.width, rect.height / source.height);
  const double width = source.width * scale, height = source.height * scale;
  return {rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2, width, height};
}

/// Numbers in the file have six digits; what is left of their rounding must not reach over the edge.
CropWindow rounded(const CropWindow& window, cv::Size source) {
  const auto round = [](double px) { return std::round(px * 1000) / 1000; };
  constexpr double kRounding_px = 0.01;
  const auto inside = [&](double start, double length, double limit) {
    const double most = limit - length;
    return std::abs(start - std::clamp(start, 0.0, std::max(0.0, most))) <= kRounding_px
               ? std::clamp(start, 0.0, std::max(0.0, most))
               : start;
  };
  CropWindow result{window.x, window.y, round(window.w), round(window.h)};
  if (std::abs(result.w - source.width) <= kRounding_px) result.w = source.width;
  if (std::abs(result.h - source.height) <= kRounding_px) result.h = source.height;
  result.x = inside(round(window.x), result.w, source.width);
  result.y = inside(round(window.y), result.h, source.height);
  return result;
}

/// The windows of a clip from its jump-free part [first, last].
void add_part(const MltClip& clip, const MltProject& project, const TimelineSource& source,
              std::int64_t first, std::int64_t last, std::vector<Keyframe>& keyframes) {
  std::vector<CropWindow> windows;
  std::vector<Time> times;
  for (std::int64_t i = first; i <= last; ++i) {
    const Place area = area_at(clip, project, source.video.size, i);
    const std::int64_t shown = std::llround(static_cast<double>(clip.in + i) * clip.speed);
    const Time time = internal::shown_time(source.frame_times, shown, project.frame_rate);
    if (!times.empty() && time <= times.back()) continue;  // slow motion shows a frame twice
    windows.push_back(rounded(window_of(frame_at(clip, area, source.video.size, i), area, source.video.size),
                              source.video.size));
    times.push_back(time);
  }
  std::vector<Keyframe> part = simplify_path(windows, times);
  part.front().cut = !keyframes.empty();
  keyframes.insert(keyframes.end(), part.begin(), part.end());
}

std::vector<Keyframe> keyframes_of(const MltClip& clip, const MltProject& project,
                                   const TimelineSource& source) {
  std::vector<Keyframe> keyframes;
  std::int64_t first = 0;
  for (std::size_t i = 1; i < clip.rect.size(); ++i) {
    const std::int64_t jump = clip.rect[i].frame;
    if (!clip.rect[i - 1].is_held || jump <= first || jump >= clip.length) continue;
    add_part(clip, project, source, first, jump - 1, keyframes);
    first = jump;
  }
  add_part(clip, project, source, first, clip.length - 1, keyframes);
  return keyframes;
}

bool fills(const Place& area, cv::Size output) {
  return area.x <= 0.5 && area.y <= 0.5 && area.x + area.width >= output.width - 0.5 &&
         area.y + area.height >= output.height - 0.5;
}

/// `#AARRGGBB` or `#RRGGBB`; black for anything else.
Background background_of(const MltClip& clip) {
  Background background;
  background.fill = Background::Fill::color;
  const std::string& text = clip.color;
  constexpr std::size_t kDigits = 6;
  try {
    if (text.size() > kDigits) background.rgb = parse_color("#" + text.substr(text.size() - kDigits));
  } catch (const std::invalid_argument&) {  // a name or a number
  }
  return background;
}

/// What lies on top of a clip at the same time; nullptr = nothing.
const MltClip* clip_above(const MltProject& project, const MltClip& clip) {
  if (project.tracks.size() < 2) return nullptr;
  const auto above = std::ranges::find(project.tracks[1], clip.start, &MltClip::start);
  return above == project.tracks[1].end() ? nullptr : &*above;
}

Time start_of(const MltClip& clip, const MltProject& project, const TimelineSource& source) {
  return internal::shown_time(source.frame_times, std::llround(static_cast<double>(clip.in) * clip.speed),
                              project.frame_rate);
}

/// The first frame behind a clip; nullopt = the end of the source.
std::optional<Time> end_of(const MltClip& clip, const MltProject& project, const TimelineSource& source) {
  const std::int64_t end = std::llround(static_cast<double>(clip.in + clip.length) * clip.speed);
  const std::int64_t last = internal::nearest_frame(source.frame_times.back(), project.frame_rate);
  if (end > last) return std::nullopt;
  return internal::shown_time(source.frame_times, end, project.frame_rate);
}

PlanShot shot_of(const MltClip& clip, const MltProject& project, const TimelineSource& source,
                 Background& background) {
  PlanShot shot;
  shot.start = start_of(clip, project, source);
  shot.end = end_of(clip, project, source);
  const MltClip* const above = clip_above(project, clip);
  const MltClip& main = above != nullptr && clip.is_blurred ? *above : clip;
  shot.keyframes = keyframes_of(main, project, source);
  if (above != nullptr && &main != above) {
    shot.second_keyframes = keyframes_of(*above, project, source);
  } else if (!fills(area_at(main, project, source.video.size, 0), project.size)) {
    shot.fit = Fit::pad;
    background = clip.is_blurred ? Background{} : background_of(main);
  }
  return shot;
}

std::string video_of(const MltProject& project, const std::string& where) {
  if (project.tracks.empty()) throw Error(where + ": holds no clips of a video");
  const std::string& resource = project.tracks.front().front().resource;
  for (const auto& track : project.tracks) {
    for (const MltClip& clip : track) {
      if (clip.resource == resource) continue;
      std::string problem = where;
      problem.append(": holds clips of ").append(resource).append(" and of ").append(clip.resource);
      throw Error(problem.append("; a plan is for one video"));
    }
  }
  const fs::path path(resource);
  return path.is_absolute() ? resource : (fs::path(where).parent_path() / path).string();
}

/// Editors let clips go on after the video, with its last picture; a plan does not. Speeds round by a frame.
void check_length(MltClip& clip, const MltProject& project, const TimelineSource& source,
                  const std::string& where) {
  const std::int64_t last = internal::nearest_frame(source.frame_times.back(), project.frame_rate);
  const auto most = std::llround(static_cast<double>(last + 1) / clip.speed) - clip.in;
  constexpr std::int64_t kRounding = 2;
  if (most < 1 || clip.length > most + kRounding) {
    throw Error(where + ": the clip from frame " + std::to_string(clip.in) + " to " +
                std::to_string(clip.in + clip.length - 1) + " reaches beyond the video " + source.video.path);
  }
  clip.length = std::min<std::int64_t>(clip.length, most);
}

void add_scene(const MltClip& clip, const PlanShot& shot, CropPlan& plan) {
  if (clip.speed == 1) return;
  if (!plan.scenes.empty() && plan.scenes.back().end == shot.start &&
      plan.scenes.back().speed == clip.speed) {
    plan.scenes.back().end = shot.end;
  } else {
    plan.scenes.push_back({shot.start, shot.end, clip.speed});
  }
}

CropPlan plan_of(MltProject project, const TimelineSource& source, const std::string& where) {
  if (source.frame_times.empty()) throw Error(source.video.path + ": has no frames");
  CropPlan plan;
  plan.source = source.video.path;
  plan.source_size = source.video.size;
  plan.output_size = project.size;
  for (auto& track : project.tracks)
    for (MltClip& clip : track) check_length(clip, project, source, where);
  for (const MltClip& clip : project.tracks.front()) {
    PlanShot shot = shot_of(clip, project, source, plan.background);
    const bool is_late =
        plan.shots.empty() || (plan.shots.back().end && shot.start >= *plan.shots.back().end);
    if (!is_late) {
      throw Error(where + ": the clip at " + to_clock(shot.start) +
                  " of the video comes after a later part of it; a plan keeps the order");
    }
    add_scene(clip, shot, plan);
    plan.shots.push_back(std::move(shot));
  }
  return plan;
}

}  // namespace

CropPlan read_mlt(std::string_view xml, const std::string& where, const std::string& video) {
  MltProject project = internal::parse_mlt(xml, where);
  const std::string named = video_of(project, where);
  return plan_of(std::move(project), read_timeline_source(video.empty() ? named : video), where);
}

CropPlan read_mlt(std::string_view xml, const std::string& where, const TimelineSource& source) {
  MltProject project = internal::parse_mlt(xml, where);
  video_of(project, where);  // clips of one video
  return plan_of(std::move(project), source, where);
}

}  // namespace smartcrop
