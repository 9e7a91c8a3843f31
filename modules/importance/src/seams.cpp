#include "smartcrop/importance/seams.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop {
namespace {

/// Least time between compared frames, s, as for screen graphics.
constexpr double kInterval_s = 0.45;
/// Luma jumps by more than this and by more than it changes on both sides of the jump; it changed over time
/// where it did so by more than the second. Gray levels; noise and coding stay below.
constexpr int kStep = 4, kChange = 8;
/// A seam has a jump in this share of its rows on average, and in the second share of them in each of nine
/// tenths of the frames.
constexpr double kSteppedRows = 0.75, kSteppedRowsAtLeast = 0.6, kSteppedFrames = 0.9;
/// Pictures change beside a seam in this share of the rows of so many columns.
constexpr double kChangedRows = 0.1;
constexpr int kBeside = 12;
/// Columns that are no further apart are edges of one strip between the pictures.
constexpr int kStrip = 10;
/// Of so many comparisons.
constexpr int kFewestComparisons = 3;

std::uint8_t share_of(int rows, int all) {
  return static_cast<std::uint8_t>(rows * 255 / all);
}

ColumnSteps compared(const cv::Mat& before, const cv::Mat& now) {
  constexpr int kUnit = 1 << kMapFractionBits;
  std::vector<int> stepped(static_cast<std::size_t>(now.cols)), changed(stepped.size());
  for (int y = 0; y < now.rows; ++y) {
    const auto *p = now.ptr<std::uint16_t>(y), *q = before.ptr<std::uint16_t>(y);
    for (int x = 0; x < now.cols; ++x)
      changed[static_cast<std::size_t>(x)] += std::abs(p[x] - q[x]) > kChange * kUnit;
    // The cell between is a mixture where a seam runs through it.
    for (int x = 2; x + 2 < now.cols; ++x) {
      const int step = std::abs(p[x + 1] - p[x - 1]);
      const int beside = std::abs(p[x - 1] - p[x - 2]) + std::abs(p[x + 2] - p[x + 1]);
      stepped[static_cast<std::size_t>(x)] += step > kStep * kUnit && step > beside;
    }
  }
  ColumnSteps result;
  for (const int rows : stepped) result.stepped.push_back(share_of(rows, now.rows));
  for (const int rows : changed) result.changed.push_back(share_of(rows, now.rows));
  return result;
}

bool is_stepped(std::span<const ColumnSteps> steps, std::size_t column) {
  double sum = 0, frames = 0;
  for (const ColumnSteps& step : steps) {
    const double share = step.stepped[column] / 255.0;
    sum += share;
    frames += share >= kSteppedRowsAtLeast;
  }
  const auto all = static_cast<double>(steps.size());
  return sum >= kSteppedRows * all && frames >= kSteppedFrames * all;
}

/// Whether the picture changes in the columns [first, end).
bool changes(std::span<const ColumnSteps> steps, int first, int end) {
  double sum = 0;
  for (const ColumnSteps& step : steps)
    for (int x = first; x < end; ++x) sum += step.changed[static_cast<std::size_t>(x)] / 255.0;
  return sum >= kChangedRows * (end - first) * static_cast<double>(steps.size());
}

}  // namespace

std::optional<ColumnSteps> ColumnStepRecorder::add(const SmallFrame& frame) {
  if (index_ && (frame.time - time_).value() < kInterval_s) return std::nullopt;
  std::optional<ColumnSteps> result;
  if (index_) {
    result = compared(luma_, frame.luma);
    result->from = *index_;
    result->to = frame.index;
  }
  luma_ = frame.luma.clone();
  index_ = frame.index;
  time_ = frame.time;
  return result;
}

std::vector<ColumnSteps> steps_of(std::span<const ColumnSteps> steps, const Shot& shot) {
  std::vector<ColumnSteps> inside;
  for (const ColumnSteps& step : steps)
    if (step.from >= shot.start_frame && step.to < shot.end_frame) inside.push_back(step);
  return inside;
}

std::vector<Seam> find_seams(std::span<const ColumnSteps> steps, const MapGeometry& geometry) {
  std::vector<Seam> seams;
  if (std::ssize(steps) < kFewestComparisons) return seams;
  const int columns = geometry.map_size().width;
  std::vector<Seam> strips;  // columns of the map
  for (int x = kBeside; x < columns - kBeside; ++x) {
    if (!is_stepped(steps, static_cast<std::size_t>(x))) continue;
    if (!strips.empty() && x - strips.back().end < kStrip)
      strips.back().end = x + 1;
    else
      strips.push_back({x, x + 1});
  }
  for (const Seam& strip : strips)
    if (strip.end + kBeside <= columns && changes(steps, strip.first - kBeside, strip.first) &&
        changes(steps, strip.end, strip.end + kBeside))
      seams.push_back({strip.first * geometry.block, strip.end * geometry.block});
  return seams;
}

}  // namespace smartcrop
