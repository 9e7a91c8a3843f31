#pragma once

// Importance over a shot -> the crop window in every frame.
//
// Stage 1, what to show: dynamic programming finds the window positions that keep the most importance, less a
// price of moving. It is exact over all positions and frames of the shot. Stage 2, how to move: the path x
// minimizes
//   sum_t  w_t * dist(x_t, [a_t, b_t])^2  +  hold * |x_t - x_{t-1}|  +  smooth * (x_{t+1} - 2 x_t +
//   x_{t-1})^2,
// where w_t, about 1/2, is the weight of the frame's importance, and [a_t, b_t], the dead zone, are the
// positions that keep nearly as much as the position of stage 1. The problem is convex and is solved by
// iteratively reweighted banded systems. There is no speed limit, so fast subjects are not lost. If nothing
// stands out the window rests in the middle. Positions are window centers. If both axes are free (scale < 1)
// they are solved in turns. Cost: about 0.005 ms per source frame, 0.03 if both axes are free. Deterministic,
// thread-safe.

#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/importance/shot_importance.hpp"

namespace smartcrop {

enum class PathMood { calm, normal, lively };

/// "Plateau" as in ImportanceOptions.
struct PathOptions {
  /// Price of the squared speed in stage 1: share of the mean kept importance given up for moving one frame
  /// size per second, >= 0. Plateau: 0.1..1.
  double inertia = 0.3;
  /// Softness of the window's edges in stage 1, share of the window's size on either side of an edge, 0..0.5.
  /// What is well inside counts more than what touches an edge. Plateau: 0.05..0.25.
  double taper = 0.15;
  /// Dead zone: share of the kept importance that may be given up to keep still, 0..0.5. Plateau: 0.01..0.03;
  /// .05 costs .005.
  double slack = 0.02;
  /// The same when the window frames subjects, whose places are known better: share of the reward, 0..0.5.
  double subject_slack = 0.01;
  /// Prices in stage 2 of |speed|, which makes the window rest, and of squared acceleration, >= 0; units are
  /// window sizes and seconds. Three times `smooth` lowers acceleration by a quarter and retention by .002.
  double hold = 0.005, smooth = 0.001;

  std::vector<std::string> problems() const;
};

PathOptions path_options(PathMood mood);

struct CameraPath {
  std::vector<CropWindow> windows;  ///< one per source frame of the shot, displayed source px
  /// Indices of the windows at which the path jumps to another speaker, ascending, above 0.
  std::vector<std::size_t> cuts = {};
  /// Share of the importance inside the windows, 0..1. Low if no window of this size can hold what matters
  /// (two subjects far apart, a subject larger than the window) or nothing stands out: a window that covers a
  /// share s of the frame then keeps about s. Usual for one clear subject: .5 at 9:16 and .35 at 1:3.
  double kept_share = 0;
  /// The largest share that another window would hold outside these windows. Near kept_share if two subjects
  /// are too far apart for one window.
  double rival_share = 0;
};

/// The frames of a shot, and the window's size and limits.
struct PathRequest {
  FrameIndex start_frame, end_frame;  ///< end excluded
  double fps = 25;
  cv::Size window;  ///< displayed source px
  /// The part of the frame that windows stay in, displayed source px; empty = all of it.
  cv::Rect within = {};
  SafeZone safe_zone = {};  ///< faces of framed subjects are kept inside it if there is room
};

struct SubjectChoice;

/// The path of a moving window. With `subjects` it frames those that the shot is about (subject_choice.hpp),
/// or the speaker if that is known: it jumps from one speaker to the next, or moves if the distance is less
/// than a third of the window. Speakers whose heads fit into one window together are framed like other
/// subjects. Without `subjects` it frames the most importance. In a split screen it stays inside one picture
/// if it fits there and would be there nearly all the time anyway. Throws std::invalid_argument for a window
/// larger than `within`, and for an empty range.
CameraPath moving_path(const ShotImportance& importance, const PathRequest& request,
                       const PathOptions& options = {}, const SubjectChoice* subjects = nullptr);

}  // namespace smartcrop
