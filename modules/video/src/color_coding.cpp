#include "smartcrop/video/color_coding.hpp"

namespace smartcrop {
namespace {

// MatrixCoefficients of ITU-T H.273.
constexpr int kBt709 = 1, kUnsaid = 2, kFcc = 4, kBt470bg = 5, kBt601 = 6, kSmpte240m = 7, kBt2020 = 9,
              kBt2020Constant = 10;

}  // namespace

int known_matrix(int matrix, cv::Size stored) {
  if (matrix != kUnsaid) return matrix;
  constexpr int kHdWidth = 1280, kSdLines = 576;
  return stored.width >= kHdWidth || stored.height > kSdLines ? kBt709 : kBt601;
}

LumaShares luma_shares(int matrix) {
  switch (matrix) {
    case kFcc:
      return {0.30, 0.11};
    case kBt470bg:
    case kBt601:
      return {0.299, 0.114};
    case kSmpte240m:
      return {0.212, 0.087};
    case kBt2020:
    case kBt2020Constant:
      return {0.2627, 0.0593};
    default:
      return {0.2126, 0.0722};
  }
}

RgbFromCodes rgb_from_codes(const ColorCoding& coding) {
  const LumaShares share = luma_shares(coding.matrix);
  const double green = 1 - share.red - share.blue;
  // Steps from black to white and from the least to the most chroma, of 8 bits.
  const double luma_gain = coding.full_range ? 1 : 255.0 / 219,
               chroma_gain = coding.full_range ? 1 : 255.0 / 224;
  const double red_cr = 2 * (1 - share.red) * chroma_gain, blue_cb = 2 * (1 - share.blue) * chroma_gain;
  return {coding.full_range ? 0.0 : 16.0, luma_gain, red_cr, -blue_cb * share.blue / green,
          -red_cr * share.red / green,    blue_cb};
}

}  // namespace smartcrop
