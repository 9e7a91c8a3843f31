#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "smartcrop/libav/handles.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace smartcrop::internal {

/// The description of a format FFmpeg knows.
const AVPixFmtDescriptor& describe(AVPixelFormat format);

/// Whether each component lies in a plane of its own with 8 to 16 bits in native byte order, the value in the
/// lowest bits: what plane views and resampling need. True for planar YUV, gray and planar RGB.
bool is_plain_planar(AVPixelFormat format);

/// The plain format for one of the deprecated full-range ones (yuvj420p -> yuv420p), else the format itself.
/// The range is then told by AVFrame::color_range alone.
AVPixelFormat without_range(AVPixelFormat format);

/// A plain planar format to work in where the frame's own is none: nothing of its depth or chroma is lost.
AVPixelFormat planar_equivalent(AVPixelFormat format);

/// The same kind of format with other chroma subsampling (log2), where FFmpeg has it.
std::optional<AVPixelFormat> with_subsampling(AVPixelFormat format, int log2_width, int log2_height);

/// Planes of a plain planar format.
int plane_count(AVPixelFormat format);

/// Whether a plane holds Cb or Cr.
bool is_chroma(AVPixelFormat format, int plane);

/// A plane as a matrix over the frame's own memory: CV_8UC1 or CV_16UC1. Rows stored bottom up (a negative
/// line size) cannot be shown that way.
cv::Mat plane_view(const AVFrame& frame, int plane);

/// An empty picture with the properties (time, colors, side data) of another.
libav::FramePtr new_picture(AVPixelFormat format, cv::Size size, const AVFrame& properties);

/// Whether a pixel of the frame lets anything through: of formats with 8 to 16 bits of alpha, or a palette.
bool is_transparent(const AVFrame& frame);

/// Side length of a plane: chroma planes are subsampled, rounded up.
cv::Size plane_size(AVPixelFormat format, cv::Size picture, int plane);

}  // namespace smartcrop::internal
