// The one rule for decoding a stream that may be damaged: packets in, pictures out, errors counted.
#pragma once

#include <cstdint>
#include <string>

#include "smartcrop/libav/decoder.hpp"

namespace smartcrop::libav {

/// What a call of read_packet() gave.
enum class Reading { packet, retry, end };

/// Which failed reads are survived. A damaged place in a container may fail several reads in a row, so a
/// failed read is tried again, up to 32 times in a row.
class ReadErrors {
 public:
  /// Judges the return value of read_packet().
  Reading judge(int code);
  /// Failed reads since the last packet.
  int in_a_row() const { return in_a_row_; }

 private:
  int in_a_row_ = 0;
};

/// Decodes the packets of one video stream and survives damage: what fails is counted, and decoding goes on
/// with what follows. The one rule for every reader of a video: read_packet(), judge(), send(), then
/// receive() until it gives nothing. Not thread-safe.
class PictureDecoder {
 public:
  /// Throws Error like open_decoder().
  PictureDecoder(const AVStream& stream, const std::string& path, const DecoderOptions& options = {});

  /// Judges the return value of read_packet() as ReadErrors does; the first of several failures in a row
  /// counts as an error.
  Reading judge(int code);

  /// Gives the decoder a packet; nullptr = the stream has ended. Call receive() until it gives nothing before
  /// the next packet.
  void send(const AVPacket* packet);

  /// The next picture in display order, with the colors that only the container knows; nullptr where another
  /// packet is needed or, after the end of the stream, where there are no more.
  FramePtr receive();
  /// True after the last picture.
  bool is_finished() const { return is_finished_; }

  /// After a seek: forgets the packets sent so far. Errors stay counted.
  void flush();

  /// AVDISCARD_NONREF leaves out pictures that no other refers to, from the next packet on; AVDISCARD_DEFAULT
  /// goes back to what the options say.
  void skip(AVDiscard skipped);

  /// Counts an error that the caller met.
  void note(const std::string& message);
  std::int64_t errors() const { return errors_; }
  /// Empty where there was none.
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

/// How long a picture is shown, in ticks of its stream; 0 where the file does not say.
std::int64_t duration_of(const AVFrame& picture);

}  // namespace smartcrop::libav
