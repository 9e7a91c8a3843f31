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

/// Of columns.
LineSteps compared(const cv::Mat& before, const cv::Mat& now) {
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
  LineSteps result;
  for (const int rows : stepped) result.stepped.push_back(share_of(rows, now.rows));
  for (const int rows : changed) result.changed.push_back(share_of(rows, now.rows));
  result.runs = edge_runs(now);
  return result;
}

bool is_stepped(std::span<const LineSteps> steps, std::size_t line) {
  double sum = 0, frames = 0;
  for (const LineSteps& step : steps) {
    const double share = step.stepped[line] / 255.0;
    sum += share;
    frames += share >= kSteppedRowsAtLeast;
  }
  const auto all = static_cast<double>(steps.size());
  return sum >= kSteppedRows * all && frames >= kSteppedFrames * all;
}

/// Whether the picture changes in the lines [first, end).
bool changes(std::span<const LineSteps> steps, int first, int end) {
  double sum = 0;
  for (const LineSteps& step : steps)
    for (int x = first; x < end; ++x) sum += step.changed[static_cast<std::size_t>(x)] / 255.0;
  return sum >= kChangedRows * (end - first) * static_cast<double>(steps.size());
}

/// The strips of neighboring lines in which pictures meet that change.
std::vector<Seam> strips_of(std::span<const LineSteps> steps, int cell_px, bool is_level) {
  std::vector<Seam> seams, strips;  // strips: lines of the map
  const int lines = static_cast<int>(steps.front().stepped.size());
  for (int x = kBeside; x < lines - kBeside; ++x) {
    if (!is_stepped(steps, static_cast<std::size_t>(x))) continue;
    if (!strips.empty() && x - strips.back().end < kStrip)
      strips.back().end = x + 1;
    else
      strips.push_back({x, x + 1});
  }
  for (const Seam& strip : strips)
    if (strip.end + kBeside <= lines && changes(steps, strip.first - kBeside, strip.first) &&
        changes(steps, strip.end, strip.end + kBeside))
      seams.push_back({strip.first * cell_px, strip.end * cell_px, is_level});
  return seams;
}

}  // namespace

std::optional<SeamSteps> SeamStepRecorder::add(const SmallFrame& frame) {
  if (index_ && (frame.time - time_).value() < kInterval_s) return std::nullopt;
  std::optional<SeamSteps> result;
  if (index_)
    result = {*index_, frame.index, compared(luma_, frame.luma), compared(luma_.t(), frame.luma.t()),
              changed_blocks(luma_, frame.luma)};
  luma_ = frame.luma.clone();
  index_ = frame.index;
  time_ = frame.time;
  return result;
}

std::vector<SeamSteps> steps_of(std::span<const SeamSteps> steps, const Shot& shot) {
  std::vector<SeamSteps> inside;
  for (const SeamSteps& step : steps)
    if (step.from >= shot.start_frame && step.to < shot.end_frame) inside.push_back(step);
  return inside;
}

std::vector<Seam> find_seams(std::span<const SeamSteps> steps, const MapGeometry& geometry) {
  if (std::ssize(steps) < kFewestComparisons) return {};
  std::vector<LineSteps> columns, rows;
  for (const SeamSteps& step : steps) {
    columns.push_back(step.columns);
    rows.push_back(step.rows);
  }
  std::vector<Seam> seams = strips_of(columns, geometry.block, false);
  const std::vector<Seam> level = strips_of(rows, geometry.block, true);
  seams.insert(seams.end(), level.begin(), level.end());
  return seams;
}

}  // namespace smartcrop
