#pragma once

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Pixel format and color meaning of a picture.
struct PictureFormat {
  AVPixelFormat format = AV_PIX_FMT_NONE;
  AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
  AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
};

/// The format of a decoded frame. Deprecated full-range formats (yuvj420p) become plain ones of full range.
PictureFormat format_of(const AVFrame& frame);

/// Converts frames to one pixel format, matrix and range at their own size, with libswscale (bicubic chroma,
/// accurate rounding).
class FormatConverter {
 public:
  explicit FormatConverter(PictureFormat target) : target_(target) {}

  /// A new frame with the properties (time, side data) of `frame`, or a reference to `frame` itself if it has
  /// the format already. Throws Error if libswscale does not support the conversion.
  libav::FramePtr convert(const AVFrame& frame);

 private:
  PictureFormat target_;
  libav::ScalerPtr scaler_;
  int width_ = 0, height_ = 0;
  PictureFormat source_;
};

}  // namespace smartcrop::internal
