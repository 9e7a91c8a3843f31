#pragma once

// Seams of a split screen: straight lines over the whole height or width of the frame where two pictures
// meet.
//
// A seam is a column (or row) of the small map where luma jumps in nearly all rows of nearly all compared
// frames, with a changing picture on both sides. Edges of objects bend, blur or move. Straight edges that do
// not, such as a door in front of a still camera, have a still picture beside them; so a seam between two
// still pictures is not found. Deterministic, thread-safe.

#include <span>
#include <vector>

#include "smartcrop/importance/edge_comparison.hpp"

namespace smartcrop {

/// The columns or rows [first, end) of a seam, or of the strip between two pictures, displayed source px.
struct Seam {
  int first = 0, end = 0;
  bool is_level = false;  ///< rows: one picture is above the other
  bool operator==(const Seam&) const = default;
};

/// The seams of a shot from left to right, then from top to bottom. None if fewer than 3 comparisons are
/// given.
std::vector<Seam> find_seams(std::span<const EdgeComparison> comparisons, const MapGeometry& geometry);

}  // namespace smartcrop
