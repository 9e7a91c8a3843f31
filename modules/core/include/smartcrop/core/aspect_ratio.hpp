// Aspect ratios as written, W:H: a value type and its text form.
#pragma once

#include <string>
#include <string_view>

namespace smartcrop {

/// Width : height of a displayed picture. Kept as written (18:32 is not reduced to 9:16) so that it prints
/// back the same.
struct AspectRatio {
  int width = 1;   ///< > 0
  int height = 1;  ///< > 0

  double value() const { return static_cast<double>(width) / height; }
  bool operator==(const AspectRatio&) const = default;
};

/// Reads `W:H`, both whole numbers from 1 to 10000. Throws std::invalid_argument naming the text otherwise.
AspectRatio parse_aspect_ratio(std::string_view text);

/// `W:H`
std::string to_string(AspectRatio ratio);

}  // namespace smartcrop
