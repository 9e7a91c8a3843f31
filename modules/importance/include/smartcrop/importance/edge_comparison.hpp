#pragma once

// Straight edges that stay where they are, for seams (seams.hpp) and insets (insets.hpp).
//
// Twice a second a small frame is compared with the one compared before: where luma jumps from one flat level
// to another, which straight runs of edges there are along columns and rows, and where luma changed. Cost on
// one thread: 1.5 ms per comparison of 320x180. Deterministic.

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// A straight piece of an edge: cells [first, end) of a column (row) of the small map.
struct EdgeRun {
  std::int16_t line = 0, first = 0, end = 0;  ///< line: the column (row)
  /// Place of the edge across the line, cells, mean over the first and over the second half of the run.
  float at_first = 0, at_second = 0;
};

/// The columns, or the rows, of two compared small maps.
struct LineEdges {
  std::vector<std::uint8_t>
      stepped;  ///< per line: share of cells where luma jumps in the later map, 255 = all
  std::vector<std::uint8_t> changed;  ///< per line: share of cells that changed, 255 = all
  std::vector<EdgeRun> runs = {};     ///< in the later map, ascending by line, then first
};

/// Side of a block of EdgeComparison::changed, cells.
inline constexpr int kChangedBlock = 4;

struct EdgeComparison {
  FrameIndex from, to;
  LineEdges columns, rows;
  cv::Mat changed = {};  ///< CV_8UC1: share of the cells of each block that changed, 255 = all
};

/// Not thread-safe: use one recorder per thread.
class EdgeComparisonRecorder {
 public:
  /// Takes the next analyzed frame. Returns a comparison if 0.45 s have passed since the last one.
  std::optional<EdgeComparison> add(const SmallFrame& frame);

 private:
  std::optional<FrameIndex> index_;
  Time time_;
  cv::Mat luma_;
};

/// The comparisons between frames of the shot.
std::vector<EdgeComparison> comparisons_in(const Shot& shot, std::span<const EdgeComparison> comparisons);

}  // namespace smartcrop
