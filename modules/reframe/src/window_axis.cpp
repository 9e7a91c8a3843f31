#include "window_axis.hpp"

namespace smartcrop::internal {

WindowAxis window_axis(const GridGeometry& grid, cv::Size window, const cv::Rect& within, bool along_x,
                       const SafeZone& zone) {
  const cv::Point2d corner = grid.corner_in_source();
  WindowAxis a;
  a.along_x = along_x;
  a.cells = along_x ? grid.cells.width : grid.cells.height;
  a.cell_px = grid.cell_in_source();
  a.corner_px = along_x ? corner.x : corner.y;
  a.first = along_x ? within.x : within.y;
  a.last = along_x ? within.br().x : within.br().y;
  a.covered_before = along_x ? zone.left : zone.top;
  a.covered_after = along_x ? zone.right : zone.bottom;
  const int window_px = along_x ? window.width : window.height;
  a.window = window_px < a.last - a.first ? window_px / a.cell_px : a.cells;
  return a;
}

ShotImportance importance_within(const ShotImportance& importance, const cv::Rect& part) {
  const GridGeometry& grid = importance.grid;
  const cv::Rect cells = grid.cells_touched(window_at(part.tl(), part.size()));
  if (cells.size() == grid.cells || cells.empty()) return importance;
  ShotImportance result = importance;
  result.grid.cells = cells.size();
  result.grid.offset_px += cells.tl() * grid.cell_px;
  for (cv::Mat& map : result.cells) map = map(cells);
  return result;
}

}  // namespace smartcrop::internal
