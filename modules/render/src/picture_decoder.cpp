#include "picture_decoder.hpp"

#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::internal {
namespace {

std::int64_t duration_of(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return frame.duration;
#else
  return frame.pkt_duration;
#endif
}

}  // namespace

PictureDecoder::PictureDecoder(AVFormatContext& input, AVStream& stream, const std::string& path, int threads)
    : stream_(stream),
      decoder_(libav::open_decoder(stream, path, {.threads = threads})),
      frame_(libav::make_frame()) {
  AVRational rate = av_guess_frame_rate(&input, &stream, nullptr);
  if (rate.num <= 0 || rate.den <= 0) rate = {25, 1};
  usual_duration_ = std::max<std::int64_t>(av_rescale_q(1, av_inv_q(rate), stream.time_base), 1);
}

void PictureDecoder::add_error(const std::string& message) {
  if (report_.errors++ > 0) return;
  report_.first_message = message;
  report_.first_error = Time{};
  if (last_pts_ != AV_NOPTS_VALUE) {
    report_.first_error = libav::to_time(last_pts_ + last_duration_ - first_pts_, stream_.time_base);
  }
}

void PictureDecoder::reset() {
  avcodec_flush_buffers(decoder_.get());
  last_pts_ = AV_NOPTS_VALUE;
}

void PictureDecoder::decode(const AVPacket* packet, const Sink& sink) {
  if (packet != nullptr && (packet->flags & AV_PKT_FLAG_CORRUPT) != 0) add_error("data is missing");
  int code = avcodec_send_packet(decoder_.get(), packet);
  while (code == AVERROR(EAGAIN)) {  // full: take out what is ready and try again
    receive(sink);
    code = avcodec_send_packet(decoder_.get(), packet);
  }
  if (code < 0 && code != AVERROR_EOF) {
    libav::check(code == AVERROR_EXIT ? code : 0, "decoding");
    add_error(libav::error_text(code));
  }
  receive(sink);
}

void PictureDecoder::receive(const Sink& sink) {
  for (;;) {
    const int code = avcodec_receive_frame(decoder_.get(), frame_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
    if (code < 0) {
      add_error(libav::error_text(code));
      continue;  // the decoder dropped that frame; the next may be whole
    }
    const Picture picture = describe_frame();
    if (frame_->decode_error_flags != 0 || (frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
      add_error("a damaged picture was mended");
    }
    sink(picture);
    av_frame_unref(frame_.get());
  }
}

Picture PictureDecoder::describe_frame() {
  Picture picture{frame_.get(), frame_->best_effort_timestamp, duration_of(*frame_)};
  if (picture.duration <= 0 || !libav::is_sound_time(picture.duration, stream_.time_base))
    picture.duration = usual_duration_;
  if (!libav::is_sound_time(picture.pts, stream_.time_base))
    picture.pts = last_pts_ == AV_NOPTS_VALUE ? 0 : last_pts_ + last_duration_;
  if (first_pts_ == AV_NOPTS_VALUE) first_pts_ = picture.pts;
  last_pts_ = picture.pts;
  last_duration_ = picture.duration;

  const AVCodecParameters& container = *stream_.codecpar;
  if (frame_->colorspace == AVCOL_SPC_UNSPECIFIED) frame_->colorspace = container.color_space;
  if (frame_->color_range == AVCOL_RANGE_UNSPECIFIED) frame_->color_range = container.color_range;
  if (frame_->color_primaries == AVCOL_PRI_UNSPECIFIED) frame_->color_primaries = container.color_primaries;
  if (frame_->color_trc == AVCOL_TRC_UNSPECIFIED) frame_->color_trc = container.color_trc;
  if (frame_->chroma_location == AVCHROMA_LOC_UNSPECIFIED)
    frame_->chroma_location = container.chroma_location;
  return picture;
}

}  // namespace smartcrop::internal
