#include "decoding.hpp"

#include <algorithm>

namespace smartcrop {
namespace {

bool is_key(const AVPacket& packet) {
  return (packet.flags & AV_PKT_FLAG_KEY) != 0;
}

}  // namespace

Decoding::Decoding(PacketReader reader, const libav::DecoderOptions& options)
    : reader_(std::move(reader)),
      decoder_(reader_.stream(), reader_.path(), options),
      packet_(libav::make_packet()) {}

libav::FramePtr Decoding::next() {
  if (expected_ > 0 && given_ >= expected_) return nullptr;
  while (!decoder_.is_finished()) {
    libav::FramePtr picture = decoder_.receive();
    if (!picture) {
      if (!decoder_.is_finished()) feed();
      continue;
    }
    const std::int64_t ticks = picture->best_effort_timestamp;
    if (shown_from_ && ticks != AV_NOPTS_VALUE && ticks < *shown_from_) continue;
    ++given_;
    return picture;
  }
  return nullptr;
}

void Decoding::restart(std::optional<std::int64_t> key_ticks) {
  decoder_.flush();
  wanted_key_ = key_ticks;
  shown_from_.reset();
  hurry_to_.reset();
  expected_ = given_ = 0;
  sent_.clear();
  is_fresh_ = true;
  drained_early_ = false;
}

void Decoding::expect(int pictures) {
  if (is_fresh_ && pictures > 0) expected_ = pictures;
}

void Decoding::feed() {
  if (has_all_expected()) {
    drained_early_ = true;
    return decoder_.send(nullptr);
  }
  const int code = reader_.next(*packet_);
  const libav::Reading reading = decoder_.judge(code);
  if (reading == libav::Reading::retry) return;
  if (reading == libav::Reading::end) {
    if (code == AVERROR_EOF && reader_.is_cut_off()) decoder_.note("the file is cut off");
    return decoder_.send(nullptr);
  }
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
  decoder_.skip(is_wanted(*packet_) ? AVDISCARD_DEFAULT : AVDISCARD_NONREF);
  decoder_.send(packet_.get());
}

/// False if the next picture is sure to come in time; a container's durations may be off by one.
bool Decoding::is_wanted(const AVPacket& packet) const {
  constexpr std::int64_t kLongest = std::int64_t{1} << 48;  // ticks; no overflow from what a header may claim
  if (!hurry_to_ || packet.pts == AV_NOPTS_VALUE || packet.duration <= 0 || packet.duration > kLongest)
    return true;
  return packet.pts > *hurry_to_ - 2 * packet.duration;
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

}  // namespace smartcrop
