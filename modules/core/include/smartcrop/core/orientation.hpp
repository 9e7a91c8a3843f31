#pragma once

namespace smartcrop {

/// How a stored picture is displayed: mirrored left-right first if `mirrored`, then rotated clockwise.
struct Orientation {
  int clockwise_degrees = 0;  ///< 0, 90, 180 or 270
  bool mirrored = false;

  bool swaps_sides() const { return clockwise_degrees % 180 != 0; }
  bool is_upright() const { return clockwise_degrees == 0 && !mirrored; }
  bool operator==(const Orientation&) const = default;
};

}  // namespace smartcrop
