#include "smartcrop/interchange/timeline.hpp"

#include <algorithm>
#include <cmath>

#include "frame_rate.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "smartcrop/core/padded_place.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/plan/line_path.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace smartcrop {
namespace {

using internal::nearest_frame;

// A tenth of a pixel cannot be seen, and keeps lines few.
constexpr double kKeyError_px = 0.1;

/// A part of the source between two moments at which something changes.
struct Part {
  Time start;
  std::optional<Time> end;
  std::size_t shot;
  double speed;
};

/// Leaves each moment of a shot once.
void sort_inside(const PlanShot& shot, std::vector<Time>& moments) {
  std::erase_if(moments, [&](Time t) { return t < shot.start || (shot.end && t >= *shot.end); });
  std::ranges::sort(moments);
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
}

bool has_cut(const std::vector<Keyframe>& keyframes, Time time) {
  return std::ranges::any_of(keyframes,
                             [&](const Keyframe& keyframe) { return keyframe.cut && keyframe.time == time; });
}

/// The parts of a plan: shots, divided at their cuts and where the speed changes.
std::vector<Part> parts_of(const CropPlan& plan) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    const PlanShot& shot = plan.shots[i];
    std::vector<Time> joints = speed_joints(plan, shot);
    for (const auto* keyframes : {&shot.keyframes, &shot.second_keyframes}) {
      for (const Keyframe& keyframe : *keyframes)
        if (keyframe.cut) joints.push_back(keyframe.time);
    }
    sort_inside(shot, joints);
    for (std::size_t j = 0; j < joints.size(); ++j) {
      const std::optional<Time> end = j + 1 < joints.size() ? std::optional(joints[j + 1]) : shot.end;
      const double speed = scene_speed(plan, joints[j]);
      const bool is_cut = has_cut(shot.keyframes, joints[j]) || has_cut(shot.second_keyframes, joints[j]);
      if (j == 0 || is_cut || parts.back().speed != speed) {
        parts.push_back({joints[j], end, i, speed});
      } else {
        parts.back().end = end;
      }
    }
  }
  return parts;
}

/// The frame that is the first one at or after a time.
std::int64_t frame_from(const Timeline& timeline, Time time) {
  const auto& times = timeline.source.frame_times;
  const auto first = std::ranges::lower_bound(times, time);
  return first == times.end() ? timeline.source_frames : nearest_frame(*first, timeline.frame_rate);
}

std::vector<Place> areas_of(const Timeline& timeline, const View& view) {
  const cv::Size output = timeline.output_size;
  if (view.second) {
    const auto halves = output_halves(output);
    return {halves[0], halves[1]};
  }
  if (view.fit == Fit::pad) return {place_in(output, view.window, {2, 2})};
  return {cv::Rect({}, output)};
}

/// The time of the source's frame that a frame of a clip shows.
Time time_in(const Timeline& timeline, const TimelineClip& clip, std::int64_t frame) {
  const std::int64_t shown =
      std::clamp(std::llround(static_cast<double>(clip.played_start + frame) * clip.speed),
                 clip.source_start + 0LL, clip.source_start + std::max(clip.source_length - 1LL, 0LL));
  return internal::shown_time(timeline.source.frame_times, shown, timeline.frame_rate);
}

CropWindow as_window(const Place& place) {
  return {place.x, place.y, place.width, place.height};
}

void add_layers(TimelineClip& clip, const CropPlan& plan, const Timeline& timeline) {
  CropPlan alone;  // the shot's
  alone.source_size = plan.source_size;
  alone.shots = {plan.shots[clip.shot]};
  std::vector<std::vector<TimelineKey>> dense;
  std::vector<Time> frames;
  for (std::int64_t i = 0; i < clip.length; ++i) {
    const View view = view_near(alone, time_in(timeline, clip, i));
    const std::vector<CropWindow> windows = windows_of(view);
    const std::vector<Place> areas = areas_of(timeline, view);
    dense.resize(windows.size());
    for (std::size_t w = 0; w < windows.size(); ++w) dense[w].push_back({i, windows[w], areas[w]});
    frames.push_back({Rational(i)});
  }
  for (const auto& keys : dense) {
    std::vector<CropWindow> places;
    places.reserve(keys.size());
    for (const TimelineKey& key : keys) places.push_back(as_window(frame_place(key, timeline.source_size)));
    TimelineLayer layer;
    for (const std::size_t kept : line_path(places, frames, kKeyError_px)) layer.keys.push_back(keys[kept]);
    clip.layers.push_back(std::move(layer));
  }
}

void check_fits(const CropPlan& plan, const TimelineSource& source) {
  if (source.video.size != plan.source_size) {
    throw Error(source.video.path + ": is " + size_text(source.video.size) + ", the plan is for " +
                size_text(plan.source_size));
  }
  if (source.frame_times.empty()) throw Error(source.video.path + ": has no frames");
}

/// Halves are rounded down: there render() shows the later one of two frames of the source already.
std::int64_t whole_frames(double count) {
  return static_cast<std::int64_t>(std::ceil(count - 0.5));
}

