#include "smartcrop/core/padded_place.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop {

cv::Rect place_in(cv::Size output, const CropWindow& window, cv::Size block) {
  const double scale = std::min(output.width / window.w, output.height / window.h);
  const auto side = [&](double length, int limit, int unit) {
    const int whole = static_cast<int>(std::lround(length * scale / unit)) * unit;
    // A side that nearly fills the output fills it.
    return whole + unit > limit ? limit : std::max(unit, whole);
  };
  const cv::Size size(side(window.w, output.width, block.width), side(window.h, output.height, block.height));
  return {cv::Point((output.width - size.width) / 2 / block.width * block.width,
                    (output.height - size.height) / 2 / block.height * block.height),
          size};
}

}  // namespace smartcrop
