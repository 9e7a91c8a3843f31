#pragma once

#include <map>
#include <utility>
#include <vector>

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
  void paint_mark(const OverlayMark& mark, AVFrame& output);
  void fill(const cv::Rect& area, const cv::Scalar& bgr, AVFrame& output);
  /// Puts a picture of the painting's format at a place with even coordinates.
  void paste(const AVFrame& picture, cv::Point corner, AVFrame& output) const;
  libav::FramePtr in_format(const cv::Mat& bgr, const AVFrame& like);

  const OverlayOptions& overlay_;
  cv::Size source_size_, picture_size_;
  PictureFormat format_;  // painting is done in: plain planar
  FrameCropper whole_;
  FormatConverter strip_to_format_, label_to_format_, to_output_;
  std::map<const unsigned char*, libav::FramePtr> labels_;      // by their pixels
  std::vector<std::pair<cv::Scalar, libav::FramePtr>> colors_;  // small pictures of one color
  std::vector<cv::Mat> label_pixels_;                           // keeps the keys of labels_ alive
};

}  // namespace smartcrop::internal
