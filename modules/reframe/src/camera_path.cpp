#include "smartcrop/reframe/camera_path.hpp"

#include <opencv2/core.hpp>
#include <stdexcept>

#include "dead_zones.hpp"
#include "insets.hpp"
#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/reframe/window_shares.hpp"
#include "smooth_path.hpp"
#include "speaker_cuts.hpp"
#include "split_screen.hpp"
#include "window_axis.hpp"

namespace smartcrop {
namespace {

using namespace internal;

void check(const ShotImportance& importance, const PathRequest& r, const PathOptions& o) {
  throw_if_any("PathOptions", o.problems());
  if (importance.cells.empty() || importance.size() != importance.frame_index.size() ||
      importance.size() != importance.scale.size())
    throw std::invalid_argument("camera path: importance must have maps, one frame index each");
  if (r.end_frame <= r.start_frame) throw std::invalid_argument("camera path: the range of frames is empty");
  if (!(r.fps > 0)) throw std::invalid_argument("camera path: fps must be above 0");
  const cv::Rect source({}, importance.grid.map.source);
  if ((r.within & source) != r.within)
    throw std::invalid_argument("camera path: windows must stay within the source");
  if (r.window.empty() || r.window.width > r.within.width || r.window.height > r.within.height)
    throw std::invalid_argument("camera path: the window is larger than what it must stay within");
}

PathRequest with_limits(PathRequest r, const ShotImportance& importance) {
  if (r.within.empty()) r.within = cv::Rect({}, importance.grid.map.source);
  return r;
}

void add_shares(CameraPath& path, const ShotImportance& importance, FrameIndex start) {
  const PathShares shares = path_shares(importance, start, path.windows);
  path.kept_share = shares.kept;
  path.rival_share = shares.rival;
}

// The path along one axis, for moving_path().
class AxisSolver {
 public:
  AxisSolver(const ShotImportance& importance, const PathRequest& request, const PathOptions& options,
             const SubjectChoice* subjects, bool along_x)
      : importance_(importance),
        request_(request),
        options_(options),
        subjects_(subjects),
        axis_(window_axis(importance.grid, request.window, request.within, along_x, request.safe_zone)),
        centers_(importance.size(), axis_.cells / 2.0),
        path_px_(static_cast<std::size_t>(request.end_frame - request.start_frame),
                 (axis_.first + axis_.last) / 2) {}

  const WindowAxis& axis() const { return axis_; }
  /// Best center in each analyzed frame, cells; the middle before solve().
  const std::vector<double>& centers() const { return centers_; }
  /// Center in each source frame, displayed source px; the middle before solve().
  const std::vector<double>& path_px() const { return path_px_; }

  /// `across`: where the window lies along the other axis.
  void solve(const WindowAxis& across, const std::vector<double>& across_centers) {
    FollowedSubject subject = follow_subject(importance_, axis_, across, across_centers, options_, subjects_);
    const auto zones =
        zones_of_frames(subject.zones, importance_.frame_index, request_.start_frame, request_.end_frame);
    path_px_ = smooth_path(zones, 1 / request_.fps, options_);
    for (double& center : path_px_) center = axis_.center_in_source(center);
    centers_ = std::move(subject.centers);
  }

 private:
  const ShotImportance& importance_;
  const PathRequest& request_;
  const PathOptions& options_;
  const SubjectChoice* subjects_;
  WindowAxis axis_;
  std::vector<double> centers_, path_px_;
};

}  // namespace

std::vector<std::string> PathOptions::problems() const {
  return unmet({
      {inertia >= 0, "inertia must be >= 0"},
      {taper >= 0 && taper <= 0.5, "taper must be in 0..0.5"},
      {slack >= 0 && slack <= 0.5, "slack must be in 0..0.5"},
      {subject_slack >= 0 && subject_slack <= 0.5, "subject_slack must be in 0..0.5"},
      {hold >= 0, "hold must be >= 0"},
      {smooth >= 0, "smooth must be >= 0"},
  });
}

PathOptions path_options(PathMood mood) {
  PathOptions o;
  if (mood == PathMood::calm)
    o.inertia *= 4, o.hold *= 4, o.smooth *= 16, o.slack = 0.06, o.subject_slack = 0.03;
  if (mood == PathMood::lively)
    o.inertia /= 4, o.hold /= 4, o.smooth /= 16, o.slack = 0.01, o.subject_slack = 0.005;
  return o;
}

namespace {

std::vector<CropWindow> solved(const ShotImportance& importance, const PathRequest& r, const PathOptions& o,
                               const SubjectChoice* subjects) {
  AxisSolver x(importance, r, o, subjects, true), y(importance, r, o, subjects, false);
  if (x.axis().can_move() && y.axis().can_move()) {
    // x is first found on the whole height, then each on what the other's window spans.
    WindowAxis whole_height = y.axis();
    whole_height.window = whole_height.cells;
    x.solve(whole_height, y.centers());
    for (int round = 0; round < 2; ++round) {
      y.solve(x.axis(), x.centers());
      x.solve(y.axis(), y.centers());
    }
  } else if (x.axis().can_move()) {
    x.solve(y.axis(), y.centers());
  } else if (y.axis().can_move()) {
    y.solve(x.axis(), x.centers());
  }
  std::vector<CropWindow> windows;
  const double width = r.window.width, height = r.window.height;
  for (std::size_t i = 0; i < x.path_px().size(); ++i)
    windows.push_back({x.path_px()[i] - width / 2, y.path_px()[i] - height / 2, width, height});
  return windows;
}

/// In a split screen windows stay in one picture if nearly all of them are in it. They do not cut insets.
std::vector<CropWindow> solved_in_one_picture(const ShotImportance& importance, const PathRequest& request,
                                              const PathOptions& o, const SubjectChoice* subjects) {
  const auto solved_inside = [&](const cv::Rect& part) {
    PathRequest inside = request;
    inside.within = part;
    return solved(importance_within(importance, part), inside, o, subjects);
  };
  PathRequest r = request;
  std::vector<CropWindow> windows = solved(importance, r, o, subjects);
  const auto picture = picture_of(windows, pictures_in(r.within, importance, subjects));
  if (picture && r.window.width <= picture->width && r.window.height <= picture->height) {
    r.within = *picture;
    windows = solved_inside(r.within);
  }
  return beside_or_inside(std::move(windows), r, importance, subjects, solved_inside);
}

}  // namespace

CameraPath moving_path(const ShotImportance& all, const PathRequest& request, const PathOptions& o,
                       const SubjectChoice* subjects) {
  const PathRequest r = with_limits(request, all);
  check(all, r, o);
  const ShotImportance importance = importance_within(all, r.within);
  CameraPath path;
  if (subjects != nullptr && shows_speakers(*subjects, r)) {
    path = path_with_cuts(
        importance, r, *subjects,
        [&](const ShotImportance& part, const PathRequest& frames, const SubjectChoice& choice) {
          return solved_in_one_picture(part, frames, o, &choice);
        });
  } else {
    path.windows = solved_in_one_picture(importance, r, o, subjects);
  }
  add_shares(path, importance, r.start_frame);
  return path;
}

}  // namespace smartcrop
