#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/plan/keyframes.hpp"

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

/// The subject that the window of a shot follows. Not used for rendering.
struct PlanSubject {
  int number = 1;           ///< SubjectSummary::number in the analysis
  std::string name = {};    ///< for people to read: "person 2"
  std::string reason = {};  ///< one line in plain words: why it is followed
  /// Where the user asked for it: what `--follow` takes to follow it again. Empty: chosen by the analysis.
  std::string follow = {};
  bool operator==(const PlanSubject&) const = default;
};

/// A part of the source with one path of the window: the window moves from keyframe to keyframe and rests
/// before the first and after the last. A shot may have two windows, each in its half of the output (see
/// core/output_halves.hpp).
struct PlanShot {
  Time start;                       ///< included
  std::optional<Time> end;          ///< excluded; none = the end of the source (last shot only)
  std::vector<Keyframe> keyframes;  ///< at least one, times ascending; one keyframe = a fixed window
  Fit fit = Fit::crop;
  /// Share of the importance that the windows hold, 0..1; none = not estimated. Not used for rendering.
  std::optional<double> kept_share = {};
  /// The largest share that a window beside these would hold.
  std::optional<double> rival_share = {};
  std::optional<PlanSubject> subject = {};  ///< none = the window follows no subject
  /// Of a second window, as `keyframes`, which are then the first one's; empty = one window.
  std::vector<Keyframe> second_keyframes = {};
  /// For people: why there are two windows, or not, or why a title card is padded; may be empty.
  std::string layout_reason = {};
  bool operator==(const PlanShot&) const = default;
};

/// Range of speeds: below 0.5 picture and sound become choppy, above 8 nobody can follow.
inline constexpr double kSlowest = 0.5, kFastest = 8;

/// A part of the source that plays at one speed.
struct PlanScene {
  Time start;               ///< included
  std::optional<Time> end;  ///< excluded; none = the end of the source (last scene only)
  double speed = 1;         ///< seconds of the source in one of the output, kSlowest..kFastest
  /// Mean of the metric that scenes were compared by, inside the window, >= 0, in codes (metrics/metric.hpp).
  /// Not used for rendering.
  std::optional<double> activity = {};
  bool operator==(const PlanScene&) const = default;
};

/// Which picture to show where several fall together because the output plays faster.
enum class Retime {
  drop,   ///< one of them
  blend,  ///< their mean
};

/// Length of a speed change, seconds of the output. 0.25 s looks like a change and not like a jolt.
inline constexpr double kUsualRamp_s = 0.25, kLongestRamp_s = 10;

/// All that render() needs: which part of the source, where the window is, how large the output is, how fast
/// it plays. Frames before the first shot or after the last are not in the output.
struct CropPlan {
  std::string source;           ///< path of the video the plan was made for, as given
  cv::Size source_size;         ///< displayed px; a plan is only valid for a source of this size
  cv::Size output_size;         ///< px; windows are scaled to it where they differ
  std::vector<PlanShot> shots;  ///< ascending, not overlapping, at least one
  Background background = {};
  std::vector<PlanScene> scenes = {};  ///< ascending, not overlapping; the rest plays at speed 1
  Retime retime = Retime::drop;
  double ramp_s =
      kUsualRamp_s;  ///< length of a speed change, 0..kLongestRamp_s; 0 = none; shorter in short scenes

  std::vector<std::string> problems() const;
  bool operator==(const CropPlan&) const = default;
};

inline constexpr int kCropPlanVersion = 1;

/// Whether anything plays at another speed than the source's.
bool is_retimed(const CropPlan& plan);

/// A plan of one fixed window for [start, end).
CropPlan fixed_plan(std::string source, cv::Size source_size, const CropWindow& window, cv::Size output_size,
                    Time start = {}, std::optional<Time> end = std::nullopt);

/// What the output shows at a time.
struct View {
  CropWindow window;
  Fit fit = Fit::crop;
  std::optional<CropWindow> second = {};  ///< fills the second half of the output, `window` the first one
};

/// nullopt where no shot holds the time.
std::optional<View> view_at(const CropPlan& plan, Time time);
/// The first window.
std::optional<CropWindow> window_at(const CropPlan& plan, Time time);

/// The window (of two the first) at a time; where no shot holds it, that of the shot before, or else of the
/// first one. Throws std::invalid_argument for a plan without shots.
CropWindow window_near(const CropPlan& plan, Time time);
/// The same, with all that the shot shows.
View view_near(const CropPlan& plan, Time time);
/// The windows of a view: one or two.
std::vector<CropWindow> windows_of(const View& view);

/// JSON text, indented, times as exact text (see to_string(Time)); docs/plan-format.md describes the keys.
std::string write_crop_plan(const CropPlan& plan);

/// Reads and validates. Throws Error naming the key (as `shots[0].keyframes[1].x`) and what is wrong: bad
/// JSON, missing or unknown keys, wrong types, other versions, windows outside the source. `where` (a path)
/// begins the message.
CropPlan read_crop_plan(std::string_view json, const std::string& where);

}  // namespace smartcrop
