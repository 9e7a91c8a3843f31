#include "timed_decoder.hpp"

#include <algorithm>

#include "smartcrop/libav/time.hpp"

namespace smartcrop::internal {

TimedDecoder::TimedDecoder(AVFormatContext& input, AVStream& stream, const std::string& path, int threads)
    : stream_(stream), decoder_(stream, path, {.threads = threads}) {
  AVRational rate = av_guess_frame_rate(&input, &stream, nullptr);
  if (rate.num <= 0 || rate.den <= 0) rate = {25, 1};
  usual_duration_ = std::max<std::int64_t>(av_rescale_q(1, av_inv_q(rate), stream.time_base), 1);
}

void TimedDecoder::update_report() {
  if (decoder_.errors() == report_.errors) return;
  report_.errors = decoder_.errors();
  report_.first_message = decoder_.first_message();
  if (report_.first_error) return;
  report_.first_error = Time{};
  if (last_pts_ != AV_NOPTS_VALUE) {
    report_.first_error = libav::to_time(last_pts_ + last_duration_ - first_pts_, stream_.time_base);
  }
}

libav::Reading TimedDecoder::judge(int code) {
  const libav::Reading reading = decoder_.judge(code);
  update_report();
  return reading;
}

void TimedDecoder::reset() {
  decoder_.flush();
  last_pts_ = AV_NOPTS_VALUE;
}

void TimedDecoder::decode(const AVPacket* packet, const Sink& sink) {
  decoder_.send(packet);
  update_report();
  while (const libav::FramePtr frame = decoder_.receive()) {
    const TimedPicture picture = describe(*frame);
    update_report();
    sink(picture);
  }
  update_report();
}

TimedPicture TimedDecoder::describe(AVFrame& frame) {
  TimedPicture picture{&frame, frame.best_effort_timestamp, libav::duration_of(frame)};
  if (picture.duration <= 0 || !libav::is_sound_time(picture.duration, stream_.time_base))
    picture.duration = usual_duration_;
  if (!libav::is_sound_time(picture.pts, stream_.time_base))
    picture.pts = last_pts_ == AV_NOPTS_VALUE ? 0 : last_pts_ + last_duration_;
  if (first_pts_ == AV_NOPTS_VALUE) first_pts_ = picture.pts;
  last_pts_ = picture.pts;
  last_duration_ = picture.duration;
  return picture;
}

}  // namespace smartcrop::internal
