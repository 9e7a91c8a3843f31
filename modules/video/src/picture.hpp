#pragma once

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// Bits of a luma sample as PlaneView shows pictures of that pixel format.
int depth_of_luma(int format);

/// Shows decoded pictures as planes: as they lie in memory if that is possible, else converted. Every
/// picture comes out in the same size and layout, even where the stream changes either on its way.
class PlaneView {
 public:
  /// `format`: FFmpeg's pixel format of the stream, or AV_PIX_FMT_NONE to go by the first picture.
  PlaneView(cv::Size size, int format);

  /// Fills luma, chroma, bit_depth and owner. Throws Error (without the path) where a picture cannot be
  /// converted.
  void fill(Frame& frame, libav::FramePtr picture);

 private:
  bool fits(const AVFrame& picture) const;
  libav::FramePtr convert(const AVFrame& picture);

  cv::Size size_;
  int format_;  ///< of what comes out
  libav::ScalerPtr scaler_;
};

}  // namespace smartcrop
