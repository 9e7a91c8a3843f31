#include "smartcrop/metrics/activity.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

namespace smartcrop {
namespace {

/// Cells along the long side. A 9:16 window of a 16:9 frame is five of them wide, and cells at its edges
/// count by their share, so that its mean is that of a grid twice as fine within some per cent.
constexpr int kLongSide = 16;

cv::Size grid_for(cv::Size map) {
  const int side = std::max(map.width, map.height);
  const auto cells = [&](int length) {
    return std::clamp((length * kLongSide + side / 2) / side, 1, std::max(1, length));
  };
  return {cells(map.width), cells(map.height)};
}

/// The share of cell i of `count` over `length` px that lies in [from, to).
double share_inside(int i, int count, double length, double from, double to) {
  const double cell = length / count;
  return std::max(0.0, std::min(to, (i + 1) * cell) - std::max(from, i * cell)) / cell;
}

}  // namespace

ActivityRecord::ActivityRecord(const MapGeometry& geometry, std::vector<Metric> metrics, std::size_t period)
    : geometry_(geometry),
      grid_(grid_for(geometry.map_size())),
      metrics_(std::move(metrics)),
      period_(period) {
  if (period == 0) throw std::invalid_argument("activity: the period must be 1 or more");
}

void ActivityRecord::add(const SmallFrame& frame) {
  if (frames_.size() % period_ == 0) {
    const FramePair pair{frame, previous_};
    for (const Metric metric : metrics_) {
      const std::optional<cv::Mat> map = map_of(metric, pair);
      cv::Mat cells;
      cv::resize(map ? *map : cv::Mat::zeros(frame.luma.size(), CV_16UC1), cells, grid_, 0, 0,
                 cv::INTER_AREA);
      cells_.insert(cells_.end(), cells.begin<std::uint16_t>(), cells.end<std::uint16_t>());
    }
  }
  frames_.push_back({frame.index, frame.time});
  previous_ = frame;
}

std::size_t ActivityRecord::place_of(Metric metric) const {
  const auto found = std::find(metrics_.begin(), metrics_.end(), metric);
  if (found == metrics_.end())
    throw std::invalid_argument("activity: " + std::string(metric_name(metric)) + " was not recorded");
  return static_cast<std::size_t>(found - metrics_.begin());
}

std::optional<double> ActivityRecord::mean(std::size_t i, Metric metric, const CropWindow& window) const {
  const std::size_t place = place_of(metric);
  if (i % period_ != 0 || (entry_of(metric).needs_previous && i == 0)) return std::nullopt;
  const auto cell_count = static_cast<std::size_t>(grid_.area());
  const std::uint16_t* cell = cells_.data() + (i / period_ * metrics_.size() + place) * cell_count;
  double sum = 0, weight = 0;
  for (int y = 0; y < grid_.height; ++y) {
    const double down = share_inside(y, grid_.height, geometry_.source.height, window.y, window.y + window.h);
    for (int x = 0; x < grid_.width; ++x, ++cell) {
      const double share =
          down * share_inside(x, grid_.width, geometry_.source.width, window.x, window.x + window.w);
      sum += share * *cell;
      weight += share;
    }
  }
  return weight > 0 ? sum / weight * kMapUnit : 0;
}

}  // namespace smartcrop
