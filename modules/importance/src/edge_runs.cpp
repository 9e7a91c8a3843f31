#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "smartcrop/core/vectorize.hpp"
#include "smartcrop/importance/insets.hpp"

namespace smartcrop {
namespace {

constexpr int kUnit = 1 << kMapFractionBits;
/// Luma jumps by more than this, and changed over time by more than the second, as for seams, gray levels.
constexpr int kStep = 4, kChange = 8;
/// A run is no shorter, cells, and has an edge in this share of its cells.
constexpr int kShortestRun = 12;
constexpr double kFilled = 0.7;
/// It ends where fewer than the second number of so many cells have an edge.
constexpr int kEnd = 6, kDenseEnd = 5;

// Conditions are joined by & and |, so that loops over cells have no branches.

/// Luma jumps at a cell from one flat level to another.
[[gnu::always_inline]] inline bool is_step(const std::uint16_t* p) {
  const int step = std::abs(p[1] - p[-1]);
  return (step > kStep * kUnit) & (step > std::abs(p[-1] - p[-2]) + std::abs(p[2] - p[1]));
}

/// The cell differs from both sides: a thin line.
[[gnu::always_inline]] inline bool is_ridge(const std::uint16_t* p) {
  const int left = p[0] - p[-2], right = p[0] - p[2];
  const int ridge = std::min(std::abs(left), std::abs(right));
  return ((left > 0) == (right > 0)) & (ridge > kStep * kUnit) &
         (ridge > std::abs(p[-2] - p[-3]) + std::abs(p[2] - p[3]));
}

SMARTCROP_VECTORIZE void find_edges(const std::uint16_t* row, int first, int end, std::uint8_t* edges) {
  for (int x = first; x < end; ++x)
    edges[x] = static_cast<std::uint8_t>(is_step(row + x) | is_ridge(row + x));
}

/// Where the edge lies from the left side of the cell on, cells. That of a thin line is in its middle.
float place_of(const std::uint16_t* p) {
  for (const int at : {0, -1, 1})
    if (is_ridge(p + at)) return static_cast<float>(at) + 0.5F;
  return std::clamp(static_cast<float>(p[1] - p[0]) / static_cast<float>(p[1] - p[-1]), 0.0F, 1.0F);
}

int edges_in(const std::uint8_t* column, const cv::Range& cells) {
  return static_cast<int>(std::count(column + cells.start, column + cells.end, 1));
}

/// Without ends that are only near to the run by chance.
cv::Range dense_part(const std::uint8_t* column, cv::Range run) {
  while (run.size() >= kEnd && edges_in(column, {run.end - kEnd, run.end}) < kDenseEnd) --run.end;
  while (run.size() >= kEnd && edges_in(column, {run.start, run.start + kEnd}) < kDenseEnd) ++run.start;
  return run;
}

}  // namespace

std::vector<EdgeRun> edge_runs(const cv::Mat& luma) {
  constexpr int kMargin = 4;
  cv::Mat found(luma.size(), CV_8U, cv::Scalar(0)), edges;
  for (int y = 0; y < luma.rows; ++y)
    find_edges(luma.ptr<std::uint16_t>(y), kMargin, luma.cols - kMargin, found.ptr<std::uint8_t>(y));
  cv::transpose(found, edges);
  std::vector<EdgeRun> runs;
  const auto place = [&](int x, int first, int end) {
    double sum = 0;
    int count = 0;
    for (int y = first; y < end; ++y)
      if (edges.at<std::uint8_t>(x, y) != 0)
        sum += x + static_cast<double>(place_of(luma.ptr<std::uint16_t>(y) + x)), ++count;
    return static_cast<float>(count > 0 ? sum / count : x + 0.5);
  };
  for (int x = kMargin; x + kMargin < luma.cols; ++x) {
    const auto* column = edges.ptr<std::uint8_t>(x);
    int first = -1, last = -1;
    for (int y = 0; y <= luma.rows; ++y) {
      const bool is_end = y == luma.rows || (first >= 0 && y - last > kLongestEdgeGap);
      if (is_end && first >= 0) {
        const cv::Range run = dense_part(column, {first, last + 1});
        const int middle = (run.start + run.end) / 2;
        if (run.size() >= kShortestRun && edges_in(column, run) >= kFilled * run.size())
          runs.push_back({static_cast<std::int16_t>(x), static_cast<std::int16_t>(run.start),
                          static_cast<std::int16_t>(run.end), place(x, run.start, middle),
                          place(x, middle, run.end)});
        first = -1;
      }
      if (y == luma.rows || column[y] == 0) continue;
      if (first < 0) first = y;
      last = y;
    }
  }
  return runs;
}

cv::Mat changed_blocks(const cv::Mat& before, const cv::Mat& now) {
  cv::Mat change, blocks;
  cv::absdiff(before, now, change);
  change = change > kChange * kUnit;
  cv::resize(change, blocks,
             {(now.cols + kChangedBlock - 1) / kChangedBlock, (now.rows + kChangedBlock - 1) / kChangedBlock},
             0, 0, cv::INTER_AREA);
  return blocks;
}

}  // namespace smartcrop
