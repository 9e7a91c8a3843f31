#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "frame_painter.hpp"
#include "frame_retimer.hpp"
#include "muxer.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/render/overlay.hpp"
#include "stream_carrier.hpp"
#include "video_encoder.hpp"

namespace smartcrop::internal {

/// The source as it was opened, shared by all files that are made of it.
struct OpenSource {
  const std::string& path;
  AVFormatContext& input;
  AVStream& picture;
  libav::Turn turn;  ///< how decoded pictures are turned to be displayed
};

/// One file of a rendering: crop (or paint an overlay), encode, mux. The encoder opens and the header is
/// written when the plan's first picture is there, since only that tells pixel format and colors for
/// certain; packets of other streams wait until then.
class TargetWriter {
 public:
  /// `overlay`: show the windows instead of cropping to them; nullptr = crop. Throws Error where the plan was
  /// made for a source of another size.
  TargetWriter(const OpenSource& source, const CropPlan& plan, const RenderOptions& options,
               const OverlayOptions* overlay, libav::OutputFile& file);

  /// `time`: of the picture since the source's first, which stands at `origin` ticks. Pictures outside the
  /// plan are left out.
  void take_picture(const AVFrame& frame, std::int64_t pts, std::int64_t duration, Time time,
                    std::int64_t origin);
  /// A packet of another stream, which stays as it is.
  void take_packet(const AVPacket& packet);
  /// Before reading goes on at another place: what waits is forgotten.
  void forget_waiting();
  /// Whether packets of the stream are wanted; true until the first picture tells.
  bool wants(int stream_index) const;
  bool has_started() const { return encoder_.has_value(); }
  /// Pictures of the plan that arrived, whether or not each became one of the output.
  std::int64_t pictures() const { return pictures_; }

  /// Packets of other streams that were too damaged to carry.
  std::int64_t damaged_packets() const { return carried_ ? carried_->damaged() : 0; }

  /// Completes the file's contents. To be called once, after has_started().
  RenderReport finish();

 private:
  void start(const AVFrame& frame, const View& view, std::int64_t origin);
  PictureSettings settings_for(const AVFrame& frame, const View& view) const;
  OutputClock make_clock(std::int64_t origin) const;
  void start_retiming(AVRational frame_rate);
  void encode(AVFrame& picture, std::int64_t pts, std::int64_t duration);

  OpenSource source_;
  const CropPlan& plan_;
  const RenderOptions& options_;
  const OverlayOptions* overlay_;
  RenderReport report_;
  Muxer muxer_;
  std::optional<VideoEncoder> encoder_;
  std::optional<CarriedStreams> carried_;
  std::unique_ptr<FramePainter> painter_;
  std::optional<TimeMap> map_;  // where the plan plays faster or slower
  std::optional<FrameRetimer> retimer_;
  AVRational ticks_{0, 1};  // of the picture's times in the output
  double origin_s_ = 0;     // of the source's first picture
  std::int64_t shift_ = 0;  // ticks the picture's times move by
  std::int64_t pictures_ = 0;
  std::int64_t merged_frames_ = 0;  // left out because the container counts frames of one rate
  bool must_be_opaque_ = false;     // the encoder has no transparency, and none may be lost
  std::deque<libav::PacketPtr> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace smartcrop::internal
