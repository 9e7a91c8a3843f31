#include "edge_runs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::internal {
namespace {

/// Luma jumps by more than this, gray levels in the unit of small maps. Noise and coding stay below.
constexpr int kStep = 4 << kMapFractionBits;
/// Shortest run, cells, and the share of its cells with an edge.
constexpr int kShortestRun = 12;
constexpr double kFilled = 0.7;
/// At each end of a run, at least kDenseEnd of kEnd cells have an edge.
constexpr int kEnd = 6, kDenseEnd = 5;

// Conditions are joined by & and |, so that loops over cells have no branches.

/// Luma jumps at a cell from one flat level to another. The cell itself is a mixture of both.
[[gnu::always_inline]] inline bool is_step(const std::uint16_t* p) {
  const int step = std::abs(p[1] - p[-1]);
  return (step > kStep) & (step > std::abs(p[-1] - p[-2]) + std::abs(p[2] - p[1]));
}

/// The cell differs from both sides: a thin line.
[[gnu::always_inline]] inline bool is_ridge(const std::uint16_t* p) {
  const int left = p[0] - p[-2], right = p[0] - p[2];
  const int ridge = std::min(std::abs(left), std::abs(right));
  return ((left > 0) == (right > 0)) & (ridge > kStep) &
         (ridge > std::abs(p[-2] - p[-3]) + std::abs(p[2] - p[3]));
}

SMARTCROP_VECTORIZE void mark_steps(const std::uint16_t* row, int first, int end, std::uint8_t* mask) {
  for (int x = first; x < end; ++x) mask[x] = is_step(row + x) ? 255 : 0;
}

SMARTCROP_VECTORIZE void mark_edges(const std::uint16_t* row, int first, int end, std::uint8_t* mask) {
  for (int x = first; x < end; ++x) mask[x] = (int{is_step(row + x)} | int{is_ridge(row + x)}) != 0 ? 255 : 0;
}

/// Place of the edge, cells from the left side of the cell. A thin line is at its middle.
float place_of(const std::uint16_t* p) {
  for (const int at : {0, -1, 1})
    if (is_ridge(p + at)) return static_cast<float>(at) + 0.5F;
  return std::clamp(static_cast<float>(p[1] - p[0]) / static_cast<float>(p[1] - p[-1]), 0.0F, 1.0F);
}

/// What `mark` makes of each row, except for the first and last `margin` columns.
template <typename Mark>
cv::Mat mask_of(const cv::Mat& luma, int margin, const Mark& mark) {
  cv::Mat mask(luma.size(), CV_8U, cv::Scalar(0));
  for (int y = 0; y < luma.rows; ++y)
    mark(luma.ptr<std::uint16_t>(y), margin, luma.cols - margin, mask.ptr<std::uint8_t>(y));
  return mask;
}

/// The edges of one column. `column`: a row of the transposed mask.
class ColumnEdges {
 public:
  ColumnEdges(const cv::Mat& luma, const std::uint8_t* column, int x) : luma_(luma), column_(column), x_(x) {}

  void append_runs(std::vector<EdgeRun>& runs) const {
    int first = -1, last = -1;
    for (int y = 0; y < luma_.rows; ++y) {
      if (column_[y] == 0) continue;
      if (first >= 0 && y - last > kLongestEdgeGap) {
        append_run({first, last + 1}, runs);
        first = -1;
      }
      if (first < 0) first = y;
      last = y;
    }
    if (first >= 0) append_run({first, last + 1}, runs);
  }

 private:
  int edges_in(const cv::Range& cells) const {
    return static_cast<int>(std::count(column_ + cells.start, column_ + cells.end, 255));
  }

  /// Cuts off edges near the ends that are there by chance.
  cv::Range dense_part(cv::Range run) const {
    while (run.size() >= kEnd && edges_in({run.end - kEnd, run.end}) < kDenseEnd) --run.end;
    while (run.size() >= kEnd && edges_in({run.start, run.start + kEnd}) < kDenseEnd) ++run.start;
    return run;
  }

  /// Mean place of the edge across the column, cells of the map.
  float place(const cv::Range& cells) const {
    double sum = 0;
    int count = 0;
    for (int y = cells.start; y < cells.end; ++y)
      if (column_[y] != 0)
        sum += x_ + static_cast<double>(place_of(luma_.ptr<std::uint16_t>(y) + x_)), ++count;
    return static_cast<float>(count > 0 ? sum / count : x_ + 0.5);
  }

  void append_run(const cv::Range& cells, std::vector<EdgeRun>& runs) const {
    const cv::Range run = dense_part(cells);
    if (run.size() < kShortestRun || edges_in(run) < kFilled * run.size()) return;
    const int middle = (run.start + run.end) / 2;
    runs.push_back({static_cast<std::int16_t>(x_), static_cast<std::int16_t>(run.start),
                    static_cast<std::int16_t>(run.end), place({run.start, middle}),
                    place({middle, run.end})});
  }

  const cv::Mat& luma_;
  const std::uint8_t* column_;
  int x_;
};

}  // namespace

cv::Mat step_mask(const cv::Mat& luma) {
  return mask_of(luma, 2, mark_steps);
}

std::vector<EdgeRun> edge_runs(const cv::Mat& luma) {
  constexpr int kMargin = 4;
  const cv::Mat columns = mask_of(luma, kMargin, mark_edges).t();
  std::vector<EdgeRun> runs;
  for (int x = kMargin; x + kMargin < luma.cols; ++x)
    ColumnEdges(luma, columns.ptr<std::uint8_t>(x), x).append_runs(runs);
  return runs;
}

}  // namespace smartcrop::internal
