#pragma once

#include <opencv2/core/types.hpp>
#include <string_view>
#include <vector>

namespace smartcrop {

/// Number of window positions per axis, each >= 1.
struct GridShape {
  int columns = 5;
  int rows = 5;
  bool operator==(const GridShape&) const = default;
};

/// Reads `N` (NxN) or `NxM` (columns x rows), 1 to 1000. Throws std::invalid_argument naming the text if it
/// is neither.
GridShape parse_grid_shape(std::string_view text);

/// Top left corners (displayed px, row-major) of crop windows that are spread evenly over the frame, from one
/// edge to the other. Corners are rounded down to even pixels (4:2:0), so the last window may end one pixel
/// before the edge. If the shape is 1 on an axis, windows are centered there. Positions that coincide appear
/// once. Throws std::invalid_argument if the crop is empty or larger than the frame, or the shape is below 1.
std::vector<cv::Point> analysis_grid(cv::Size frame, cv::Size crop, GridShape shape);

}  // namespace smartcrop
