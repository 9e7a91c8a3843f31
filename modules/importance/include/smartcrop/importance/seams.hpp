#pragma once

// Finds the seams of a split screen: straight lines over the whole height or width of the frame where two
// pictures meet.
//
// Twice a second, for each column of a small frame, the rows are counted in which the luma jumps there from
// one flat level to another, and those in which it changed since the frame before; the same for each row. A
// seam is a column with a jump in nearly all rows of nearly all frames, and with a changing picture on both
// sides. Edges of objects bend, blur or move. Straight edges that do not, such as a door in front of a still
// camera, have a still picture beside them. So a seam between two still pictures is not found. Cost on one
// thread: 0.5 ms per comparison of 320x180. Deterministic. Not thread-safe: use one recorder per thread.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/importance/insets.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// The columns or rows of the small map in two compared frames: share of their cells with a property, 255 =
/// all.
struct LineSteps {
  std::vector<std::uint8_t> stepped;  ///< per column or row: luma jumps there, in the later frame
  std::vector<std::uint8_t> changed;  ///< per column or row: luma changed
  std::vector<EdgeRun> runs = {};     ///< of the later frame
};

struct SeamSteps {
  FrameIndex from, to;
  LineSteps columns, rows;
  cv::Mat changed = {};  ///< see changed_blocks()
};

class SeamStepRecorder {
 public:
  /// Takes the next analyzed frame. Returns a result if it was compared.
  std::optional<SeamSteps> add(const SmallFrame& frame);

 private:
  std::optional<FrameIndex> index_;
  Time time_;
  cv::Mat luma_;
};

/// The comparisons between frames of the shot.
std::vector<SeamSteps> steps_of(std::span<const SeamSteps> steps, const Shot& shot);

/// The columns or rows [first, end) of a seam, or of the strip between two pictures, displayed source px.
struct Seam {
  int first = 0, end = 0;
  bool is_level = false;  ///< rows: one picture is above the other
  bool operator==(const Seam&) const = default;
};

/// The seams from left to right, then from top to bottom. None if too few frames were compared.
std::vector<Seam> find_seams(std::span<const SeamSteps> steps, const MapGeometry& geometry);

}  // namespace smartcrop
