extern "C" {
#include <libavutil/pixdesc.h>
}

#include <bit>
#include <new>
#include <string>
#include <string_view>

#include "picture.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"

namespace smartcrop {
namespace {

const AVPixFmtDescriptor* descriptor(int format) {
  return av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
}

/// Gray, or YUV (with or without alpha) with one sample of one component after another in each plane.
bool is_planar_luma(const AVPixFmtDescriptor& format) {
  constexpr std::uint64_t kUnfit = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                   AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_BAYER;
  if ((format.flags & kUnfit) != 0 || format.nb_components == 2) return false;
  const bool is_big_endian = (format.flags & AV_PIX_FMT_FLAG_BE) != 0;
  const int depth = format.comp[0].depth;
  if (depth < 8 || depth > 16) return false;
  if (depth > 8 && is_big_endian != (std::endian::native == std::endian::big)) return false;
  for (int i = 0; i < (format.nb_components == 1 ? 1 : 3); ++i) {
    const AVComponentDescriptor& component = format.comp[i];
    if (component.plane != i || component.step != (depth > 8 ? 2 : 1)) return false;
    if (component.shift != 0 || component.offset != 0 || component.depth != depth) return false;
  }
  return true;
}

bool same_layout(const AVPixFmtDescriptor& a, const AVPixFmtDescriptor& b) {
  return (a.nb_components == 1) == (b.nb_components == 1) && a.comp[0].depth == b.comp[0].depth &&
         a.log2_chroma_w == b.log2_chroma_w && a.log2_chroma_h == b.log2_chroma_h;
}

/// The planar format nearest to one that is not: the same depth (at least 8), the same chroma resolution
/// where it is YUV, else 4:4:4.
AVPixelFormat planar_like(const AVPixFmtDescriptor& format) {
  const bool is_yuv =
      (format.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)) == 0;
  std::string name = "yuv444p";
  if (format.nb_components <= 2 && (format.flags & AV_PIX_FMT_FLAG_PAL) == 0) {
    name = "gray";
  } else if (is_yuv && format.log2_chroma_w == 1) {
    name = format.log2_chroma_h == 1 ? "yuv420p" : "yuv422p";
  }
  const int depth = format.comp[0].depth;
  if (depth <= 8) return av_get_pix_fmt(name.c_str());
  const AVPixelFormat same_depth = av_get_pix_fmt((name + std::to_string(depth)).c_str());
  return same_depth != AV_PIX_FMT_NONE ? same_depth : av_get_pix_fmt((name + "16").c_str());
}

int output_format(int format) {
  const AVPixFmtDescriptor* known = descriptor(format);
  if (known == nullptr) return AV_PIX_FMT_NONE;
  return is_planar_luma(*known) ? format : planar_like(*known);
}

/// What the codes mean after convert() or as decoded. What libswscale makes of RGB is BT.601 of video range.
ColorCoding coding_of(const AVFrame& picture) {
  const AVPixFmtDescriptor& format = *descriptor(picture.format);
  constexpr int kBt601 = AVCOL_SPC_SMPTE170M;
  if ((format.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)) != 0)
    return {kBt601, false};
  const bool is_unsaid = picture.color_range == AVCOL_RANGE_UNSPECIFIED;
  // The deprecated formats for full range, and gray, say it by their kind.
  const bool full_by_kind =
      std::string_view(format.name).starts_with("yuvj") || (is_unsaid && format.nb_components <= 2);
  return {static_cast<int>(picture.colorspace), full_by_kind || picture.color_range == AVCOL_RANGE_JPEG};
}

cv::Mat view(const AVFrame& picture, int plane, int rows, int columns, int type) {
  return cv::Mat(rows, columns, type, picture.data[plane], static_cast<std::size_t>(picture.linesize[plane]));
}

}  // namespace

int depth_of_luma(int format) {
  const AVPixFmtDescriptor* shown = descriptor(output_format(format));
  return shown == nullptr ? 8 : shown->comp[0].depth;
}

PlaneView::PlaneView(cv::Size size, int format) : size_(size), format_(output_format(format)) {}

bool PlaneView::fits(const AVFrame& picture) const {
  const AVPixFmtDescriptor* format = descriptor(picture.format);
  if (format == nullptr || !is_planar_luma(*format) || !same_layout(*format, *descriptor(format_)))
    return false;
  if (picture.width != size_.width || picture.height != size_.height) return false;
  // A picture stored bottom row first has negative line sizes, which a cv::Mat cannot say.
  return picture.linesize[0] > 0 &&
         (format->nb_components == 1 || (picture.linesize[1] > 0 && picture.linesize[2] > 0));
}

libav::FramePtr PlaneView::convert(const AVFrame& picture) {
  libav::FramePtr converted = libav::make_frame();
  converted->width = size_.width;
  converted->height = size_.height;
  converted->format = format_;
  if (av_frame_get_buffer(converted.get(), 0) < 0) throw std::bad_alloc();
  const auto from = static_cast<AVPixelFormat>(picture.format), to = static_cast<AVPixelFormat>(format_);
  // Accurate and bit-exact: the same bytes from every machine.
  constexpr int kFlags =
      SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  scaler_.reset(sws_getCachedContext(scaler_.release(), picture.width, picture.height, from, size_.width,
                                     size_.height, to, kFlags, nullptr, nullptr, nullptr));
  if (!scaler_ || sws_scale(scaler_.get(), picture.data, picture.linesize, 0, picture.height, converted->data,
                            converted->linesize) <= 0) {
    throw Error("pictures of the format '" + libav::pixel_format_name(picture.format) +
                "' cannot be converted");
  }
  return converted;
}

void PlaneView::fill(Frame& frame, libav::FramePtr picture) {
  if (format_ == AV_PIX_FMT_NONE) format_ = output_format(picture->format);
  if (format_ == AV_PIX_FMT_NONE) throw Error("pictures of an unknown format");
  frame.coding = coding_of(*picture);
  if (!fits(*picture)) picture = convert(*picture);
  const AVPixFmtDescriptor& format = *descriptor(format_);
  frame.bit_depth = format.comp[0].depth;
  const int type = frame.bit_depth > 8 ? CV_16UC1 : CV_8UC1;
  frame.luma = view(*picture, 0, size_.height, size_.width, type);
  if (format.nb_components == 1) {
    frame.chroma = {};
  } else {
    const int rows = AV_CEIL_RSHIFT(size_.height, format.log2_chroma_h);
    const int columns = AV_CEIL_RSHIFT(size_.width, format.log2_chroma_w);
    frame.chroma = {view(*picture, 1, rows, columns, type), view(*picture, 2, rows, columns, type)};
  }
  frame.owner = std::shared_ptr<const AVFrame>(picture.release(), [](const AVFrame* held) {
    auto* owned = const_cast<AVFrame*>(held);
    av_frame_free(&owned);
  });
}

}  // namespace smartcrop
