#include "staying_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "edge_runs.hpp"

namespace smartcrop::internal {
namespace {

/// An edge stays in a cell that runs cover in this share of the comparisons.
constexpr double kPersistent = 0.6;
/// Runs further apart than this are other edges, cells.
constexpr double kSameEdge = 0.6;
constexpr std::size_t kMostLines = 48;

/// Place across the line, cells.
double place_of(const EdgeRun& run) {
  return static_cast<double>(run.at_first + run.at_second) / 2;
}

/// Median place, weighted by length. Sorts the runs by place.
double median_place(std::vector<EdgeRun>& runs) {
  std::ranges::stable_sort(runs, {}, place_of);
  int all = 0, sum = 0;
  for (const EdgeRun& run : runs) all += run.end - run.first;
  for (const EdgeRun& run : runs)
    if (2 * (sum += run.end - run.first) >= all) return place_of(run);
  return 0;
}

struct WeightedPoint {
  double along, across, weight;
};

/// The straight line nearest to the points, by least squares. length: between its ends.
EdgeFit line_through(const std::vector<WeightedPoint>& points, int length) {
  double w = 0, along = 0, across = 0, aa = 0, ab = 0, bb = 0;
  for (const auto& [a, b, weight] : points) w += weight, along += weight * a, across += weight * b;
  along /= w, across /= w;
  for (const auto& [a, b, weight] : points) {
    aa += weight * (a - along) * (a - along);
    ab += weight * (a - along) * (b - across);
    bb += weight * (b - across) * (b - across);
  }
  const double slope = aa > 0 ? ab / aa : 0;
  return {across, std::abs(slope) * length, std::sqrt(std::max(0.0, bb - slope * ab) / w)};
}

}  // namespace

StayingLines::StayingLines(std::span<const EdgeComparison> comparisons, LineEdges EdgeComparison::*direction,
                           int count, int length)
    : share_(count, length, CV_32F, cv::Scalar(0)) {
  for (const EdgeComparison& comparison : comparisons)
    for (const EdgeRun& run : (comparison.*direction).runs) {
      runs_.push_back(run);
      for (int i = run.first; i < run.end; ++i)
        share_.at<float>(run.line, i) += 1 / static_cast<float>(comparisons.size());
    }
  // An edge may lie between two lines.
  cv::Mat near;
  cv::dilate(share_, near, cv::Mat::ones(3, 1, CV_8U));
  cv::integral(near >= kPersistent, covered_, CV_32S);
  for (int line = 0; line < count; ++line) append_lines(line, near);
  keep_strongest();
}

void StayingLines::append_lines(int line, const cv::Mat& near) {
  constexpr int kShortest = kShortestInsetSide * 3 / 4;
  StayingLine current{line, 0, 0, 0};
  const auto finish = [&] {
    if (current.end - current.first >= kShortest) lines_.push_back(current);
  };
  for (int i = 0; i < length(); ++i) {
    if (near.at<float>(line, i) < kPersistent) continue;
    if (current.end == 0 || i - current.end >= kLongestEdgeGap) {
      finish();
      current = {line, i, i, 0};
    }
    current.end = i + 1;
    current.strength += static_cast<double>(share_.at<float>(line, i));
  }
  finish();
}

void StayingLines::keep_strongest() {
  std::ranges::stable_sort(lines_, std::greater(), &StayingLine::strength);
  std::vector<StayingLine> kept;
  for (const StayingLine& line : lines_) {
    const bool is_near = std::ranges::any_of(kept, [&](const StayingLine& other) {
      return std::abs(other.line - line.line) <= 1 && other.first < line.end && line.first < other.end;
    });
    if (!is_near && kept.size() < kMostLines) kept.push_back(line);
  }
  lines_ = std::move(kept);
}

double StayingLines::covered(int line, int first, int end) const {
  first = std::max(first, 0), end = std::min(end, length());
  if (end <= first) return 0;
  const auto at = [&](int row, int i) { return covered_.at<int>(row, i); };
  return (at(line + 1, end) - at(line + 1, first) - at(line, end) + at(line, first)) / 255.0 / (end - first);
}

std::vector<EdgeRun> StayingLines::runs_of_edge(int line, int first, int end) const {
  std::vector<EdgeRun> runs;
  for (const EdgeRun& run : runs_) {
    const int shared = std::min<int>(end, run.end) - std::max<int>(first, run.first);
    if (std::abs(run.line - line) <= 1 && 2 * shared >= run.end - run.first) runs.push_back(run);
  }
  // Other edges may lie beside it.
  const double usual = median_place(runs);
  std::erase_if(runs, [&](const EdgeRun& run) { return std::abs(place_of(run) - usual) > kSameEdge; });
  return runs;
}

EdgeFit StayingLines::fit(int line, int first, int end) const {
  const std::vector<EdgeRun> runs = runs_of_edge(line, first, end);
  if (runs.empty()) return {line + 0.5, 1, 1};
  std::vector<WeightedPoint> points;
  points.reserve(2 * runs.size());
  for (const EdgeRun& run : runs) {
    const double length = run.end - run.first;
    points.push_back({run.first + length / 4, static_cast<double>(run.at_first), length});
    points.push_back({run.end - length / 4, static_cast<double>(run.at_second), length});
  }
  return line_through(points, end - first);
}

}  // namespace smartcrop::internal
