#include "blob_track.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/importance/best_track.hpp"

namespace smartcrop::internal {

std::vector<cv::Point2d> blob_track(const std::vector<cv::Mat>& maps, double step_s,
                                    const ImportanceOptions& o) {
  const int n = static_cast<int>(maps.size());
  const cv::Size size = maps.front().size();
  cv::Mat columns(n, size.width, CV_32F), rows(n, size.height, CV_32F);
  for (int t = 0; t < n; ++t) profile(maps[static_cast<std::size_t>(t)], true).copyTo(columns.row(t));
  const std::vector<double> xs = best_centers(columns, o.blob_width, step_s, o.blob_inertia);
  const double half = o.blob_width * size.width / 2;
  for (int t = 0; t < n; ++t) {
    const double x = xs[static_cast<std::size_t>(t)];
    const int from = std::clamp(static_cast<int>(x - half), 0, size.width - 1);
    const int to = std::clamp(static_cast<int>(std::ceil(x + half)), from + 1, size.width);
    profile(maps[static_cast<std::size_t>(t)].colRange(from, to), false).copyTo(rows.row(t));
  }
  const std::vector<double> ys = best_centers(rows, o.blob_height, step_s, o.blob_inertia);
  std::vector<cv::Point2d> centers;
  for (std::size_t t = 0; t < maps.size(); ++t) centers.emplace_back(xs[t], ys[t]);
  return centers;
}

}  // namespace smartcrop::internal
