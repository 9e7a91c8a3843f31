#include "blob_track.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/importance/best_track.hpp"

namespace smartcrop::internal {
namespace {

// For each row of `profiles`, the center (cells) of the window of `share` of the cells with the largest sum.
std::vector<double> track_centers(const cv::Mat& profiles, double share, double step_s, double inertia) {
  const int cells = profiles.cols, positions = cells;
  const double window = share * cells;
  const double cell_step = (cells - window) / (positions - 1);  // cells per position
  const double widths_per_position = cell_step / cells;
  const double price = inertia * widths_per_position * widths_per_position / (step_s * step_s);
  std::vector<double> centers;
  for (const int position : best_track(window_sums(profiles, window, positions, 0.5), price))
    centers.push_back(window / 2 + position * cell_step);
  return centers;
}

}  // namespace

std::vector<cv::Point2d> blob_track(const std::vector<cv::Mat>& maps, double step_s,
                                    const ImportanceOptions& o) {
  const int n = static_cast<int>(maps.size());
  const cv::Size size = maps.front().size();
  cv::Mat columns(n, size.width, CV_32F), rows(n, size.height, CV_32F);
  for (int t = 0; t < n; ++t) profile(maps[static_cast<std::size_t>(t)], true).copyTo(columns.row(t));
  const std::vector<double> xs = track_centers(columns, o.blob_width, step_s, o.blob_inertia);
  const double half = o.blob_width * size.width / 2;
  for (int t = 0; t < n; ++t) {
    const double x = xs[static_cast<std::size_t>(t)];
    const int from = std::clamp(static_cast<int>(x - half), 0, size.width - 1);
    const int to = std::clamp(static_cast<int>(std::ceil(x + half)), from + 1, size.width);
    profile(maps[static_cast<std::size_t>(t)].colRange(from, to), false).copyTo(rows.row(t));
  }
  const std::vector<double> ys = track_centers(rows, o.blob_height, step_s, o.blob_inertia);
  std::vector<cv::Point2d> centers;
  for (std::size_t t = 0; t < maps.size(); ++t) centers.emplace_back(xs[t], ys[t]);
  return centers;
}

}  // namespace smartcrop::internal
