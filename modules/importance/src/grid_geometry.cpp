#include "smartcrop/importance/grid_geometry.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop {

cv::Rect GridGeometry::covered_px() const {
  return {offset_px, cells * cell_px};
}

double GridGeometry::cell_in_source() const {
  return static_cast<double>(cell_px) * map.block;
}

cv::Point2d GridGeometry::corner_in_source() const {
  return cv::Point2d(offset_px) * static_cast<double>(map.block);
}

cv::Rect2d GridGeometry::in_cells(const CropWindow& w) const {
  const double cell = cell_in_source();
  const cv::Point2d corner = corner_in_source();
  return {(w.x - corner.x) / cell, (w.y - corner.y) / cell, w.w / cell, w.h / cell};
}

CropWindow GridGeometry::in_source(const cv::Rect2d& cells_part) const {
  const double px = cell_in_source();
  const cv::Point2d corner = corner_in_source();
  return {cells_part.x * px + corner.x, cells_part.y * px + corner.y, cells_part.width * px,
          cells_part.height * px};
}

cv::Rect GridGeometry::cells_touched(const CropWindow& w) const {
  const double cell = cell_in_source();
  const cv::Point2d corner = corner_in_source();
  const cv::Point from(cvFloor((w.x - corner.x) / cell), cvFloor((w.y - corner.y) / cell));
  const cv::Point to(cvCeil((w.x + w.w - corner.x) / cell), cvCeil((w.y + w.h - corner.y) / cell));
  return cv::Rect(from, to) & cv::Rect({}, cells);
}

cv::Rect GridGeometry::cells_nearest(const CropWindow& w) const {
  const double cell = cell_in_source();
  const cv::Point2d corner = corner_in_source();
  const auto border = [&](double at, double first) {
    return static_cast<int>(std::lround((at - first) / cell));
  };
  const int left = std::clamp(border(w.x, corner.x), 0, cells.width - 1);
  const int top = std::clamp(border(w.y, corner.y), 0, cells.height - 1);
  const int right = std::clamp(border(w.x + w.w, corner.x), left + 1, cells.width);
  const int bottom = std::clamp(border(w.y + w.h, corner.y), top + 1, cells.height);
  return {left, top, right - left, bottom - top};
}

GridGeometry grid_geometry(const MapGeometry& map, int most_cells) {
  const cv::Size size = map.map_size();
  GridGeometry grid{map, {}, 1, {}};
  grid.cell_px = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(size.area()) / most_cells)));
  grid.cells = size / grid.cell_px;
  grid.offset_px = (size - grid.cells * grid.cell_px) / 2;
  return grid;
}

}  // namespace smartcrop
