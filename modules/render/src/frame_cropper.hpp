#pragma once

#include <opencv2/core/types.hpp>
#include <optional>

#include "format_converter.hpp"
#include "frame_painter.hpp"
#include "resample.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

struct CropperSettings {
  cv::Size source_size;  ///< px as displayed, what windows refer to
  cv::Size output_size;  ///< px as displayed
  libav::Turn turn;      ///< how decoded frames are turned to be displayed
  PictureFormat output;  ///< what the encoder wants
  AVChromaLocation chroma_location = AVCHROMA_LOC_UNSPECIFIED;  ///< of the source
  Background background = {};                                   ///< around padded windows
  int workers = 0;                                              ///< threads for resampling; 0 = all cores
};

/// Cuts windows out of decoded frames and makes them upright pictures of the output's size and pixel format.
/// A window on whole chroma samples that needs no scaling is cut by moving the plane pointers: no pixel is
/// copied or changed. Every other one goes through resample_plane() at its exact position. Frames whose size
/// differs from the source's (a stream may change it) are taken as the same picture at another scale. A
/// padded window keeps its shape in the middle of the output, before the background.
class FrameCropper : public FramePainter {
 public:
  explicit FrameCropper(const CropperSettings& settings);

  /// May refer to the memory of `frame`. Throws Error where a format cannot be converted.
  libav::FramePtr crop(const AVFrame& frame, const View& view);
  libav::FramePtr paint(const AVFrame& frame, const View& view, Time) override { return crop(frame, view); }

 private:
  libav::FramePtr cut(const AVFrame& frame, const cv::Rect& window) const;
  libav::FramePtr resample(const AVFrame& frame, const View& view) const;
  libav::FramePtr make_upright(libav::FramePtr frame);

  CropperSettings settings_;
  cv::Size turned_output_;  // of the picture before it is turned upright
  FormatConverter to_output_;
  std::optional<FormatConverter> to_planar_;
  AVPixelFormat planar_ = AV_PIX_FMT_NONE;
};

/// The window in stored coordinates that is displayed as `window`, both exact.
CropWindow window_in_stored(const CropWindow& window, libav::Turn turn, cv::Size displayed);

/// A chroma location after the picture is turned; unspecified where no name says it.
AVChromaLocation turned_location(AVChromaLocation location, libav::Turn turn);

}  // namespace smartcrop::internal
