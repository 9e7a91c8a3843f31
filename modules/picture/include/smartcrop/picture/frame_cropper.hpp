#pragma once

#include <memory>
#include <opencv2/core/types.hpp>
#include <optional>

#include "smartcrop/core/orientation.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/picture/format_converter.hpp"
#include "smartcrop/picture/frame_painter.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

struct CropperSettings {
  cv::Size source_size;     ///< px as displayed; windows are in these coordinates
  cv::Size output_size;     ///< px as displayed
  Orientation orientation;  ///< of decoded frames
  PictureFormat output;     ///< for the encoder
  AVChromaLocation chroma_location = AVCHROMA_LOC_UNSPECIFIED;  ///< of the source
  Background background = {};                                   ///< around padded windows
  int workers = 0;                                              ///< threads for resampling; 0 = all cores
};

/// Crops windows out of decoded frames and makes upright pictures of the output's size and pixel format. A
/// window on whole chroma samples that needs no scaling is cropped by moving the plane pointers: no pixel is
/// copied or changed. Other windows are resampled at their exact position. A frame of another size than the
/// source's (streams may change it) counts as the same picture at another scale. A padded window keeps its
/// shape and is centered on the background. Of two windows, each fills its half of the output.
class FrameCropper : public FramePainter {
 public:
  explicit FrameCropper(const CropperSettings& settings);

  /// The result may refer to the memory of `frame`. Throws Error if a format cannot be converted.
  libav::FramePtr crop(const AVFrame& frame, const View& view);
  libav::FramePtr paint(const AVFrame& frame, const View& view, Time) override { return crop(frame, view); }

 private:
  libav::FramePtr crop_both(const AVFrame& frame, const View& view);
  libav::FramePtr cut(const AVFrame& frame, const cv::Rect& window) const;
  libav::FramePtr resample(const AVFrame& frame, const View& view) const;
  libav::FramePtr make_upright(libav::FramePtr frame);

  CropperSettings settings_;
  cv::Size turned_output_;  // of the picture before it is turned upright
  FormatConverter to_output_;
  std::optional<FormatConverter> to_planar_;
  AVPixelFormat planar_ = AV_PIX_FMT_NONE;
  std::unique_ptr<FrameCropper> first_, second_;  // of the output's halves, once they are needed
};

/// The window in coordinates of the stored picture that is displayed as `window`; both exact.
CropWindow window_in_stored(const CropWindow& window, Orientation orientation, cv::Size displayed);

/// The chroma location after the picture is turned; unspecified if there is no name for it.
AVChromaLocation turned_location(AVChromaLocation location, Orientation orientation);

}  // namespace smartcrop::internal
