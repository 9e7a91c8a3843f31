#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "muxer.hpp"
#include "picture_marks.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/picture/frame_painter.hpp"
#include "smartcrop/picture/frame_retimer.hpp"
#include "smartcrop/picture/overlay.hpp"
#include "smartcrop/render/render.hpp"
#include "stream_carrier.hpp"
#include "video_encoder.hpp"

namespace smartcrop::internal {

/// The open source, shared by all output files.
struct OpenSource {
  const std::string& path;
  AVFormatContext& input;
  AVStream& picture;
  Orientation orientation;  ///< of decoded pictures
};

/// Writes one output file: crop (or paint an overlay), encode, mux. The encoder is opened and the header
/// written with the plan's first picture, because only that has the true pixel format and colors; packets of
/// other streams wait until then.
class TargetWriter {
 public:
  /// `overlay`: show the windows instead of cropping to them; nullptr = crop. Throws Error if the plan was
  /// made for a source of another size.
  TargetWriter(const OpenSource& source, const CropPlan& plan, const RenderOptions& options,
               const OverlayOptions* overlay, libav::OutputFile& file);

  /// `time`: counted from the source's first picture, whose pts is `origin`. Pictures outside the plan are
  /// left out.
  void take_picture(const AVFrame& frame, std::int64_t pts, std::int64_t duration, Time time,
                    std::int64_t origin);
  /// A packet of another stream; not modified.
  void take_packet(const AVPacket& packet);
  /// Drops the waiting packets; called before a seek.
  void forget_waiting();
  /// Whether the stream's packets are needed; true before the first picture.
  bool wants(int stream_index) const;
  /// Whether the output has the source's fields.
  bool keeps_fields() const { return keeps_fields_; }
  bool has_started() const { return encoder_.has_value(); }
  /// Number of source pictures within the plan, whether or not each became an output picture.
  std::int64_t pictures() const { return pictures_; }

  /// Number of packets of other streams that were too damaged to use.
  std::int64_t damaged_packets() const { return carried_ ? carried_->damaged() : 0; }

  /// Completes the file's contents. Called once, if has_started().
  RenderReport finish();

 private:
  void start(const AVFrame& frame, const View& view, Time time, std::int64_t origin);
  PictureSettings settings_for(const AVFrame& frame, const View& view) const;
  void open_encoder(const AVFrame& frame, const View& view, PictureSettings& settings);
  void make_square(const View& view, const AVCodec& codec, PictureSettings& settings);
  void choose_fields(const AVFrame& frame, PictureSettings& settings);
  void choose_alpha(const AVFrame& frame);
  OutputClock make_clock(std::int64_t origin) const;
  void start_retiming(AVRational frame_rate);
  void encode(AVFrame& picture, std::int64_t pts, std::int64_t duration);
  void tell_refused(std::int64_t packets);

  OpenSource source_;
  const CropPlan& plan_;
  const RenderOptions& options_;
  const OverlayOptions* overlay_;
  RenderReport report_;
  Muxer muxer_;
  std::optional<VideoEncoder> encoder_;
  std::optional<CarriedStreams> carried_;
  std::unique_ptr<FramePainter> painter_;
  std::optional<TimeMap> map_;  // if the plan changes the speed
  std::optional<FrameRetimer> retimer_;
  AVRational ticks_{0, 1};  // of the picture's times in the output
  double origin_s_ = 0;     // of the source's first picture
  std::int64_t shift_ = 0;  // subtracted from the picture's times, ticks
  std::int64_t pictures_ = 0;
  std::int64_t merged_frames_ = 0;  // left out because the container has a constant rate
  PictureMarks marks_;
  bool keeps_captions_ = false;
  bool keeps_fields_ = false;
  cv::Size size_;                // px, of the output
  bool must_be_opaque_ = false;  // the encoder has no alpha, and none may be lost
  std::deque<libav::PacketPtr> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace smartcrop::internal
