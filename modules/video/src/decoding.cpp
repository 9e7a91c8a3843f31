#include "decoding.hpp"

#include <algorithm>

#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"

namespace smartcrop {
namespace {

/// A damaged spot in a container may fail several reads in a row; a file cut off fails all that follow.
constexpr int kFailedReadsInARow = 32;
/// So that a decoder that only ever fails cannot keep us in a loop.
constexpr int kFailuresWithoutFeeding = 256;

bool is_key(const AVPacket& packet) {
  return (packet.flags & AV_PKT_FLAG_KEY) != 0;
}

}  // namespace

Decoding::Decoding(PacketReader reader, const libav::DecoderOptions& options)
    : reader_(std::move(reader)),
      decoder_(libav::open_decoder(reader_.stream(), reader_.path(), options)),
      packet_(libav::make_packet()),
      picture_(libav::make_frame()),
      usual_skip_(decoder_->skip_frame) {}

libav::FramePtr Decoding::next() {
  if (expected_ > 0 && given_ >= expected_) return nullptr;
  int failures = 0;
  while (!ended_) {
    const int code = avcodec_receive_frame(decoder_.get(), picture_.get());
    if (code == AVERROR(EAGAIN)) {
      feed();
      failures = 0;
    } else if (code == AVERROR_EOF) {
      ended_ = true;
    } else if (code < 0) {
      note(libav::error_text(code));
      if (++failures > kFailuresWithoutFeeding) ended_ = true;
    } else {
      const std::int64_t ticks = picture_->best_effort_timestamp;
      if (shown_from_ && ticks != AV_NOPTS_VALUE && ticks < *shown_from_) continue;
      if (picture_->decode_error_flags != 0 || (picture_->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        note("a damaged picture was patched up");
      }
      ++given_;
      libav::FramePtr given = libav::make_frame();
      given.swap(picture_);
      return given;
    }
  }
  return nullptr;
}

void Decoding::restart(std::optional<std::int64_t> key_ticks) {
  avcodec_flush_buffers(decoder_.get());
  wanted_key_ = key_ticks;
  shown_from_.reset();
  hurry_to_.reset();
  expected_ = given_ = 0;
  sent_.clear();
  is_fresh_ = true;
  drained_early_ = ended_ = false;
  failed_reads_ = 0;
}

void Decoding::expect(int pictures) {
  if (is_fresh_ && pictures > 0) expected_ = pictures;
}

void Decoding::feed() {
  if (has_all_expected()) {
    drained_early_ = true;
    return drain();
  }
  const int code = reader_.next(*packet_);
  if (code == AVERROR_EOF) {
    if (reader_.is_cut_off()) note("the file is cut off");
    return drain();
  }
  if (code < 0) {
    if (failed_reads_++ == 0) note("the file cannot be read on: " + libav::error_text(code));
    return failed_reads_ > kFailedReadsInARow || code != AVERROR_INVALIDDATA ? drain() : void();
  }
  failed_reads_ = 0;
  if (wanted_key_) {
    if (!is_key(*packet_)) return;
    const std::int64_t ticks = displayed_ticks(*packet_);
    const bool is_early = ticks != AV_NOPTS_VALUE && *wanted_key_ != AV_NOPTS_VALUE && ticks < *wanted_key_;
    if (is_early) return;
    wanted_key_.reset();
    if (packet_->pts != AV_NOPTS_VALUE) shown_from_ = packet_->pts;
  }
  is_fresh_ = false;
  track(*packet_);
  decoder_->skip_frame = is_wanted(*packet_) ? usual_skip_ : AVDISCARD_NONREF;
  const int sent = avcodec_send_packet(decoder_.get(), packet_.get());
  if (sent < 0 && sent != AVERROR_EOF) note(libav::error_text(sent));
}

/// False where the next picture is sure to come in time; a container's durations may be off by one.
bool Decoding::is_wanted(const AVPacket& packet) const {
  constexpr std::int64_t kLongest = std::int64_t{1} << 48;  // ticks; no overflow from what a header may claim
  if (!hurry_to_ || packet.pts == AV_NOPTS_VALUE || packet.duration <= 0 || packet.duration > kLongest)
    return true;
  return packet.pts > *hurry_to_ - 2 * packet.duration;
}

void Decoding::drain() {
  avcodec_send_packet(decoder_.get(), nullptr);
}

void Decoding::track(const AVPacket& packet) {
  if (expected_ == 0 || (packet.flags & AV_PKT_FLAG_DISCARD) != 0) return;
  if (packet.pts == AV_NOPTS_VALUE) {
    expected_ = 0;  // nothing tells the display order: decode as always
    return;
  }
  if (shown_from_ && packet.pts < *shown_from_) return;
  sent_.insert(std::ranges::upper_bound(sent_, packet.pts), packet.pts);
}

/// No packet is displayed before it is decoded, so all that follows is displayed at or after the next
/// packet's decoding time.
bool Decoding::has_all_expected() {
  const auto expected = static_cast<std::size_t>(expected_);
  if (expected == 0 || drained_early_ || sent_.size() < expected) return false;
  const AVPacket* next = reader_.peek(0);
  return next != nullptr && next->dts != AV_NOPTS_VALUE && sent_[expected - 1] <= next->dts;
}

void Decoding::note(const std::string& message) {
  if (errors_++ == 0) first_message_ = message;
}

}  // namespace smartcrop
