#pragma once

// Insets: small pictures inside the picture, such as a face camera in a game or a talk.
//
// An inset is a rectangle whose sides are straight edges: at the same place in nearly all compared frames of
// the shot, exactly upright or level, and ending at its corners. Up to two sides may be sides of the frame
// instead. Edges of things are seldom that straight, and four of them seldom meet. A rectangle whose picture
// does not change on both sides of all edges can still be a poster, a screen or a window; the caller needs
// more evidence, such as a face inside. Deterministic, thread-safe.

#include <opencv2/core/types.hpp>
#include <span>
#include <vector>

#include "smartcrop/importance/edge_comparison.hpp"

namespace smartcrop {

struct Inset {
  cv::Rect box;  ///< the picture inside its edges, displayed source px
  /// The picture changes beside each edge, inside and outside. False: it changes inside.
  bool changes_apart = false;

  bool operator==(const Inset&) const = default;
};

/// The insets of a shot, the surest first; they do not overlap. None if fewer than 5 comparisons are given.
std::vector<Inset> find_insets(std::span<const EdgeComparison> comparisons, const MapGeometry& geometry);

}  // namespace smartcrop
