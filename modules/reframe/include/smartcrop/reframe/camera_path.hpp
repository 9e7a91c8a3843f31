#pragma once

// Importance over a shot -> where the crop window is, frame by frame.
//
// Stage 1, which subject: dynamic programming finds the window positions with the most kept importance, less
// a price of moving (exact, over all positions and frames, so it looks ahead as far as the shot goes). Stage
// 2, how to film it: the path x minimizes
//   sum_t  w_t * dist(x_t, [a_t, b_t])^2  +  hold * |x_t - x_{t-1}|  +  smooth * (x_{t+1} - 2 x_t +
//   x_{t-1})^2,
// where w_t is how much the frame has to show (about 1/2) and [a_t, b_t], the dead zone, are the positions
// that keep nearly all that the DP's position keeps. It is convex and solved by iteratively reweighted banded
// systems; there is no speed limit that could lose a fast subject. Where nothing stands out the window rests
// in the middle. Positions are window centers; both axes are solved in turns where both are free (scale < 1).
// Cost: about 0.005 ms per source frame, 0.03 where both axes are free. Deterministic, thread-safe.

#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/importance/shot_importance.hpp"

namespace smartcrop {

enum class PathMood { calm, normal, lively };

/// "Plateau" as in ImportanceOptions.
struct PathOptions {
  /// Price of the followed position's speed: share of the mean kept importance given up for moving one frame
  /// size per second, squared. >= 0. Plateau: 0.1..1.
  double inertia = 0.3;
  /// Softness of the window's edges in stage 1, share of the window's size on either side of an edge, 0..0.5:
  /// what is well inside counts more than what touches the edge. Plateau: 0.05..0.25.
  double taper = 0.15;
  /// Dead zone: share of the kept importance that may be given up to hold still, 0..0.5. Plateau: 0.01..0.03;
  /// .05 costs .005.
  double slack = 0.02;
  /// The same where the window frames subjects, whose place is known better: share of the reward, 0..0.5.
  double subject_slack = 0.01;
  /// Prices in stage 2, window sizes and seconds, >= 0: of |speed| (makes the window rest) and of squared
  /// acceleration. `smooth` times 3 lowers acceleration by a quarter and retention by .002.
  double hold = 0.005, smooth = 0.001;

  std::vector<std::string> problems() const;
};

PathOptions path_options(PathMood mood);

struct CameraPath {
  std::vector<CropWindow> windows;  ///< one per source frame of the shot, displayed source px
  /// Indices of windows, ascending, above 0: there the window jumps to another speaker.
  std::vector<std::size_t> cuts = {};
  /// Share of the importance that is inside the windows, 0..1: low when no window of this size can hold what
  /// matters (two subjects far apart, a subject larger than the window, or nothing that stands out). A window
  /// as large as a share s of the frame keeps about s of nothing in particular; .5 at 9:16 and .35 at 1:3 are
  /// usual for one clear subject.
  double kept_share = 0;
  /// The largest share that a window beside these would hold, its part beside them: near kept_share where two
  /// subjects are too far apart for one window.
  double rival_share = 0;
};

/// What a path is for: the frames of a shot and the window's size.
struct PathRequest {
  FrameIndex start_frame, end_frame;  ///< end excluded
  double fps = 25;
  cv::Size window;  ///< displayed source px
  /// The part of the frame that windows stay in, displayed source px; empty = all of it.
  cv::Rect within = {};
  SafeZone safe_zone = {};  ///< faces of the subjects that are framed are kept in it where there is room
};

struct SubjectChoice;

/// Moving window. With the subjects of the shot it frames those that the shot is about (subject_choice.hpp),
/// and whoever speaks where that is known: it then jumps from one speaker to the next, or moves there where
/// the way is less than a third of the window. Speakers whose heads fit into one window are framed as other
/// subjects. Without subjects it frames the most importance. In a split screen it stays inside one picture
/// where it fits and is there nearly all the time anyway. Throws std::invalid_argument for a window larger
/// than what it must stay in or an empty range.
CameraPath moving_path(const ShotImportance& importance, const PathRequest& request,
                       const PathOptions& options = {}, const SubjectChoice* subjects = nullptr);

}  // namespace smartcrop
