#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "smartcrop/libav/handles.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace smartcrop::internal {

/// FFmpeg's description of a format. Throws std::invalid_argument for an unknown one.
const AVPixFmtDescriptor& describe(AVPixelFormat format);

/// Whether each component has its own plane of 8 to 16 bits in native byte order, the value in the lowest
/// bits. Plane views and resampling need this. True for planar YUV, gray and planar RGB.
bool is_plain_planar(AVPixelFormat format);

/// The plain format of a deprecated full-range one (yuvj420p -> yuv420p), else the format itself. The range
/// is then in AVFrame::color_range alone.
AVPixelFormat without_range(AVPixelFormat format);

/// The plain planar format to work in: the format itself, or one that keeps its depth and chroma.
AVPixelFormat planar_equivalent(AVPixelFormat format);

/// The same kind of format with another chroma subsampling (log2); nullopt if FFmpeg has none.
std::optional<AVPixelFormat> with_subsampling(AVPixelFormat format, int log2_width, int log2_height);

/// Number of planes of a plain planar format.
int plane_count(AVPixelFormat format);

/// Whether a plane holds Cb or Cr.
bool is_chroma(AVPixelFormat format, int plane);

/// A view of a plane in the frame's memory: CV_8UC1 or CV_16UC1. Not for frames stored bottom up (negative
/// line size).
cv::Mat plane_view(const AVFrame& frame, int plane);

/// An empty picture with the properties (time, colors, side data) of another.
libav::FramePtr new_picture(AVPixelFormat format, cv::Size size, const AVFrame& properties);

/// Whether any pixel of the frame is not opaque. For formats with 8 to 16 bits of alpha or a palette; false
/// for all others.
bool is_transparent(const AVFrame& frame);

/// The size of a plane: chroma planes are subsampled, rounded up.
cv::Size plane_size(AVPixelFormat format, cv::Size picture, int plane);

/// The part of a plane that shows `area` of the picture.
cv::Rect in_plane(const cv::Rect& area, AVPixelFormat format, int plane);

}  // namespace smartcrop::internal
