#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "smartcrop/importance/insets.hpp"

namespace smartcrop {
namespace {

constexpr int kUnit = 1 << kMapFractionBits;
/// Luma jumps by more than this, and changed over time by more than the second, as for seams, gray levels.
constexpr int kStep = 4, kChange = 8;
/// A run is no shorter, cells, and has an edge in this share of its cells.
constexpr int kShortestRun = 12;
constexpr double kFilled = 0.7;

/// Whether luma jumps at a cell from one flat level to another, or the cell differs from both sides: a line.
bool is_edge(const std::uint16_t* p) {
  const int before = std::abs(p[-1] - p[-2]), after = std::abs(p[2] - p[1]);
  const int step = std::abs(p[1] - p[-1]);
  if (step > kStep * kUnit && step > before + after) return true;
  const int left = p[0] - p[-2], right = p[0] - p[2];
  const int ridge = std::min(std::abs(left), std::abs(right));
  return (left > 0) == (right > 0) && ridge > kStep * kUnit &&
         ridge > std::abs(p[-2] - p[-3]) + std::abs(p[2] - p[3]);
}

/// Where the edge lies from the left side of the cell on, cells.
float place_of(const std::uint16_t* p) {
  const int step = p[1] - p[-1];
  const int before = std::abs(p[-1] - p[-2]), after = std::abs(p[2] - p[1]);
  if (std::abs(step) > kStep * kUnit && std::abs(step) > before + after)
    return std::clamp(static_cast<float>(p[1] - p[0]) / static_cast<float>(step), 0.0F, 1.0F);
  return 0.5F;
}

}  // namespace

std::vector<EdgeRun> edge_runs(const cv::Mat& luma) {
  constexpr int kMargin = 3;
  cv::Mat edges(luma.cols, luma.rows, CV_8U, cv::Scalar(0));
  for (int y = 0; y < luma.rows; ++y) {
    const auto* row = luma.ptr<std::uint16_t>(y);
    for (int x = kMargin; x + kMargin < luma.cols; ++x) edges.at<std::uint8_t>(x, y) = is_edge(row + x);
  }
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
    int first = -1, last = -1, count = 0;
    for (int y = 0; y <= luma.rows; ++y) {
      const bool is_end = y == luma.rows || (first >= 0 && y - last > kLongestEdgeGap);
      if (is_end && first >= 0) {
        const int end = last + 1, middle = (first + end) / 2;
        if (end - first >= kShortestRun && count >= kFilled * (end - first))
          runs.push_back({static_cast<std::int16_t>(x), static_cast<std::int16_t>(first),
                          static_cast<std::int16_t>(end), place(x, first, middle), place(x, middle, end)});
        first = -1;
      }
      if (y == luma.rows || column[y] == 0) continue;
      if (first < 0) first = y, count = 0;
      last = y, ++count;
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
