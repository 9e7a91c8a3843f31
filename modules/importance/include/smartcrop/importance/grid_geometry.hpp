#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// The cells of an importance map: squares of whole pixels of the small map, centered on it. Cell (i, j)
/// covers [offset + i * cell_px, offset + (i + 1) * cell_px) of the small map's pixels along x, and the same
/// along y. A rim of less than a cell may stay uncovered.
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
  /// The other way round.
  CropWindow in_source(const cv::Rect2d& in_cells) const;
  /// The cells that a part of the displayed source touches; empty where it lies beside the grid.
  cv::Rect cells_touched(const CropWindow& in_source) const;
  /// The cells between the cell borders nearest to a part of the displayed source, at least one each way.
  cv::Rect cells_nearest(const CropWindow& in_source) const;
};

/// The smallest cells of which no more than `most_cells` cover the map. `most_cells` >= 1.
GridGeometry grid_geometry(const MapGeometry& map, int most_cells);

}  // namespace smartcrop
