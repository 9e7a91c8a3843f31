#include "smartcrop/importance/seams.hpp"

namespace smartcrop {
namespace {

/// A seam has a jump in kSteppedRows of its rows on average, and in kSteppedRowsAtLeast of them in
/// kSteppedFrames of the frames.
constexpr double kSteppedRows = 0.75, kSteppedRowsAtLeast = 0.6, kSteppedFrames = 0.9;
/// The picture changes beside a seam in this share of the rows of kBeside columns.
constexpr double kChangedRows = 0.1;
constexpr int kBeside = 12;
/// Columns that are no further apart are edges of one strip between the pictures.
constexpr int kStrip = 10;
constexpr int kFewestComparisons = 3;

bool is_stepped(std::span<const LineEdges> lines, std::size_t line) {
  double sum = 0, frames = 0;
  for (const LineEdges& edges : lines) {
    const double share = edges.stepped[line] / 255.0;
    sum += share;
    frames += share >= kSteppedRowsAtLeast;
  }
  const auto all = static_cast<double>(lines.size());
  return sum >= kSteppedRows * all && frames >= kSteppedFrames * all;
}

/// Whether the picture changes in the lines [first, end).
bool changes(std::span<const LineEdges> lines, int first, int end) {
  double sum = 0;
  for (const LineEdges& edges : lines)
    for (int x = first; x < end; ++x) sum += edges.changed[static_cast<std::size_t>(x)] / 255.0;
  return sum >= kChangedRows * (end - first) * static_cast<double>(lines.size());
}

/// Appends the strips of neighboring lines where changing pictures meet.
void append_strips(std::span<const LineEdges> lines, int cell_px, bool is_level, std::vector<Seam>& seams) {
  std::vector<cv::Range> strips;
  const int count = static_cast<int>(lines.front().stepped.size());
  for (int x = kBeside; x < count - kBeside; ++x) {
    if (!is_stepped(lines, static_cast<std::size_t>(x))) continue;
    if (!strips.empty() && x - strips.back().end < kStrip)
      strips.back().end = x + 1;
    else
      strips.emplace_back(x, x + 1);
  }
  for (const cv::Range& strip : strips)
    if (strip.end + kBeside <= count && changes(lines, strip.start - kBeside, strip.start) &&
        changes(lines, strip.end, strip.end + kBeside))
      seams.push_back({strip.start * cell_px, strip.end * cell_px, is_level});
}

}  // namespace

std::vector<Seam> find_seams(std::span<const EdgeComparison> comparisons, const MapGeometry& geometry) {
  if (std::ssize(comparisons) < kFewestComparisons) return {};
  std::vector<LineEdges> columns, rows;
  columns.reserve(comparisons.size()), rows.reserve(comparisons.size());
  for (const EdgeComparison& comparison : comparisons) {
    columns.push_back(comparison.columns);
    rows.push_back(comparison.rows);
  }
  std::vector<Seam> seams;
  append_strips(columns, geometry.block, false, seams);
  append_strips(rows, geometry.block, true, seams);
  return seams;
}

}  // namespace smartcrop
