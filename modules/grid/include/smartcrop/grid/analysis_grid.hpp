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

/// Reads `N` (NxN) or `NxM` (columns x rows), 1 to 1000. Throws std::invalid_argument naming the text
/// otherwise.
GridShape parse_grid_shape(std::string_view text);

/// Top left corners (displayed px) of crop windows spread evenly over the room they can move in, both ends
/// included, row-major, rounded down to even pixels (4:2:0), so that in an odd room the last is one pixel
/// short of the end. An axis with no room has one position, a shape of 1 on an axis with room is centered;
/// positions that coincide appear once. Throws std::invalid_argument where the crop is empty or larger than
/// the frame, or the shape below 1.
std::vector<cv::Point> analysis_grid(cv::Size frame, cv::Size crop, GridShape shape);

}  // namespace smartcrop
