#include "camera_paths.hpp"

#include <algorithm>
#include <span>

#include "range_shot.hpp"
#include "smartcrop/core/parallel.hpp"
#include "subject_summaries.hpp"
#include "title_shots.hpp"
#include "window_curves.hpp"
#include "windows.hpp"

namespace smartcrop::internal {
namespace {

/// `times`: of the path's frames.
std::vector<Keyframe> keyframes_of(const CameraPath& path, std::span<const Time> times,
                                   const PathRequest& request) {
  std::vector<Keyframe> keyframes;
  for (std::size_t i = 0; i <= path.cuts.size(); ++i) {
    const std::size_t from = i > 0 ? path.cuts[i - 1] : 0;
    const std::size_t to = i < path.cuts.size() ? path.cuts[i] : path.windows.size();
    std::vector<Keyframe> piece =
        simplify_path(std::span(path.windows).subspan(from, to - from), times.subspan(from, to - from));
    // A window at rest lies on whole pixels, so that it can be cut without resampling.
    if (piece.size() == 1)
      piece.front().window = window_at(even_corner(piece.front().window, request.within), request.window);
    piece.front().cut = i > 0;
    keyframes.insert(keyframes.end(), piece.begin(), piece.end());
  }
  return keyframes;
}

/// The shares of two windows that show different things together.
TimedShares both(TimedShares first, const TimedShares& second) {
  for (std::size_t t = 0; t < first.shares.size(); ++t) {
    FrameShares& shares = first.shares[t];
    shares.kept = std::min(1.0, shares.kept + second.shares[t].kept);
    shares.certainty = std::max(shares.certainty, second.shares[t].certainty);
  }
  return first;
}

/// Gives a shot the two windows of a layout. `subjects`: of the shot.
void add_two_windows(PlanShot& planned, const ShotLayout& layout, std::span<const Time> times,
                     const ShotImportance& importance, const SubjectChoice& subjects,
                     const PathOptions& options, TimedShares& shares) {
  double kept = 0;
  for (const ShotLayout::Window& window : layout.windows) {
    const CameraPath path = moving_path(importance, window.request, options, &window.about);
    (planned.keyframes.empty() ? planned.keyframes : planned.second_keyframes) =
        keyframes_of(path, times, window.request);
    kept += path.kept_share;
    const TimedShares held{importance.time,
                           frame_shares(importance, &subjects, window.request.start_frame, path.windows)};
    shares = shares.shares.empty() ? held : both(shares, held);
  }
  planned.kept_share = std::min(1.0, kept);
}

/// The keyframes of one shot, and the shares of its windows. `times`: of the shot's frames. `shares`: of the
/// windows, over time.
PlanShot plan_shot(const Shot& shot, std::span<const Time> times, const ShotImportance* importance,
                   const SubjectChoice* subjects, const PathRequest& request, const AnalyzeOptions& options,
                   TimedShares& shares) {
  PlanShot planned;
  planned.start = shot.start;
  planned.end = shot.end;
  if (importance == nullptr || importance->size() == 0) {
    const cv::Point middle = request.within.tl() + cv::Point(request.within.size() - request.window) / 2;
    planned.keyframes = {Keyframe{shot.start, window_at(middle, request.window)}};
    return planned;
  }
  if (subjects != nullptr) {
    ShotLayout layout = choose_layout(*importance, request, *subjects, options.layout);
    planned.layout_reason = std::move(layout.reason);
    if (!layout.windows.empty()) {
      planned.subject = followed_subject(*subjects, *importance);
      add_two_windows(planned, layout, times, *importance, *subjects, options.path, shares);
      return planned;
    }
  }
  const CameraPath path = moving_path(*importance, request, options.path, subjects);
  planned.keyframes = keyframes_of(path, times, request);
  planned.kept_share = path.kept_share;
  planned.rival_share = path.rival_share;
  if (subjects != nullptr) planned.subject = followed_subject(*subjects, *importance);
  shares = {importance->time, frame_shares(*importance, subjects, shot.start_frame, path.windows)};
  return planned;
}

}  // namespace

void add_camera_paths(AspectAnalysis& aspect, const AnalysisDocument& document, const SteeringRecord& record,
                      const ShotContents& contents, const AnalyzeOptions& options) {
  const std::vector<Shot>& shots = document.shots;
  const VideoInfo& video = document.video;
  aspect.path.resize(shots.size());
  std::vector<TimedShares> shares(shots.size());
  parallel_for(shots.size(), options.measure.threads, [&](std::size_t i) {
    const Shot& shot = shots[i];
    const cv::Rect room = room_in(video, document.pictures[i], options.trim_borders);
    const PathRequest request{shot.start_frame,
                              shot.end_frame,
                              frame_rate_of(video),
                              crop_size(video, room, aspect.aspect, options),
                              room,
                              options.zone()};
    const auto first = static_cast<std::size_t>(shot.start_frame - record.first_frame);
    if (const auto words = title_words_of(contents, i)) {
      aspect.path[i] = plan_title(shot, *words, request);
      return;
    }
    aspect.path[i] = plan_shot(shot, std::span(record.times).subspan(first),
                               i < contents.importance.size() ? &contents.importance[i] : nullptr,
                               i < contents.subjects.size() ? &contents.subjects[i] : nullptr, request,
                               options, shares[i]);
  });
  double frames = 0, sum = 0;
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const auto length = static_cast<double>(shots[i].end_frame - shots[i].start_frame);
    frames += length;
    sum += aspect.path[i].kept_share.value_or(1) * length;
  }
  aspect.kept_share = std::min(sum / frames, 1.0);
  if (document.timeline) aspect.curves = window_curves(shares, *document.timeline);
}

}  // namespace smartcrop::internal
