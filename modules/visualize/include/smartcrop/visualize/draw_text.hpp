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
  /// A plate behind the text, a quarter of the em larger on each side, for text on pictures; none = only
  /// text.
  std::optional<cv::Scalar> plate = {};
};

/// Space that draw_text() covers: the advance of the text by the font's line height, plate included.
cv::Size text_size(std::string_view utf8, const TextStyle& style);

/// Draws one line of DejaVu Sans, anti-aliased, into `bgr` (CV_8UC3, modified); its space begins at `corner`
/// (top left). What is outside the picture is left out; what is not UTF-8 or not in the font shows as a box.
/// Thread-safe for different pictures. Throws std::invalid_argument for another type or a size out of range.
void draw_text(cv::Mat& bgr, std::string_view utf8, cv::Point corner, const TextStyle& style);

/// The text where it is at most `width` px wide, else as much of its beginning as fits before an ellipsis.
std::string fitted_text(std::string_view utf8, const TextStyle& style, int width);

}  // namespace smartcrop
