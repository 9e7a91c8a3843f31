#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/reframe/keyframes.hpp"

namespace smartcrop {

/// How a window fills the output.
enum class Fit {
  crop,  ///< all of it; scaled on each axis by itself where the sizes differ
  pad,   ///< as much as it can in its own shape, in the middle; the plan's background fills the rest
};

/// What lies around padded windows.
struct Background {
  enum class Fill {
    blur,   ///< the window's middle, scaled to cover the output and blurred
    color,  ///< `rgb` throughout
  };
  Fill fill = Fill::blur;
  std::array<std::uint8_t, 3> rgb{};
  bool operator==(const Background&) const = default;
};

/// `#RRGGBB`. Throws std::invalid_argument for other text.
std::array<std::uint8_t, 3> parse_color(std::string_view text);

/// A stretch of the source under one camera: the window moves from keyframe to keyframe and rests before the
/// first and after the last.
struct PlanShot {
  Time start;                       ///< included
  std::optional<Time> end;          ///< excluded; none = the end of the source (last shot only)
  std::vector<Keyframe> keyframes;  ///< at least one, times ascending; one keyframe = a fixed window
  Fit fit = Fit::crop;
  /// Share of what matters that the windows hold, 0..1, as far as it was estimated; tells a reader, changes
  /// nothing.
  std::optional<double> kept_share = {};
  /// The largest share that a window beside these would hold.
  std::optional<double> rival_share = {};
  bool operator==(const PlanShot&) const = default;
};

/// How fast a plan may play: below half speed pictures and sound fall apart, beyond 8 times nothing can be
/// followed.
inline constexpr double kSlowest = 0.5, kFastest = 8;

/// A stretch of the source that plays at one speed.
struct PlanScene {
  Time start;               ///< included
  std::optional<Time> end;  ///< excluded; none = the end of the source (last scene only)
  double speed = 1;         ///< seconds of the source in one of the output, kSlowest..kFastest
  /// How much happens inside the window, >= 0, in codes of the metric it was measured by (metrics/maps.hpp);
  /// tells a reader, changes nothing.
  std::optional<double> activity = {};
  bool operator==(const PlanScene&) const = default;
};

/// What becomes of pictures that fall together where the output plays faster.
enum class Retime {
  drop,   ///< one of them is shown
  blend,  ///< their mean is
};

/// Seconds of the output in which one speed goes over into the next; a quarter is felt as a change and not as
/// a jolt.
inline constexpr double kUsualRamp_s = 0.25, kLongestRamp_s = 10;

/// What render() needs to know, and all of it: which part of the source, where the window is, how large the
/// output is, how fast it plays. Frames before the first shot or after the last are not in the output.
struct CropPlan {
  std::string source;           ///< path of the video the plan was made for, as given
  cv::Size source_size;         ///< displayed px; a plan is only valid for a source of this size
  cv::Size output_size;         ///< px; windows are scaled to it where they differ
  std::vector<PlanShot> shots;  ///< ascending, not overlapping, at least one
  Background background = {};
  std::vector<PlanScene> scenes = {};  ///< ascending, not overlapping; what none holds plays at 1
  Retime retime = Retime::drop;
  double ramp_s = kUsualRamp_s;  ///< 0..kLongestRamp_s, 0 = none; shorter where scenes are short

  std::vector<std::string> problems() const;
  bool operator==(const CropPlan&) const = default;
};

inline constexpr int kCropPlanVersion = 1;

/// Whether anything plays at another speed than the source's.
bool is_retimed(const CropPlan& plan);

/// A plan of one fixed window for [start, end).
CropPlan fixed_plan(std::string source, cv::Size source_size, const CropWindow& window, cv::Size output_size,
                    Time start = {}, std::optional<Time> end = std::nullopt);

/// What is shown at a moment.
struct View {
  CropWindow window;
  Fit fit = Fit::crop;
};
/// nullopt where no shot holds the moment.
std::optional<View> view_at(const CropPlan& plan, Time time);
std::optional<CropWindow> window_at(const CropPlan& plan, Time time);

/// The window at a moment; where no shot holds it, that of the shot before, or else of the first one.
CropWindow window_near(const CropPlan& plan, Time time);

/// JSON text, `"version": 1`, indented, times as exact text (see to_string(Time)).
std::string write_crop_plan(const CropPlan& plan);

/// Reads and validates. Throws Error naming the key (as `shots[0].keyframes[1].x`) and what is wrong: bad
/// JSON, missing or unknown keys, wrong types, other versions, windows outside the source. `where` (a path)
/// begins the message.
CropPlan read_crop_plan(std::string_view json, const std::string& where);

}  // namespace smartcrop
