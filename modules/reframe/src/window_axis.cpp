#include "window_axis.hpp"

namespace smartcrop::internal {

WindowAxis window_axis(const GridGeometry& grid, const PathRequest& request, bool along_x) {
  const cv::Rect& within = request.within;
  const cv::Point2d corner = grid.corner_in_source();
  WindowAxis a;
  a.along_x = along_x;
  a.cells = along_x ? grid.cells.width : grid.cells.height;
  a.cell_px = grid.cell_in_source();
  a.corner_px = along_x ? corner.x : corner.y;
  a.first = along_x ? within.x : within.y;
  a.last = along_x ? within.br().x : within.br().y;
  const int window_px = along_x ? request.window.width : request.window.height;
  a.window = window_px < a.last - a.first ? window_px / a.cell_px : a.cells;
  return a;
}

}  // namespace smartcrop::internal
