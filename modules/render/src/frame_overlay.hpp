#pragma once

#include "format_converter.hpp"
#include "frame_cropper.hpp"
#include "frame_painter.hpp"
#include "smartcrop/render/overlay.hpp"

namespace smartcrop::internal {

/// Paints overlays: see render_overlay().
class FrameOverlay : public FramePainter {
 public:
  /// `cropper`: as for crops, its output size that of the whole overlay.
  FrameOverlay(CropperSettings cropper, const OverlayOptions& overlay);

  libav::FramePtr paint(const AVFrame& frame, const View& view, Time time) override;

 private:
  void paint_picture(const AVFrame& whole, const CropWindow& window, AVFrame& output) const;
  void paint_strip(Time time, AVFrame& output);

  const OverlayOptions& overlay_;
  cv::Size source_size_, picture_size_;
  PictureFormat format_;  // that is painted in: plain planar
  FrameCropper whole_;
  FormatConverter strip_to_format_, to_output_;
};

}  // namespace smartcrop::internal
