// A map as seen from one of its sides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

inline bool is_left_or_right(Side side) {
  return side == Side::left || side == Side::right;
}

/// Rows or columns of a CV_16UC1 map: line 0 is the outermost at `side`. Does not keep the map's memory.
class MapLines {
 public:
  MapLines(const cv::Mat& map, Side side)
      : count_(is_left_or_right(side) ? map.cols : map.rows),
        length_(is_left_or_right(side) ? map.rows : map.cols),
        outermost_(map.ptr<std::uint16_t>()) {
    const auto row = static_cast<std::ptrdiff_t>(map.step1());
    next_line_ = is_left_or_right(side) ? 1 : row;
    next_cell_ = is_left_or_right(side) ? row : 1;
    if (side == Side::bottom || side == Side::right) {
      outermost_ += next_line_ * (count_ - 1);
      next_line_ = -next_line_;
    }
  }

  int count() const { return count_; }    ///< of lines
  int length() const { return length_; }  ///< cells in each

  /// Cell `i` of a line, from the left or from the top.
  int at(int line, int i) const { return outermost_[line * next_line_ + i * next_cell_]; }

  /// The first line from `line` on with a cell that is further than `limit` from `level`.
  int end_of_even(int line, int level, int limit) const {
    const auto is_even = [&] {
      for (int i = 0; i < length_; ++i) {
        const int difference = at(line, i) - level;
        if (difference > limit || difference < -limit) return false;
      }
      return true;
    };
    while (line < count_ && is_even()) ++line;
    return line;
  }

 private:
  int count_, length_;
  const std::uint16_t* outermost_;
  std::ptrdiff_t next_line_, next_cell_;
};

}  // namespace smartcrop
