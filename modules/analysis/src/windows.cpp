#include "windows.hpp"

#include <algorithm>

#include "range_shot.hpp"
#include "smartcrop/reframe/window_shares.hpp"

namespace smartcrop::internal {
cv::Rect room_in(const VideoInfo& video, const cv::Rect& picture, bool trim_borders) {
  const cv::Rect whole({}, video.size);
  if (!trim_borders || picture == whole) return whole;
  const cv::Point from((picture.x + 1) / 2 * 2, (picture.y + 1) / 2 * 2);
  const cv::Point to(std::max(from.x, picture.br().x / 2 * 2), std::max(from.y, picture.br().y / 2 * 2));
  constexpr int kLeastShare = 8;  // of each side: bars take at most .4 from either end
  const cv::Rect room(from, to);
  const bool is_small = room.width < whole.width / kLeastShare || room.height < whole.height / kLeastShare;
  return is_small ? whole : room;
}

cv::Rect common_room(const AnalysisDocument& document, bool trim_borders) {
  cv::Rect common({}, document.video.size);
  for (const cv::Rect& picture : document.pictures) common &= picture;
  return room_in(document.video, common, trim_borders);
}

cv::Size crop_size(const VideoInfo& video, const cv::Rect& room, AspectRatio aspect,
                   const AnalyzeOptions& options) {
  return crop_dimensions(room.size(), aspect, options.scale, video.pixel_aspect);
}

cv::Point even_corner(const CropWindow& window, const cv::Rect& room) {
  const auto even = [](double start, double length, int first, int end) {
    const int last = std::max(first, (end - static_cast<int>(length)) / 2 * 2);
    return std::clamp(2 * static_cast<int>(start / 2 + 0.5), first, last);
  };
  return {even(window.x, window.w, room.x, room.br().x), even(window.y, window.h, room.y, room.br().y)};
}

AspectAnalysis analyze_fixed_windows(const VideoInfo& video, const WindowQuery& query,
                                     const ShotContents& contents, AspectRatio aspect, const cv::Rect& room,
                                     const AnalyzeOptions& options) {
  AspectAnalysis result;
  result.aspect = aspect;
  result.crop = crop_size(video, room, aspect, options);
  std::vector<cv::Point> positions = analysis_grid(room.size(), result.crop, options.grid);
  for (cv::Point& position : positions) position += room.tl();
  const std::size_t grid_positions = positions.size();
  std::optional<FixedWindowShares> shares;
  if (const std::optional<ShotImportance> importance = joined(contents.importance)) {
    shares.emplace(contents, result.crop, room, options.path.taper, options.zone());
    const CropWindow best = shares->best();
    positions.push_back(even_corner(best, room));
    const PathShares kept = path_shares(*importance, {0}, std::span(&best, 1));
    result.kept_share = kept.kept;
    result.rival_share = kept.rival;
  }
  std::vector<WindowMetrics> metrics;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const CropWindow window = window_at(positions[i], result.crop);
    const MetricValues means = query.mean(window);
    WindowMetrics& all = metrics.emplace_back();
    std::copy(means.begin(), means.end(), all.begin());
    if (shares) all[kImportance] = shares->share(window);
    if (i < grid_positions) result.positions.push_back({positions[i], all});
  }
  result.candidates = select_candidates(video.size, result.crop, positions, metrics, options.candidates);
  return result;
}

}  // namespace smartcrop::internal
