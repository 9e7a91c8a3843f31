#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// The cells of an importance map: squares of whole pixels of the small map, centered on it. Cell (i, j)
/// covers [offset + i * cell_px, offset + (i + 1) * cell_px) of the small map's pixels along x, and the same
/// along y. A margin of less than a cell may remain uncovered.
struct GridGeometry {
  MapGeometry map;
  cv::Size cells;
  int cell_px = 1;      ///< side of a cell, px of the small map
  cv::Point offset_px;  ///< corner of cell (0, 0), px of the small map

  /// The part of the small map that the cells cover, px of the small map.
  cv::Rect covered_px() const;
  /// Side of a cell, displayed source px.
  double cell_in_source() const;
  /// Corner of cell (0, 0), displayed source px.
  cv::Point2d corner_in_source() const;

  /// A part of the displayed source (px) in cells, with fractions; may reach beyond the grid.
  cv::Rect2d in_cells(const CropWindow& in_source) const;
  /// The inverse of in_cells().
  CropWindow in_source(const cv::Rect2d& in_cells) const;
  /// The cells that a part of the displayed source touches; empty if it is outside the grid.
  cv::Rect cells_touched(const CropWindow& in_source) const;
  /// A part of the displayed source rounded to whole cells, at least one cell wide and high.
  cv::Rect cells_nearest(const CropWindow& in_source) const;
};

/// The grid with the smallest cells that has at most `most_cells` cells, >= 1.
GridGeometry grid_geometry(const MapGeometry& map, int most_cells);

}  // namespace smartcrop
