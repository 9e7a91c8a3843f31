#pragma once

// Seams of a split screen: straight lines over the whole height or width of the frame on which two pictures
// meet.
//
// Twice a second each column of a small frame is looked at: in how many rows the luma jumps there from one
// flat level to another, and in how many it changed since the frame before; each row likewise. A seam is a
// column with a jump in nearly all rows of nearly all frames, on both sides of which the picture changes.
// Edges of things bend, blur or move; those that do not, as of a door before a still camera, have nothing
// that changes beside them. Two pictures that both stand still where they meet cannot be told from these.
// Cost on one thread: 0.5 ms per comparison of 320x180. Deterministic. Not thread-safe: one recorder a
// thread.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/importance/insets.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// What the columns or rows of the small map were like in two compared frames. Shares of their cells, 255 =
/// all.
struct LineSteps {
  std::vector<std::uint8_t> stepped;  ///< by line: luma jumps there, in the later frame
  std::vector<std::uint8_t> changed;  ///< by line: luma changed
  std::vector<EdgeRun> runs = {};     ///< of the later frame
};

struct SeamSteps {
  FrameIndex from, to;
  LineSteps columns, rows;
  cv::Mat changed = {};  ///< see changed_blocks()
};

class SeamStepRecorder {
 public:
  /// The next analyzed frame. Result where it was compared.
  std::optional<SeamSteps> add(const SmallFrame& frame);

 private:
  std::optional<FrameIndex> index_;
  Time time_;
  cv::Mat luma_;
};

/// The comparisons between frames of the shot.
std::vector<SeamSteps> steps_of(std::span<const SeamSteps> steps, const Shot& shot);

/// The columns or rows of a seam, or of the strip between two pictures, displayed source px, `end` excluded.
struct Seam {
  int first = 0, end = 0;
  bool is_level = false;  ///< it is made of rows: one picture lies above the other
  bool operator==(const Seam&) const = default;
};

/// From left to right, then from top to bottom. None where too few frames were compared.
std::vector<Seam> find_seams(std::span<const SeamSteps> steps, const MapGeometry& geometry);

}  // namespace smartcrop
