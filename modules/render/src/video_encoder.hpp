#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "format_converter.hpp"
#include "hdr_metadata.hpp"
#include "muxer.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// What is known of the pictures before the first one is encoded.
struct PictureSettings {
  cv::Size size;         ///< px
  PictureFormat source;  ///< of the decoded frames
  AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
  AVChromaLocation chroma_location = AVCHROMA_LOC_UNSPECIFIED;
  AVRational pixel_aspect{0, 1};
  AVRational frame_rate{0, 1};  ///< average; 0 = unknown
  AVRational time_base{1, 1000};
  HdrMetadata hdr;
};

/// The encoder of the output's pictures, and the stream they go to.
class VideoEncoder {
 public:
  /// Opens the encoder and adds a stream to the muxer. Throws Error: no such encoder (lists those there are),
  /// an option it does not have (names it), settings it refuses. What a user should know goes to `notes`.
  VideoEncoder(const RenderOptions& options, const PictureSettings& picture, Muxer& muxer,
               std::vector<std::string>& notes);

  /// What frames must be given as.
  PictureFormat picture_format() const { return format_; }
  AVStream& stream() { return *stream_; }
  std::string name() const { return codec_->name; }

  /// Encodes one picture shown at `pts` for `duration` ticks (0 = unknown) of the source's time base and
  /// writes what comes out. Times that do not ascend are moved up by the least step, or the frame is left out
  /// where the container counts frames of one rate; false then.
  bool encode(AVFrame& frame, std::int64_t pts, std::int64_t duration);
  /// Writes what the encoder still holds.
  void finish(const CancellationToken& cancellation);

 private:
  void open(const RenderOptions& options, const PictureSettings& picture);
  void set_quality(const RenderOptions& options);
  void write_packets(const CancellationToken* cancellation);

  Muxer& muxer_;
  const AVCodec* codec_;
  libav::CodecPtr encoder_;
  PictureFormat format_;
  AVStream* stream_ = nullptr;
  AVRational source_time_base_;
  bool fixed_rate_ = false;  // times are counted in frames
  std::int64_t last_pts_ = AV_NOPTS_VALUE;
  std::map<std::int64_t, std::int64_t> durations_;  // by pts, of frames inside the encoder
  libav::PacketPtr packet_;
};

}  // namespace smartcrop::internal
