#include "smartcrop/picture/format_converter.hpp"

#include <new>
#include <string>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"
#include "smartcrop/video/color_coding.hpp"

namespace smartcrop::internal {
namespace {

int is_full(AVColorRange range, AVPixelFormat format) {
  return range == AVCOL_RANGE_JPEG || (describe(format).flags & AV_PIX_FMT_FLAG_RGB) != 0 ? 1 : 0;
}

/// Coefficients of a YUV matrix. FFmpeg's numbers of the matrices are those of ITU-T H.273 and libswscale.
const int* coefficients(AVColorSpace matrix, cv::Size size) {
  return sws_getCoefficients(known_matrix(matrix, size));
}

}  // namespace

PictureFormat format_of(const AVFrame& frame) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixelFormat plain = without_range(format);
  return {plain, frame.colorspace, plain == format ? frame.color_range : AVCOL_RANGE_JPEG};
}

libav::FramePtr FormatConverter::convert(const AVFrame& frame) {
  const PictureFormat source = format_of(frame);
  libav::FramePtr output = libav::make_frame();
  const bool same_range = is_full(source.range, source.format) == is_full(target_.range, target_.format);
  if (source.format == target_.format && same_range) {
    libav::check(av_frame_ref(output.get(), &frame), "no memory for a frame");
    output->format = source.format;
    return output;
  }
  if (!scaler_ || width_ != frame.width || height_ != frame.height || source_.format != source.format ||
      source_.matrix != source.matrix || source_.range != source.range) {
    width_ = frame.width;
    height_ = frame.height;
    source_ = source;
    scaler_.reset(sws_getContext(width_, height_, source.format, width_, height_, target_.format,
                                 SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP,
                                 nullptr, nullptr, nullptr));
    if (!scaler_) {
      throw Error("pixel format " + libav::pixel_format_name(source.format) + " cannot be converted to " +
                  libav::pixel_format_name(target_.format));
    }
    const bool from_yuv = (describe(source.format).flags & AV_PIX_FMT_FLAG_RGB) == 0;
    const AVColorSpace from = from_yuv ? source.matrix : target_.matrix;
    const bool to_yuv = (describe(target_.format).flags & AV_PIX_FMT_FLAG_RGB) == 0;
    const AVColorSpace to = to_yuv ? target_.matrix : source.matrix;
    constexpr int kUnchanged = 1 << 16;  // contrast and saturation 1
    sws_setColorspaceDetails(scaler_.get(), coefficients(from, {width_, height_}),
                             is_full(source.range, source.format), coefficients(to, {width_, height_}),
                             is_full(target_.range, target_.format), 0, kUnchanged, kUnchanged);
  }
  output->format = target_.format;
  output->width = frame.width;
  output->height = frame.height;
  libav::check(av_frame_get_buffer(output.get(), 0), "no memory for a frame");
  libav::check(av_frame_copy_props(output.get(), &frame), "no memory for a frame");
  libav::check(
      sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, output->data, output->linesize),
      "the pixel format cannot be converted");
  return output;
}

}  // namespace smartcrop::internal