void add_clips(Timeline& timeline, const CropPlan& plan) {
  double end = 0;  // in frames of the timeline, without rounding
  std::int64_t source_end = frame_from(timeline, plan.shots.front().start);
  for (const Part& part : parts_of(plan)) {
    TimelineClip clip;
    clip.source_start = frame_from(timeline, part.start);
    if (clip.source_start > source_end) timeline.has_gaps = true;
    // As render() does: time passes between shots, too.
    end += static_cast<double>(clip.source_start - source_end) / scene_speed(plan, part.start);
    source_end = clip.source_start;
    clip.source_length =
        (part.end ? frame_from(timeline, *part.end) : timeline.source_frames) - clip.source_start;
    clip.speed = part.speed;
    // Never a frame from before a cut.
    clip.played_start =
        static_cast<std::int64_t>(std::ceil(static_cast<double>(clip.source_start) / clip.speed));
    clip.shot = part.shot;
    clip.fit = plan.shots[part.shot].fit;
    clip.start = whole_frames(end);
    end += static_cast<double>(clip.source_length) / part.speed;
    clip.length = whole_frames(end) - clip.start;
    if (clip.length <= 0) continue;
    source_end += clip.source_length;
    add_layers(clip, plan, timeline);
    timeline.clips.push_back(std::move(clip));
  }
}

/// Of the output: windows of another shape than the output make pixels of another shape.
Rational pixel_aspect_of(const Timeline& timeline, const CropPlan& plan) {
  const Rational own = timeline.source.video.pixel_aspect;
  const PlanShot& shot = plan.shots.front();
  if (shot.fit == Fit::pad) return own;
  const cv::Size filled =
      shot.second_keyframes.empty() ? plan.output_size : output_halves(plan.output_size)[0].size();
  const CropWindow& window = shot.keyframes.front().window;
  const double stretch = window.w * filled.height / (window.h * filled.width);
  constexpr double kInvisible = 0.01;  // sizes are rounded to whole pixels
  if (std::abs(stretch - 1) < kInvisible) return own;
  return own * Rational(std::llround(stretch * 1000), 1000);
}

}  // namespace

TimelineSource read_timeline_source(const std::string& path) {
  return {probe(path), frame_times(path)};
}

double scene_speed(const CropPlan& plan, Time time) {
  for (const PlanScene& scene : plan.scenes) {
    if (scene.start <= time && (!scene.end || time < *scene.end)) return scene.speed;
  }
  return 1;
}

std::vector<Time> speed_joints(const CropPlan& plan, const PlanShot& shot) {
  std::vector<Time> joints{shot.start};
  for (const PlanScene& scene : plan.scenes) {
    joints.push_back(scene.start);
    if (scene.end) joints.push_back(*scene.end);
  }
  sort_inside(shot, joints);
  return joints;
}

Place frame_place(const TimelineKey& key, cv::Size source) {
  const double x_scale = key.area.width / key.window.w, y_scale = key.area.height / key.window.h;
  return {key.area.x - key.window.x * x_scale, key.area.y - key.window.y * y_scale, source.width * x_scale,
          source.height * y_scale};
}

CropWindow window_of(const Place& frame, const Place& area, cv::Size source) {
  const double x_scale = frame.width / source.width, y_scale = frame.height / source.height;
  return {(area.x - frame.x) / x_scale, (area.y - frame.y) / y_scale, area.width / x_scale,
          area.height / y_scale};
}

std::int64_t gap_before(const Timeline& timeline, std::size_t clip) {
  const std::int64_t end = clip == 0 ? 0 : timeline.clips[clip - 1].start + timeline.clips[clip - 1].length;
  return timeline.clips[clip].start - end;
}

Timeline make_timeline(const CropPlan& plan, TimelineSource source, RateKind rates) {
  throw_if_any("crop plan", plan.problems());
  check_fits(plan, source);
  Timeline timeline;
  const internal::TimelineRate rate =
      internal::choose_rate(source.frame_times, source.video.frame_rate, rates);
  timeline.source = std::move(source);
  timeline.source_size = plan.source_size;
  timeline.output_size = plan.output_size;
  timeline.frame_rate = rate.rate;
  timeline.background = plan.background;
  const std::vector<Time>& times = timeline.source.frame_times;
  timeline.source_frames = nearest_frame(times.back(), rate.rate) + 1;
  if (!rate.is_constant) {
    timeline.notes.push_back(
        "frames of the source do not come at a constant standard rate; they are counted at " +
        decimals(rate.rate.value(), 3) + " a second");
  }
  if (is_retimed(plan) && plan.ramp_s > 0) timeline.notes.push_back("speeds change at once, without ramps");
  add_clips(timeline, plan);
  if (timeline.has_gaps) timeline.notes.emplace_back("parts of the source outside all shots are blank");
  timeline.pixel_aspect = pixel_aspect_of(timeline, plan);
  if (timeline.clips.empty()) throw Error(timeline.source.video.path + ": no frame is in the plan's shots");
  return timeline;
}

}  // namespace smartcrop
