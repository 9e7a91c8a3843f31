#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace smartcrop {

/// How a line of text looks. Colors are BGR, 0..255.
struct TextStyle {
  int size_px = 16;  ///< the font's em, 6 to 400; capital letters are about 0.73 of it
  cv::Scalar color{255, 255, 255};
  /// Color of a plate behind the text, for text on pictures; a quarter of the em larger on each side. nullopt
  /// = no plate.
  std::optional<cv::Scalar> plate = {};
};

/// Size of the area that draw_text() covers: the text's advance by the font's line height, and the plate.
cv::Size text_size(std::string_view utf8, const TextStyle& style);

/// Draws one line of DejaVu Sans, anti-aliased, into `bgr` (CV_8UC3, modified); `corner`: top left corner of
/// the area (text_size()). The text is clipped to the picture; characters that are not UTF-8 or not in the
/// font become boxes. Thread-safe for different pictures. Throws std::invalid_argument for another type or a
/// size out of range.
void draw_text(cv::Mat& bgr, std::string_view utf8, cv::Point corner, const TextStyle& style);

/// The text, if wider than `width` px shortened with an ellipsis.
std::string fitted_text(std::string_view utf8, const TextStyle& style, int width);

}  // namespace smartcrop
