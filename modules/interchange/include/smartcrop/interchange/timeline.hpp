#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop {

/// The video of a plan as an editing program sees it.
struct TimelineSource {
  VideoInfo video;
  std::vector<Time> frame_times;  ///< of every frame, ascending
};

/// Reads headers and packets. Throws Error naming the path.
TimelineSource read_timeline_source(const std::string& path);

/// A rectangle in the output, px; may lie between pixels.
using Place = cv::Rect2d;

/// The state of a layer at one frame of its clip.
struct TimelineKey {
  std::int64_t frame = 0;  ///< of the timeline, since the clip's first one
  CropWindow window;       ///< the part shown, source px
  Place area;              ///< its place in the output; the same in all keys if Fit::crop
};

/// A picture of a clip: moves linearly from key to key, and rests after the last.
struct TimelineLayer {
  std::vector<TimelineKey> keys;  ///< at least one, the first at frame 0
};

/// A part of the source without a cut and at one speed.
struct TimelineClip {
  std::int64_t source_start = 0;   ///< frames of the source at the timeline's rate, since its first frame
  std::int64_t source_length = 0;  ///< frames of the source
  std::int64_t played_start = 0;   ///< frames of the whole source played at the clip's speed
  std::int64_t start = 0;          ///< frames of the timeline
  std::int64_t length = 0;         ///< frames of the timeline; above 0
  double speed = 1;                ///< frames of the source per frame of the timeline
  std::size_t shot = 0;            ///< index in the plan
  Fit fit = Fit::crop;
  std::vector<TimelineLayer> layers;  ///< one, or two in a shot with two windows
};

/// A plan as editing programs know it: clips at a constant frame rate.
struct Timeline {
  TimelineSource source;
  cv::Size source_size;  ///< px, displayed
  cv::Size output_size;  ///< px
  Rational frame_rate{25};
  Rational pixel_aspect{1};        ///< of the output
  std::int64_t source_frames = 0;  ///< of the whole source at this rate
  Background background;
  std::vector<TimelineClip> clips;  ///< at least one, ascending; blank between them
  bool has_gaps = false;
  std::vector<std::string> notes;  ///< what it cannot represent exactly, one line each, for people

  std::int64_t length() const { return clips.back().start + clips.back().length; }
};

/// The frame rates that a format supports.
enum class RateKind {
  any,       ///< any rate: the source's own if it is constant
  standard,  ///< those of film and television
};

/// Makes the timeline of a plan. A clip begins at each shot, cut and change of speed, with the frame that
/// render() would show first. Speeds change at once, without ramps. Windows are exact to 0.1 px of the
/// output. Sources of variable frame rate get the next standard rate. Throws Error if the plan does not fit
/// the source.
Timeline make_timeline(const CropPlan& plan, TimelineSource source, RateKind rates = RateKind::any);

/// Blank frames of the timeline before a clip.
std::int64_t gap_before(const Timeline& timeline, std::size_t clip);

/// The speed at a time by the plan's scenes, without ramps.
double scene_speed(const CropPlan& plan, Time time);
/// The start of a shot, and the times inside it at which a scene begins or ends; ascending.
std::vector<Time> speed_joints(const CropPlan& plan, const PlanShot& shot);

/// The place of the source's whole frame, output px, if the key's window fills its area.
Place frame_place(const TimelineKey& key, cv::Size source);
/// The part of the source inside `area` if the whole frame is at `frame`; the inverse of frame_place().
CropWindow window_of(const Place& frame, const Place& area, cv::Size source);

}  // namespace smartcrop
