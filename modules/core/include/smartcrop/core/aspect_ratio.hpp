// Aspect ratios as written, W:H: a value type and its text form.
#pragma once

#include <string>
#include <string_view>

namespace smartcrop {

/// Width : height of a displayed picture. Kept as written, so that it prints the same: 18:32 is not reduced
/// to 9:16.
struct AspectRatio {
  int width = 1;   ///< > 0
  int height = 1;  ///< > 0

  double value() const { return static_cast<double>(width) / height; }
  bool operator==(const AspectRatio&) const = default;
};

/// Reads an aspect ratio: `W:H`, `WxH` or `W/H` with sides up to 10000, such as 9:16 or 1.91:1; a number,
/// such as 0.5625; or vertical (9:16), portrait (4:5), square, landscape (16:9). Sides with fractions are
/// scaled to whole numbers: 1.91:1 becomes 191:100. Throws std::invalid_argument naming the text if it is
/// none of these.
AspectRatio parse_aspect_ratio(std::string_view text);

/// `W:H`
std::string to_string(AspectRatio ratio);

}  // namespace smartcrop
