#include "smartcrop/core/output_halves.hpp"

namespace smartcrop {

std::array<cv::Rect, 2> output_halves(cv::Size output) {
  const auto half = [](int side) { return side / 4 * 2; };
  cv::Rect first({}, output), second({}, output);
  if (output.height > output.width) {
    first.height = second.y = half(output.height);
    second.height -= first.height;
  } else {
    first.width = second.x = half(output.width);
    second.width -= first.width;
  }
  return {first, second};
}

}  // namespace smartcrop
