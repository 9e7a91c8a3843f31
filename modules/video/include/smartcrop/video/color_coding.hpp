// Color matrices and ranges: what luma and chroma codes mean. Pure functions.
#pragma once

#include <opencv2/core/types.hpp>

namespace smartcrop {

/// What the codes of luma and chroma mean. A plain value.
struct ColorCoding {
  /// MatrixCoefficients of ITU-T H.273: 1 = BT.709, 5 or 6 = BT.601, 9 = BT.2020; 2 = unspecified.
  int matrix = 2;
  bool full_range = false;  ///< black to white is 0..255 (of 8 bits), not 16..235
  bool operator==(const ColorCoding&) const = default;
};

/// The video's matrix if it is specified, else the one that players assume (mpv's rule): BT.709 for pictures
/// of at least 1280 px across or more than 576 lines, BT.601 for smaller ones. `stored`: size of the picture
/// before rotation.
int known_matrix(int matrix, cv::Size stored);

/// The shares of red and blue in luma; green has the rest. ITU-T H.273, table 4. BT.709 for matrices that are
/// not in that table.
struct LumaShares {
  double red = 0.2126, blue = 0.0722;
};
LumaShares luma_shares(int matrix);

/// Converts 8-bit codes to R'G'B' of 0..255: with y = luma_gain (Y - black), b = Cb - 128, r = Cr - 128, red
/// = y + red_cr r, green = y + green_cb b + green_cr r, blue = y + blue_cb b.
struct RgbFromCodes {
  double black, luma_gain, red_cr, green_cb, green_cr, blue_cb;
};
/// `coding`: with a known matrix.
RgbFromCodes rgb_from_codes(const ColorCoding& coding);

}  // namespace smartcrop
