#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"

namespace smartcrop::internal {
namespace {

constexpr std::uint64_t kLayoutFlags = AV_PIX_FMT_FLAG_PLANAR | AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_ALPHA |
                                       AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_FLOAT |
                                       AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL |
                                       AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER;

}  // namespace

bool is_chroma(AVPixelFormat format, int plane) {
  return (plane == 1 || plane == 2) && (describe(format).flags & AV_PIX_FMT_FLAG_RGB) == 0;
}

const AVPixFmtDescriptor& describe(AVPixelFormat format) {
  const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
  if (descriptor == nullptr) throw std::invalid_argument("unknown pixel format");
  return *descriptor;
}

bool is_plain_planar(AVPixelFormat format) {
  const AVPixFmtDescriptor& d = describe(format);
  constexpr std::uint64_t kUnfit = AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_BITSTREAM |
                                   AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER;
  if ((d.flags & kUnfit) != 0) return false;
  if (((d.flags & AV_PIX_FMT_FLAG_BE) != 0) != (std::endian::native == std::endian::big) &&
      d.comp[0].depth > 8) {
    return false;
  }
  if (plane_count(format) != d.nb_components) return false;
  for (int i = 0; i < d.nb_components; ++i) {
    const AVComponentDescriptor& c = d.comp[i];
    if (c.shift != 0 || c.offset != 0 || c.depth < 8 || c.depth > 16 || c.depth != d.comp[0].depth)
      return false;
    if (c.step != (c.depth > 8 ? 2 : 1)) return false;
  }
  return true;
}

AVPixelFormat without_range(AVPixelFormat format) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P:
      return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
      return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
      return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
      return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P:
      return AV_PIX_FMT_YUV411P;
    default:
      return format;
  }
}

AVPixelFormat planar_equivalent(AVPixelFormat format) {
  if (is_plain_planar(format)) return format;
  const AVPixFmtDescriptor& d = describe(format);
  int depth = 8;
  for (int i = 0; i < d.nb_components; ++i) depth = std::max(depth, d.comp[i].depth);
  const bool is_rgb = (d.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)) != 0;
  const bool is_gray = d.nb_components <= 2 && (d.flags & AV_PIX_FMT_FLAG_PAL) == 0;
  const bool has_alpha = (d.flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  std::array<AVPixelFormat, 64> candidates{};
  std::size_t count = 0;
  for (const AVPixFmtDescriptor* c = nullptr;
       (c = av_pix_fmt_desc_next(c)) != nullptr && count + 1 < candidates.size();) {
    const AVPixelFormat id = av_pix_fmt_desc_get_id(c);
    const bool fits = is_plain_planar(id) && without_range(id) == id && c->comp[0].depth >= depth &&
                      ((c->flags & AV_PIX_FMT_FLAG_RGB) != 0) == is_rgb &&
                      (c->nb_components <= 2) == is_gray &&
                      (!has_alpha || (c->flags & AV_PIX_FMT_FLAG_ALPHA) != 0);
    if (fits) candidates[count++] = id;
  }
  candidates[count] = AV_PIX_FMT_NONE;
  int loss = 0;
  const AVPixelFormat best =
      avcodec_find_best_pix_fmt_of_list(candidates.data(), format, has_alpha ? 1 : 0, &loss);
  return best == AV_PIX_FMT_NONE ? AV_PIX_FMT_YUV444P : best;
}

std::optional<AVPixelFormat> with_subsampling(AVPixelFormat format, int log2_width, int log2_height) {
  const AVPixFmtDescriptor& wanted = describe(format);
  for (const AVPixFmtDescriptor* d = nullptr; (d = av_pix_fmt_desc_next(d)) != nullptr;) {
    const AVPixelFormat id = av_pix_fmt_desc_get_id(d);
    if (d->log2_chroma_w == log2_width && d->log2_chroma_h == log2_height &&
        d->nb_components == wanted.nb_components && d->comp[0].depth == wanted.comp[0].depth &&
        (d->flags & kLayoutFlags) == (wanted.flags & kLayoutFlags) && is_plain_planar(id) &&
        without_range(id) == id) {
      return id;
    }
  }
  return std::nullopt;
}

int plane_count(AVPixelFormat format) {
  return av_pix_fmt_count_planes(format);
}

cv::Size plane_size(AVPixelFormat format, cv::Size picture, int plane) {
  if (!is_chroma(format, plane)) return picture;
  const AVPixFmtDescriptor& d = describe(format);
  return {AV_CEIL_RSHIFT(picture.width, d.log2_chroma_w), AV_CEIL_RSHIFT(picture.height, d.log2_chroma_h)};
}

cv::Mat plane_view(const AVFrame& frame, int plane) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const cv::Size size = plane_size(format, {frame.width, frame.height}, plane);
  const int type = describe(format).comp[0].depth > 8 ? CV_16UC1 : CV_8UC1;
  return {size, type, frame.data[plane], static_cast<std::size_t>(frame.linesize[plane])};
}

libav::FramePtr new_picture(AVPixelFormat format, cv::Size size, const AVFrame& properties) {
  libav::FramePtr frame = libav::make_frame();
  frame->format = format;
  frame->width = size.width;
  frame->height = size.height;
  libav::check(av_frame_get_buffer(frame.get(), 0), "no memory for a frame");
  libav::check(av_frame_copy_props(frame.get(), &properties), "no memory for a frame");
  return frame;
}

bool is_transparent(const AVFrame& frame) {
  const AVPixFmtDescriptor& d = describe(static_cast<AVPixelFormat>(frame.format));
  if ((d.flags & AV_PIX_FMT_FLAG_PAL) != 0) {
    constexpr std::uint32_t kOpaque = 0xFF000000u;
    const auto* palette = reinterpret_cast<const std::uint32_t*>(frame.data[1]);
    for (int y = 0; y < frame.height; ++y) {
      const std::uint8_t* row = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
      if (std::any_of(row, row + frame.width, [&](std::uint8_t i) { return palette[i] < kOpaque; }))
        return true;
    }
    return false;
  }
  const AVComponentDescriptor& alpha = d.comp[d.nb_components - 1];
  if ((d.flags & AV_PIX_FMT_FLAG_ALPHA) == 0 || (d.flags & AV_PIX_FMT_FLAG_FLOAT) != 0) return false;
  const int bytes = (alpha.depth + 7) / 8;
  const unsigned opaque = (1u << alpha.depth) - 1;
  const bool big_endian = (d.flags & AV_PIX_FMT_FLAG_BE) != 0;
  for (int y = 0; y < frame.height; ++y) {
    const std::uint8_t* sample =
        frame.data[alpha.plane] + static_cast<std::ptrdiff_t>(y) * frame.linesize[alpha.plane] + alpha.offset;
    for (int x = 0; x < frame.width; ++x, sample += alpha.step) {
      unsigned value = sample[0];
      if (bytes == 2) value = big_endian ? value << 8 | sample[1] : value | sample[1] << 8;
      if (((value >> alpha.shift) & opaque) != opaque) return true;
    }
  }
  return false;
}

cv::Rect in_plane(const cv::Rect& area, AVPixelFormat format, int plane) {
  if (!is_chroma(format, plane)) return area;
  const AVPixFmtDescriptor& descriptor = describe(format);
  return {cv::Point(area.x >> descriptor.log2_chroma_w, area.y >> descriptor.log2_chroma_h),
          plane_size(format, area.size(), plane)};
}

}  // namespace smartcrop::internal
