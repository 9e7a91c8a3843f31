#pragma once

#include <deque>
#include <optional>
#include <string>

#include "frame_cropper_detail.hpp"
#include "muxer_detail.hpp"
#include "picture_decoder_detail.hpp"
#include "smartcrop/render/render.hpp"
#include "stream_carrier_detail.hpp"
#include "video_encoder_detail.hpp"

namespace smartcrop::detail {

/// From the source's packets to the output's: demux, decode, crop, encode, mux. One object does one
/// rendering. The encoder opens and the output's header is written when the first picture is there, since
/// only that tells pixel format and colours for certain; packets of other streams wait until then.
class Pipeline {
 public:
  Pipeline(const std::string& input, const CropPlan& plan, const RenderOptions& options,
           libav::OutputFile& file);

  /// Reads the source to the end of the plan and completes the output's contents.
  RenderReport run();

 private:
  void check_source() const;
  void read_packets();
  void take(AVPacket& packet);
  void take_picture(const Picture& picture);
  void seek_near_start();
  void start_output(const Picture& picture, const View& view);
  PictureSettings settings_for(const AVFrame& frame, const View& view);
  OutputClock make_clock() const;
  std::int64_t estimated_frames() const;
  bool is_past_end(const AVPacket& packet) const;
  void throw_if_damaged() const;  ///< where options say strict
  std::vector<std::string> damage() const;
  void finish_report();

  const std::string& path_;
  const CropPlan& plan_;
  const RenderOptions& options_;
  RenderReport report_;
  Muxer muxer_;
  libav::InputPtr input_;
  AVStream& stream_;
  libav::Turn turn_;
  PictureDecoder decoder_;
  std::optional<VideoEncoder> encoder_;
  std::optional<CarriedStreams> carried_;
  std::optional<FrameCropper> cropper_;
  ProgressTracker progress_;

  std::optional<std::int64_t> origin_;  // pts of the source's first picture
  std::int64_t shift_ = 0;              // ticks the picture's times move by
  bool was_sought_ = false;             // the next picture is the first after a seek
  bool is_picture_done_ = false;        // the plan's end was reached
  bool was_interlaced_ = false;
  std::int64_t merged_frames_ = 0;  // left out because the container counts frames of one rate
  std::deque<libav::PacketPtr> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace smartcrop::detail
