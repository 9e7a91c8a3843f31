#include "smartcrop/visualize/bgr_picture.hpp"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <utility>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/handles.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace smartcrop {
namespace {

/// log2 of how many luma samples share a chroma sample; the sides are rounded up.
int subsampling(int luma, int chroma) {
  int log2 = 0;
  while (log2 < 2 && ((luma + (1 << log2) - 1) >> log2) != chroma) ++log2;
  return log2;
}

/// FFmpeg's planar format of such planes; AV_PIX_FMT_NONE where it has none.
AVPixelFormat format_of(const Frame& frame, int bit_depth) {
  std::string name = "gray";
  if (!frame.chroma[0].empty()) {
    constexpr std::array<std::array<const char*, 3>, 3> kNames{
        {{"yuv444p", "yuv440p", ""}, {"yuv422p", "yuv420p", ""}, {"yuv411p", "", "yuv410p"}}};
    name = kNames[static_cast<std::size_t>(subsampling(frame.luma.cols, frame.chroma[0].cols))]
                 [static_cast<std::size_t>(subsampling(frame.luma.rows, frame.chroma[0].rows))];
  }
  if (bit_depth > 8) name += std::to_string(bit_depth);
  return av_get_pix_fmt(name.c_str());
}

/// The frame with codes of 16 bits, for depths that FFmpeg has no format for.
Frame widened(const Frame& frame) {
  Frame wide = frame;
  for (cv::Mat* plane : {&wide.luma, &wide.chroma[0], &wide.chroma[1]}) {
    if (plane->empty()) continue;
    cv::Mat scaled;
    plane->convertTo(scaled, CV_16U, 1 << (16 - frame.bit_depth));
    *plane = scaled;
  }
  wide.bit_depth = 16;
  return wide;
}

cv::Mat turned(const cv::Mat& stored, const Orientation& orientation) {
  cv::Mat picture = stored;
  if (orientation.mirrored) {
    constexpr int kLeftRight = 1;
    cv::Mat mirrored;
    cv::flip(picture, mirrored, kLeftRight);
    picture = mirrored;
  }
  if (orientation.clockwise_degrees != 0) {
    cv::Mat upright;
    cv::rotate(picture, upright,
               orientation.clockwise_degrees == 90    ? cv::ROTATE_90_CLOCKWISE
               : orientation.clockwise_degrees == 180 ? cv::ROTATE_180
                                                      : cv::ROTATE_90_COUNTERCLOCKWISE);
    picture = upright;
  }
  return picture;
}

}  // namespace

cv::Mat bgr_picture(const Frame& frame, cv::Size size) {
  libav::set_up_ffmpeg();
  const AVPixelFormat format = format_of(frame, frame.bit_depth);
  if (format == AV_PIX_FMT_NONE && frame.bit_depth > 8 && frame.bit_depth < 16) {
    return bgr_picture(widened(frame), size);
  }
  cv::Size stored = size.empty() ? frame.luma.size() : size;
  if (!size.empty() && frame.orientation.swaps_sides()) std::swap(stored.width, stored.height);

  constexpr int kFlags =
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  const libav::ScalerPtr scaler(format == AV_PIX_FMT_NONE
                                    ? nullptr
                                    : sws_getContext(frame.luma.cols, frame.luma.rows, format, stored.width,
                                                     stored.height, AV_PIX_FMT_BGR24, kFlags, nullptr,
                                                     nullptr, nullptr));
  if (!scaler) {
    throw Error("a picture of " + size_text(frame.luma.size()) + " and " + std::to_string(frame.bit_depth) +
                " bits cannot be shown as " + size_text(stored));
  }
  constexpr int kUnchanged = 1 << 16;  // contrast and saturation of 1
  sws_setColorspaceDetails(
      scaler.get(), sws_getCoefficients(known_matrix(frame.coding.matrix, frame.luma.size())),
      frame.coding.full_range ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, kUnchanged, kUnchanged);

  // libswscale writes past the end of rows that are not padded as FFmpeg's own frames are.
  const libav::FramePtr shown = libav::make_frame();
  shown->format = AV_PIX_FMT_BGR24;
  shown->width = stored.width;
  shown->height = stored.height;
  libav::check(av_frame_get_buffer(shown.get(), 0), "no memory for a picture");
  const std::array<const std::uint8_t*, 4> planes{frame.luma.data, frame.chroma[0].data, frame.chroma[1].data,
                                                  nullptr};
  std::array<int, 4> lines{static_cast<int>(frame.luma.step), 0, 0, 0};
  for (std::size_t i = 0; i < frame.chroma.size(); ++i) {
    if (!frame.chroma[i].empty()) lines[i + 1] = static_cast<int>(frame.chroma[i].step);
  }
  libav::check(
      sws_scale(scaler.get(), planes.data(), lines.data(), 0, frame.luma.rows, shown->data, shown->linesize),
      "a picture cannot be shown");
  const cv::Mat view(stored, CV_8UC3, shown->data[0], static_cast<std::size_t>(shown->linesize[0]));
  return frame.orientation.is_upright() ? view.clone() : turned(view, frame.orientation);
}

}  // namespace smartcrop
