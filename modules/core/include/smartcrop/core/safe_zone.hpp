// The edges of a picture that a platform's interface covers.
#pragma once

#include "smartcrop/core/crop_window.hpp"

namespace smartcrop {

/// Shares of the picture's width and height that are covered at each edge, 0..1; the rest is the safe zone.
struct SafeZone {
  double left = 0, top = 0, right = 0, bottom = 0;

  bool covers_anything() const { return left > 0 || top > 0 || right > 0 || bottom > 0; }
  /// The part of a window that is not covered.
  CropWindow uncovered(const CropWindow& window) const {
    return {window.x + left * window.w, window.y + top * window.h, (1 - left - right) * window.w,
            (1 - top - bottom) * window.h};
  }
  bool operator==(const SafeZone&) const = default;
};

}  // namespace smartcrop
