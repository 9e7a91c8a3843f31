#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/reframe/keyframes.hpp"

namespace smartcrop {

/// A stretch of the source under one camera: the window moves from keyframe to keyframe and rests before the
/// first and after the last.
struct PlanShot {
  Time start;                       ///< included
  std::optional<Time> end;          ///< excluded; none = the end of the source (last shot only)
  std::vector<Keyframe> keyframes;  ///< at least one, times ascending; one keyframe = a fixed window
  bool operator==(const PlanShot&) const = default;
};

/// What render() needs to know, and all of it: which part of the source, where the window is, how large the
/// output is. Frames before the first shot or after the last are not in the output.
struct CropPlan {
  std::string source;           ///< path of the video the plan was made for, as given
  cv::Size source_size;         ///< displayed px; a plan is only valid for a source of this size
  cv::Size output_size;         ///< px; windows are scaled to it where they differ
  std::vector<PlanShot> shots;  ///< ascending, not overlapping, at least one

  std::vector<std::string> problems() const;
  bool operator==(const CropPlan&) const = default;
};

inline constexpr int kCropPlanVersion = 1;

/// A plan of one fixed window for [start, end).
CropPlan fixed_plan(std::string source, cv::Size source_size, const CropWindow& window, cv::Size output_size,
                    Time start = {}, std::optional<Time> end = std::nullopt);

/// The window at a moment, or nullopt where no shot holds it.
std::optional<CropWindow> window_at(const CropPlan& plan, Time time);

/// JSON text, `"version": 1`, indented, times as exact text (see to_string(Time)).
std::string write_crop_plan(const CropPlan& plan);

/// Reads and validates. Throws Error naming the key (as `shots[0].keyframes[1].x`) and what is wrong: bad
/// JSON, missing or unknown keys, wrong types, other versions, windows outside the source. `where` (a path)
/// begins the message.
CropPlan read_crop_plan(std::string_view json, const std::string& where);

}  // namespace smartcrop
