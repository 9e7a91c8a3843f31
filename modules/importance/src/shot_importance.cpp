#include "smartcrop/importance/shot_importance.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "smartcrop/importance/map_store.hpp"

namespace smartcrop {
namespace {

/// 3 MB of maps; a release takes some microseconds.
constexpr std::size_t kMapsBetweenReleases = 1024;

// A map of the grid's cells as large as the small map.
}  // namespace

void ShotImportance::add(FrameIndex frame, Time at, const cv::Mat& map, double trust) {
  double largest = 0;
  cv::minMaxLoc(map, nullptr, &largest);
  cv::Mat bytes;
  map.convertTo(bytes, CV_8U, largest > 0 ? 255 / largest : 0);
  frame_index.push_back(frame);
  time.push_back(at);
  cells.push_back(stored(bytes));
  scale.push_back(static_cast<float>(largest / 255));
  motion_trust.push_back(static_cast<float>(trust));
}

cv::Mat ShotImportance::map(std::size_t t) const {
  cv::Mat result;
  cells.at(t).convertTo(result, CV_32F, scale.at(t));
  // Callers read many maps in a row.
  if ((t + 1) % kMapsBetweenReleases == 0) release_stored_maps();
  return result;
}

cv::Mat ShotImportance::sum() const {
  cv::Mat sum = cv::Mat::zeros(grid.cells, CV_32F);
  for (std::size_t t = 0; t < size(); ++t) sum += map(t);
  return sum;
}

cv::Mat ShotImportance::mean_heat() const {
  cv::Mat heat = cv::Mat::zeros(grid.map.map_size(), CV_32F);
  if (cells.empty()) return heat;
  cv::Mat sum = cv::Mat::zeros(grid.cells, CV_64F);
  for (std::size_t t = 0; t < size(); ++t) cv::accumulate(map(t), sum);
  cv::Mat mean;
  sum.convertTo(mean, CV_32F, 1 / static_cast<double>(size()));
  const cv::Rect region = grid.covered_px();
  cv::resize(mean, heat(region), region.size(), 0, 0, cv::INTER_LINEAR);
  return heat;
}

std::vector<double> ShotImportance::map_sums() const {
  std::vector<double> sums;
  for (std::size_t t = 0; t < size(); ++t) sums.push_back(cv::sum(map(t))[0]);
  return sums;
}

std::optional<ShotImportance> joined(const std::vector<ShotImportance>& shots) {
  std::optional<ShotImportance> all;
  for (const ShotImportance& shot : shots) {
    if (shot.size() == 0) continue;
    if (!all) {
      all = shot;
      all->seams.clear();
      all->insets.clear();
      continue;
    }
    all->frame_index.insert(all->frame_index.end(), shot.frame_index.begin(), shot.frame_index.end());
    all->time.insert(all->time.end(), shot.time.begin(), shot.time.end());
    all->cells.insert(all->cells.end(), shot.cells.begin(), shot.cells.end());
    all->scale.insert(all->scale.end(), shot.scale.begin(), shot.scale.end());
    all->motion_trust.insert(all->motion_trust.end(), shot.motion_trust.begin(), shot.motion_trust.end());
  }
  return all;
}

}  // namespace smartcrop
