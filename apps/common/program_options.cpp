#include "common/program_options.hpp"

#include <stdexcept>

#include "smartcrop/core/text.hpp"

namespace smartcrop::app {

cv::Size parse_size(const std::string& text) {
  constexpr int kLargest = 16384;  // the largest side that H.264's levels and most encoders know
  const auto fits = [](int side) { return side > 0 && side <= kLargest && side % 2 == 0; };
  const auto size = parse_size_text(text);
  if (size && fits(size->width) && fits(size->height)) return *size;
  throw std::invalid_argument("size '" + text + "' is not WxH with even sides from 2 to " +
                              std::to_string(kLargest) + ", for example 1080x1920");
}

}  // namespace smartcrop::app
