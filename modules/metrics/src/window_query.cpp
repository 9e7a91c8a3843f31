#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "smartcrop/metrics/field.hpp"

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// A place on one axis of the map: cell, and the share of that cell that lies before the place.
struct Place {
  int cell;
  double share;
};

/// `at_px` in [0, length_px].
Place place(double at_px, int length_px, int block) {
  const int cells = (length_px + block - 1) / block;
  const int cell = std::min(static_cast<int>(at_px / block), cells - 1);
  const int cell_px = std::min(block, length_px - cell * block);
  return {cell, std::min((at_px - static_cast<double>(cell) * block) / cell_px, 1.0)};
}

/// The integral of the map from the frame's corner to a point. Bilinear between the table's entries, which is
/// exact as the map is constant within a cell.
double integral(const cv::Mat& table, const Place& x, const Place& y) {
  const double* upper = table.ptr<double>(y.cell) + x.cell;
  const double* lower = table.ptr<double>(y.cell + 1) + x.cell;
  const double above = upper[0] + (upper[1] - upper[0]) * x.share;
  const double below = lower[0] + (lower[1] - lower[0]) * x.share;
  return above + (below - above) * y.share;
}

}  // namespace

WindowQuery::WindowQuery(const Field& field) : geometry_(field.geometry) {
  const cv::Size size = geometry_.map_size();
  const int block = geometry_.block;
  for (std::size_t metric = 0; metric < kMetricCount; ++metric) {
    cv::Mat table = cv::Mat::zeros(size.height + 1, size.width + 1, CV_64FC1);
    const auto frames = static_cast<double>(std::max<std::int64_t>(field.count[metric], 1));
    for (int y = 0; y < size.height; ++y) {
      const double height_px = std::min(block, geometry_.source.height - y * block);
      const double* sums = field.sum[metric].ptr<double>(y);
      const double* above = table.ptr<double>(y);
      auto* out = table.ptr<double>(y + 1);
      double row = 0;
      for (int x = 0; x < size.width; ++x) {
        const double width_px = std::min(block, geometry_.source.width - x * block);
        row += sums[x] * kMapUnit / frames * (width_px * height_px);
        out[x + 1] = above[x + 1] + row;
      }
    }
    table_[metric] = table;
  }
}

MetricValues WindowQuery::mean(const CropWindow& window) const {
  const cv::Size frame = geometry_.source;
  const double left = std::max(window.x, 0.0);
  const double top = std::max(window.y, 0.0);
  const double right = std::min(window.x + window.w, static_cast<double>(frame.width));
  const double bottom = std::min(window.y + window.h, static_cast<double>(frame.height));
  if (!(window.w > 0 && window.h > 0 && right > left && bottom > top)) {
    throw std::invalid_argument("WindowQuery: window " + std::to_string(window.w) + "x" +
                                std::to_string(window.h) + " at " + std::to_string(window.x) + "," +
                                std::to_string(window.y) + " has nothing of the frame of " +
                                size_text(frame));
  }
  const Place x0 = place(left, frame.width, geometry_.block);
  const Place x1 = place(right, frame.width, geometry_.block);
  const Place y0 = place(top, frame.height, geometry_.block);
  const Place y1 = place(bottom, frame.height, geometry_.block);
  const double area_px = (right - left) * (bottom - top);
  MetricValues values{};
  for (std::size_t metric = 0; metric < kMetricCount; ++metric) {
    const cv::Mat& table = table_[metric];
    const double sum =
        integral(table, x1, y1) - integral(table, x0, y1) - integral(table, x1, y0) + integral(table, x0, y0);
    values[metric] = std::max(sum / area_px, 0.0);
  }
  return values;
}

}  // namespace smartcrop
