#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "smartcrop/importance/edge_comparison.hpp"

namespace smartcrop::internal {

/// Shortest side of an inset, cells.
inline constexpr int kShortestInsetSide = 16;

/// A straight edge through cells [first, end) of a column (row) that stays over a shot.
struct StayingLine {
  int line = 0, first = 0, end = 0;
  double strength = 0;  ///< sum over its cells of the share of comparisons with a run there
};

/// How an edge lies along a line.
struct EdgeFit {
  double place = 0;   ///< mean, across the line, cells
  double tilt = 0;    ///< difference of place between its ends, cells
  double jitter = 0;  ///< root mean square distance from a straight line, cells
};

/// The edges along columns, or along rows, that stay at their place in the compared frames of a shot.
class StayingLines {
 public:
  /// direction: &EdgeComparison::columns or rows. count, length: number of lines, and of cells of a line.
  StayingLines(std::span<const EdgeComparison> comparisons, LineEdges EdgeComparison::*direction, int count,
               int length);

  /// The strongest ones that are no neighbors, the strongest first.
  const std::vector<StayingLine>& lines() const { return lines_; }
  int count() const { return share_.rows; }
  int length() const { return share_.cols; }

  /// Share of the cells [first, end) of a line where an edge stays, 0..1.
  double covered(int line, int first, int end) const;
  /// How the edge lies between two cells of a line.
  EdgeFit fit(int line, int first, int end) const;

 private:
  /// near: share_ of a line or its neighbors.
  void append_lines(int line, const cv::Mat& near);
  void keep_strongest();
  /// The runs of one edge: those that lie mostly in [first, end) of a line or its neighbors.
  std::vector<EdgeRun> runs_of_edge(int line, int first, int end) const;

  std::vector<EdgeRun> runs_;
  cv::Mat share_;    ///< CV_32F, lines x cells: share of the comparisons with a run there
  cv::Mat covered_;  ///< integral of the cells where an edge stays, 255 each
  std::vector<StayingLine> lines_;
};

}  // namespace smartcrop::internal
