#include "smartcrop/libav/picture_decoder.hpp"

#include "known_colors.hpp"
#include "smartcrop/libav/error.hpp"

namespace smartcrop::libav {
namespace {

constexpr int kMostFailedReads = 32;
/// So that a decoder that only ever fails cannot keep its caller in a loop.
constexpr int kMostFailures = 256;

void add_colors(AVFrame& picture, const AVCodecParameters& container) {
  drop_unknown(picture.color_range, picture.color_primaries, picture.color_trc, picture.colorspace,
               picture.chroma_location);
  if (picture.colorspace == AVCOL_SPC_UNSPECIFIED) picture.colorspace = container.color_space;
  if (picture.color_range == AVCOL_RANGE_UNSPECIFIED) picture.color_range = container.color_range;
  if (picture.color_primaries == AVCOL_PRI_UNSPECIFIED) picture.color_primaries = container.color_primaries;
  if (picture.color_trc == AVCOL_TRC_UNSPECIFIED) picture.color_trc = container.color_trc;
  if (picture.chroma_location == AVCHROMA_LOC_UNSPECIFIED)
    picture.chroma_location = container.chroma_location;
}

}  // namespace

Reading ReadErrors::judge(int code) {
  if (code == AVERROR(EAGAIN)) return Reading::retry;
  if (code == AVERROR_EOF) return Reading::end;
  in_a_row_ = code >= 0 ? 0 : in_a_row_ + 1;
  if (code >= 0) return Reading::packet;
  return in_a_row_ > kMostFailedReads ? Reading::end : Reading::retry;
}

PictureDecoder::PictureDecoder(const AVStream& stream, const std::string& path, const DecoderOptions& options)
    : container_(copy_parameters(*stream.codecpar)),
      decoder_(open_decoder(stream, path, options)),
      picture_(make_frame()),
      usual_skip_(decoder_->skip_frame) {}

Reading PictureDecoder::judge(int code) {
  const int before = read_errors_.in_a_row();
  const Reading reading = read_errors_.judge(code);
  if (before == 0 && read_errors_.in_a_row() > 0) note("the file cannot be read on: " + error_text(code));
  return reading;
}

void PictureDecoder::send(const AVPacket* packet) {
  if (packet != nullptr && (packet->flags & AV_PKT_FLAG_CORRUPT) != 0) note("data is missing");
  const int code = avcodec_send_packet(decoder_.get(), packet);
  if (code == AVERROR_EXIT) check(code, "decoding");
  if (code < 0 && code != AVERROR_EOF) note(error_text(code));
  failures_in_a_row_ = 0;
}

FramePtr PictureDecoder::receive() {
  while (!is_finished_) {
    const int code = avcodec_receive_frame(decoder_.get(), picture_.get());
    if (code == AVERROR(EAGAIN)) return nullptr;
    if (code >= 0) {
      if (picture_->decode_error_flags != 0 || (picture_->flags & AV_FRAME_FLAG_CORRUPT) != 0)
        note("a damaged picture was concealed");
      add_colors(*picture_, *container_);
      FramePtr given = make_frame();
      given.swap(picture_);
      return given;
    }
    if (code != AVERROR_EOF) note(error_text(code));
    // The decoder has dropped what failed; the next picture may be whole.
    is_finished_ = code == AVERROR_EOF || ++failures_in_a_row_ > kMostFailures;
  }
  return nullptr;
}

void PictureDecoder::flush() {
  avcodec_flush_buffers(decoder_.get());
  read_errors_ = {};
  failures_in_a_row_ = 0;
  is_finished_ = false;
}

void PictureDecoder::skip(AVDiscard skipped) {
  decoder_->skip_frame = skipped == AVDISCARD_DEFAULT ? usual_skip_ : skipped;
}

void PictureDecoder::note(const std::string& message) {
  if (errors_++ == 0) first_message_ = message;
}

std::int64_t duration_of(const AVFrame& picture) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return picture.duration;
#else
  return picture.pkt_duration;
#endif
}

}  // namespace smartcrop::libav
