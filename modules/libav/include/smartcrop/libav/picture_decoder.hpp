// Decodes a stream that may be damaged: packets in, pictures out, errors counted.
#pragma once

#include <cstdint>
#include <string>

#include "smartcrop/libav/decoder.hpp"

namespace smartcrop::libav {

/// What to do after read_packet(): use the packet, read again, or stop.
enum class Reading { packet, retry, end };

/// Decides when to give up after failed reads. At a damaged place of a container several reads may fail, so
/// reading is tried again, up to 32 times in a row.
class ReadErrors {
 public:
  /// Judges the return value of read_packet().
  Reading judge(int code);
  /// Failed reads since the last packet.
  int in_a_row() const { return in_a_row_; }

 private:
  int in_a_row_ = 0;
};

/// Decodes the packets of one video stream. Packets that fail to decode are counted and skipped. Call
/// read_packet(), judge(), send(), then receive() until it returns nullptr; all readers of videos do so. Not
/// thread-safe.
class PictureDecoder {
 public:
  /// Throws Error like open_decoder().
  PictureDecoder(const AVStream& stream, const std::string& path, const DecoderOptions& options = {});

  /// Judges the return value of read_packet() as ReadErrors does; the first of several failures in a row
  /// counts as an error.
  Reading judge(int code);

  /// Sends a packet to the decoder; nullptr = end of the stream. Call receive() until it returns nullptr
  /// before the next packet.
  void send(const AVPacket* packet);

  /// The next picture in display order. Color properties that the stream lacks are taken from the container.
  /// nullptr if another packet is needed or, after the end of the stream, if there are no more pictures.
  FramePtr receive();
  /// True after the last picture.
  bool is_finished() const { return is_finished_; }

  /// To be called after a seek: drops the packets sent so far. The count of errors is kept.
  void flush();

  /// Which pictures to skip from the next packet on. AVDISCARD_NONREF: those that no other picture refers to;
  /// AVDISCARD_DEFAULT: as the options say.
  void skip(AVDiscard skipped);

  /// Counts an error that the caller found.
  void note(const std::string& message);
  std::int64_t errors() const { return errors_; }
  /// Message of the first error; empty if there was none.
  const std::string& first_message() const { return first_message_; }

 private:
  ParametersPtr container_;
  CodecPtr decoder_;
  FramePtr picture_;
  AVDiscard usual_skip_;
  ReadErrors read_errors_;
  int failures_in_a_row_ = 0;
  bool is_finished_ = false;
  std::int64_t errors_ = 0;
  std::string first_message_;
};

/// Duration of a picture, in ticks of its stream; 0 if unknown.
std::int64_t duration_of(const AVFrame& picture);

}  // namespace smartcrop::libav
