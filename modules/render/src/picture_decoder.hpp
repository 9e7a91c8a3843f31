#pragma once

#include <functional>
#include <string>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop::internal {

/// A decoded picture with its time made certain.
struct Picture {
  AVFrame* frame = nullptr;
  std::int64_t pts = 0;       ///< stream's ticks
  std::int64_t duration = 0;  ///< ticks, 0 = unknown
};

/// Decodes the picture stream's packets. Trouble is counted and survived; frames without a time get the one
/// that follows from the frame before; colors that only the container knows are put on the frames.
class PictureDecoder {
 public:
  PictureDecoder(AVFormatContext& input, AVStream& stream, const std::string& path, int threads);

  using Sink = std::function<void(const Picture&)>;
  /// Hands each picture that comes out to the sink. nullptr = the end of the stream.
  void decode(const AVPacket* packet, const Sink& sink);
  /// After a seek.
  void reset();
  /// Counts trouble that the caller met.
  void add_error(const std::string& message);

  const DecodeReport& report() const { return report_; }

 private:
  void receive(const Sink& sink);
  Picture describe_frame();

  AVStream& stream_;
  libav::CodecPtr decoder_;
  libav::FramePtr frame_;
  std::int64_t usual_duration_ = 0;
  std::int64_t last_pts_ = AV_NOPTS_VALUE, last_duration_ = 0;
  std::int64_t first_pts_ = AV_NOPTS_VALUE;
  DecodeReport report_;
};

}  // namespace smartcrop::internal
