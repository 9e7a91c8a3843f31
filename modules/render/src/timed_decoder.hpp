#pragma once

#include <functional>
#include <string>

#include "smartcrop/libav/picture_decoder.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop::internal {

/// A decoded picture with a valid time.
struct TimedPicture {
  AVFrame* frame = nullptr;
  std::int64_t pts = 0;       ///< stream's ticks
  std::int64_t duration = 0;  ///< ticks, 0 = unknown
};

/// libav::PictureDecoder for rendering: a frame without a time gets the end of the previous frame, and the
/// report holds the time of the first error.
class TimedDecoder {
 public:
  TimedDecoder(AVFormatContext& input, AVStream& stream, const std::string& path, int threads);

  /// Time zero of the video, which the times of errors count from; the first picture's if it is not given.
  void set_origin(std::int64_t pts) { first_pts_ = pts; }
  /// Judges the return value of read_packet().
  libav::Reading judge(int code);

  using Sink = std::function<void(const TimedPicture&)>;
  /// Gives each decoded picture to the sink. nullptr = end of the stream.
  void decode(const AVPacket* packet, const Sink& sink);
  /// After a seek.
  void reset();

  const DecodeReport& report() const { return report_; }

 private:
  void update_report();
  TimedPicture describe(AVFrame& frame);

  AVStream& stream_;
  libav::PictureDecoder decoder_;
  std::int64_t usual_duration_ = 0;
  std::int64_t last_pts_ = AV_NOPTS_VALUE, last_duration_ = 0;
  std::int64_t first_pts_ = AV_NOPTS_VALUE;
  DecodeReport report_;
};

}  // namespace smartcrop::internal
