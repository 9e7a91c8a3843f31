#pragma once

#include "smartcrop/picture/format_converter.hpp"
#include "smartcrop/picture/frame_cropper.hpp"
#include "smartcrop/picture/frame_painter.hpp"
#include "smartcrop/picture/overlay.hpp"

namespace smartcrop::internal {

/// Paints overlays, see OverlayOptions.
class FrameOverlay : public FramePainter {
 public:
  /// `cropper`: as for crops; its output size is overlay_size().
  FrameOverlay(CropperSettings cropper, const OverlayOptions& overlay);

  libav::FramePtr paint(const AVFrame& frame, const View& view, Time time) override;

 private:
  void paint_picture(const AVFrame& whole, const std::vector<CropWindow>& windows, AVFrame& output) const;
  void paint_strip(Time time, AVFrame& output);

  const OverlayOptions& overlay_;
  cv::Size source_size_, picture_size_;
  PictureFormat format_;  // painting is done in: plain planar
  FrameCropper whole_;
  FormatConverter strip_to_format_, to_output_;
};

}  // namespace smartcrop::internal
