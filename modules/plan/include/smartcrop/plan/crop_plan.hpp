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
  crop,  ///< fills it; if the shapes differ the axes are scaled differently
  pad,   ///< as large as fits without distortion, centered; the plan's background fills the rest
};

/// What is around padded windows.
struct Background {
  enum class Fill {
    blur,   ///< the window's middle, scaled to cover the output and blurred
    color,  ///< the color `rgb`
  };
  Fill fill = Fill::blur;
  std::array<std::uint8_t, 3> rgb{};
  bool operator==(const Background&) const = default;
};

/// Reads `#RRGGBB`. Throws std::invalid_argument for any other text.
std::array<std::uint8_t, 3> parse_color(std::string_view text);

/// The subject that the window of a shot follows. Not used for rendering.
struct PlanSubject {
  int number = 1;           ///< SubjectSummary::number in the analysis
  std::string name = {};    ///< for people to read: "person 2"
  std::string reason = {};  ///< one line for people: why it is followed
  /// If the user chose it: the argument of `--follow` that chooses it again. Empty = chosen by the analysis.
  std::string follow = {};
  bool operator==(const PlanSubject&) const = default;
};

/// A part of the source with one path of the window: the window moves from keyframe to keyframe, and rests
/// before the first and after the last. A shot may have a second window; each then fills half of the output
/// (see core/output_halves.hpp).
struct PlanShot {
  Time start;                       ///< included
  std::optional<Time> end;          ///< excluded; none = the end of the source (last shot only)
  std::vector<Keyframe> keyframes;  ///< at least one, times ascending; one keyframe = a fixed window
  Fit fit = Fit::crop;
  /// Share of the importance inside the windows, 0..1; nullopt = not estimated. Not used for rendering.
  std::optional<double> kept_share = {};
  /// The largest share that another window would hold outside these windows.
  std::optional<double> rival_share = {};
  std::optional<PlanSubject> subject = {};  ///< none = the window follows no subject
  /// Keyframes of a second window; empty = one window.
  std::vector<Keyframe> second_keyframes = {};
  /// For people: why there are one or two windows, or why a title card is padded; may be empty.
  std::string layout_reason = {};
  bool operator==(const PlanShot&) const = default;
};

/// Range of speeds. Below 0.5 picture and sound are choppy; above 8 nobody can follow.
inline constexpr double kSlowest = 0.5, kFastest = 8;

/// A part of the source that plays at one speed.
struct PlanScene {
  Time start;               ///< included
  std::optional<Time> end;  ///< excluded; none = the end of the source (last scene only)
  double speed = 1;         ///< seconds of the source per second of the output, kSlowest..kFastest
  /// Mean inside the window of the metric by which scenes were compared, >= 0, in codes (metrics/metric.hpp).
  /// Not used for rendering.
  std::optional<double> activity = {};
  bool operator==(const PlanScene&) const = default;
};

/// Which picture to show if several fall into the time of one, because the output plays faster.
enum class Retime {
  drop,   ///< one of them
  blend,  ///< their mean
};

/// Length of a speed change, seconds of the output. At 0.25 s the change is visible, but not abrupt.
inline constexpr double kUsualRamp_s = 0.25, kLongestRamp_s = 10;

/// What render() makes from a source: which parts are shown, the windows, the output's size and speed. Frames
/// outside all shots are not in the output.
struct CropPlan {
  std::string source;           ///< path of the video the plan was made for, as given
  cv::Size source_size;         ///< displayed px; a plan is only valid for a source of this size
  cv::Size output_size;         ///< px; windows of other sizes are scaled to it
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

/// Whether any part plays at a speed other than 1.
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

/// The view at a time; nullopt if it is in no shot.
std::optional<View> view_at(const CropPlan& plan, Time time);
/// The (first) window at a time; nullopt if it is in no shot.
std::optional<CropWindow> window_at(const CropPlan& plan, Time time);

/// The (first) window at a time. If the time is in no shot, that of the shot before, or else of the first
/// shot. Throws std::invalid_argument for a plan without shots.
CropWindow window_near(const CropPlan& plan, Time time);
/// The same for the whole view.
View view_near(const CropPlan& plan, Time time);
/// The windows of a view: one or two.
std::vector<CropWindow> windows_of(const View& view);

/// JSON text, indented, times as exact text (see to_string(Time)); docs/plan-format.md describes the keys.
std::string write_crop_plan(const CropPlan& plan);

/// Reads and validates a plan. Throws Error that begins with `where` (a path) and names the key, such as
/// `shots[0].keyframes[1].x`, and the problem: bad JSON, a missing or unknown key, a wrong type, another
/// version, a window outside the source.
CropPlan read_crop_plan(std::string_view json, const std::string& where);

}  // namespace smartcrop
