#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hdr_metadata.hpp"
#include "muxer.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/picture/format_converter.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// Properties of the pictures, known before the first one is encoded.
struct PictureSettings {
  cv::Size size;         ///< px
  PictureFormat source;  ///< of the decoded frames
  AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
  AVChromaLocation chroma_location = AVCHROMA_LOC_UNSPECIFIED;
  AVRational pixel_aspect{0, 1};
  AVRational frame_rate{0, 1};  ///< average; 0 = unknown
  AVRational time_base{1, 1000};
  AVFieldOrder field_order = AV_FIELD_PROGRESSIVE;
  HdrMetadata hdr;
};

/// Encodes the output's pictures and writes them to their stream.
class VideoEncoder {
 public:
  /// Opens the encoder and adds a stream to the muxer. Throws Error for an option it does not have, or
  /// settings it refuses. Converted formats are told in `notes`.
  VideoEncoder(const AVCodec& codec, const RenderOptions& options, const PictureSettings& picture,
               Muxer& muxer, std::vector<std::string>& notes);

  /// The format that frames must have.
  PictureFormat picture_format() const { return format_; }
  AVStream& stream() { return *stream_; }
  const AVCodec& codec() const { return *codec_; }
  std::string name() const { return codec_->name; }

  /// Encodes one picture, shown at `pts` for `duration` (0 = unknown), both in the source's time base, and
  /// writes the finished packets. A time that does not ascend is moved up by one tick; with a constant frame
  /// rate the frame is left out instead, and false returned.
  bool encode(AVFrame& picture, std::int64_t pts, std::int64_t duration);
  /// Flushes the encoder.
  void finish(const CancellationToken& cancellation);

 private:
  bool has_palettes() const;
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
