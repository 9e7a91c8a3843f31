#pragma once

// Insets: small pictures inside of the picture, such as a face camera in a game or a talk.
//
// Twice a second straight runs of edges along columns and rows of a small frame are kept. An inset is a
// rectangle whose sides are such runs, of the same place in nearly all frames of the shot, exactly upright or
// level, and end at its corners; up to two of them may be sides of the frame instead. Edges of things are
// seldom that straight, and four of them seldom meet. Where the picture does not change on both sides of all
// edges it can still be a poster, a screen or a window: who uses the result has to know more, as that a face
// is inside. Cost on one thread: 1 ms per comparison of 320x180. Deterministic, thread-safe.

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

struct SeamSteps;

/// A straight piece of an edge along a column (row) of the small map, cells [first, end) of it.
struct EdgeRun {
  std::int16_t line = 0, first = 0, end = 0;
  /// Where across the line the edge lies, cells, in the first half of the run and in the second.
  float at_first = 0, at_second = 0;
};

/// The longest gap within a run, and the side of blocks of changes, cells.
inline constexpr int kLongestEdgeGap = 4, kChangedBlock = 4;

/// luma: CV_16UC1. Runs along columns; of the transposed luma, along rows. Ascending by line, then first.
std::vector<EdgeRun> edge_runs(const cv::Mat& luma);

/// The share of cells that changed in blocks of 4x4 cells, CV_8UC1, 255 = all.
cv::Mat changed_blocks(const cv::Mat& before, const cv::Mat& now);

struct Inset {
  cv::Rect box;  ///< what is inside of its edges, displayed source px
  /// The picture changes beside each edge, inside and outside. Else it changes inside.
  bool changes_apart = false;

  bool operator==(const Inset&) const = default;
};

/// Those of one shot, the surest first; they do not overlap. None where too few frames were compared.
std::vector<Inset> find_insets(std::span<const SeamSteps> steps, const MapGeometry& geometry);

}  // namespace smartcrop
