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

/// A rectangle between pixels, output px.
using Place = cv::Rect2d;

/// A picture at one frame of its clip.
struct TimelineKey {
  std::int64_t frame = 0;  ///< of the timeline, since the clip's first one
  CropWindow window;       ///< what it shows, source px
  Place area;              ///< where in the output it shows it; the same in all keys of a picture that fits
};

/// A picture of a clip: linear from key to key, at rest after the last.
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
  double speed = 1;                ///< frames of the source in one of the timeline
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
  std::vector<std::string> notes;  ///< what it cannot hold exactly, one line each, for people

  std::int64_t length() const { return clips.back().start + clips.back().length; }
};

/// Which frame rates a format knows.
enum class RateKind {
  any,       ///< the source's own, where it is constant
  standard,  ///< those of film and television
};

/// Clips begin at shots, cuts and changes of speed, always with the frame that render() would show first.
/// Speeds change at once. Keys keep the window within 0.1 px of the output of where the plan has it. Sources
/// of variable rate are counted at the next standard rate. Throws Error where the plan does not fit the
/// source.
Timeline make_timeline(const CropPlan& plan, TimelineSource source, RateKind rates = RateKind::any);

/// Blank frames of the timeline before a clip.
std::int64_t gap_before(const Timeline& timeline, std::size_t clip);

/// The speed that the plan's scenes give a moment, without ramps.
double scene_speed(const CropPlan& plan, Time time);
/// The moments in a shot at which a scene begins or ends, and its start; ascending.
std::vector<Time> speed_joints(const CropPlan& plan, const PlanShot& shot);

/// Where the whole frame of the source lies, output px, if the window covers the area.
Place frame_place(const TimelineKey& key, cv::Size source);
/// What an area shows of a frame that lies at a place; the inverse of frame_place().
CropWindow window_of(const Place& frame, const Place& area, cv::Size source);

}  // namespace smartcrop
