#include "smartcrop/libav/steady_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "smartcrop/libav/input.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::libav {
namespace {

constexpr double kLeastBack_s = 1, kLeastAhead_s = 10;
/// Packets of other streams that wait for the picture to jump; more come only where it never does.
constexpr std::size_t kMostWaiting = 2000;

std::int64_t decoded_at(const AVPacket& packet) {
  return packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
}

}  // namespace

std::string describe(const ClockJumps& jumps) {
  if (jumps.count == 0) return {};
  const bool is_back = jumps.first_length < Time{};
  const Time length = is_back ? Time{} - jumps.first_length : jumps.first_length;
  const std::string times = jumps.count == 1 ? "once" : std::to_string(jumps.count) + " times";
  return "the time stamps jump " + times + ", first at " + to_clock(jumps.first_at) + " by " +
         to_clock(length) + (is_back ? " back" : " ahead") + ": closed";
}

SteadyReader::SteadyReader(AVFormatContext& input, const AVStream& picture)
    : input_(&input), picture_(&picture), may_jump_ahead_((input.iformat->flags & AVFMT_TS_DISCONT) != 0) {}

int SteadyReader::read(AVPacket& packet) {
  for (;;) {
    if (!ready_.empty()) {
      av_packet_unref(&packet);
      av_packet_move_ref(&packet, ready_.front().get());
      ready_.pop_front();
      return 0;
    }
    const int code = read_packet(*input_, packet);
    if (code == AVERROR_EOF && !waiting_.empty()) {
      place_waiting(false);
      continue;
    }
    if (code < 0) return code;
    if (packet.stream_index == picture_->index) {
      follow(packet);
      return code;
    }
    if (place(packet, true)) return code;
    waiting_.push_back(make_packet());
    av_packet_move_ref(waiting_.back().get(), &packet);
    if (waiting_.size() > kMostWaiting) place_waiting(false);
  }
}

void SteadyReader::restart(std::int64_t offset) {
  offsets_ = {offset};
  last_ = shown_until_ = AV_NOPTS_VALUE;
  others_.clear();
  waiting_.clear();
  ready_.clear();
}

bool SteadyReader::is_jump(std::int64_t from, std::int64_t to, AVRational ticks) const {
  if (from == AV_NOPTS_VALUE) return false;
  const double step_s = static_cast<double>(to - from) * av_q2d(ticks);
  return step_s < -kLeastBack_s || (may_jump_ahead_ && step_s > kLeastAhead_s);
}

void SteadyReader::follow(AVPacket& packet) {
  // Behind a jump FFmpeg may still count decoding times on from before it.
  if (packet.pts != AV_NOPTS_VALUE && packet.dts != AV_NOPTS_VALUE) {
    const double delay_s = static_cast<double>(packet.pts - packet.dts) * av_q2d(picture_->time_base);
    if (delay_s < -kLeastBack_s || delay_s > kLeastAhead_s) packet.dts = AV_NOPTS_VALUE;
  }
  const std::int64_t decoded = decoded_at(packet);
  if (decoded == AV_NOPTS_VALUE) return;
  const std::int64_t shown = packet.pts != AV_NOPTS_VALUE ? packet.pts : decoded;
  if (first_ == AV_NOPTS_VALUE) first_ = shown + offset();
  const std::int64_t before = std::exchange(last_, decoded);
  std::int64_t step = packet.duration;
  if (is_jump(before, decoded, picture_->time_base)) {
    if (jumps_.count++ == 0) {
      jumps_.first_at = to_time(shown_until_ - first_, picture_->time_base);
      jumps_.first_length = to_time(decoded - before, picture_->time_base);
    }
    offsets_.push_back(shown_until_ - shown);
    place_waiting(true);
  } else if (step <= 0 && before != AV_NOPTS_VALUE) {
    step = decoded - before;
  }
  shift(packet, offsets_.size() - 1);
  shown_until_ = std::max(shown_until_, shown + offset() + std::max<std::int64_t>(step, 1));
}

double SteadyReader::distance_s(std::int64_t ticks, const AVStream& stream, std::size_t part) const {
  const double time_s = static_cast<double>(ticks) * av_q2d(stream.time_base) +
                        static_cast<double>(offsets_[part]) * av_q2d(picture_->time_base);
  return std::abs(time_s - static_cast<double>(last_ + offset()) * av_q2d(picture_->time_base));
}

bool SteadyReader::place(AVPacket& packet, bool may_wait) {
  const AVStream& stream = *input_->streams[packet.stream_index];
  const auto index = static_cast<std::size_t>(packet.stream_index);
  if (index >= others_.size()) others_.resize(index + 1, {.part = 0});
  Other& other = others_[index];
  const std::int64_t decoded = decoded_at(packet);
  if (decoded == AV_NOPTS_VALUE || last_ == AV_NOPTS_VALUE) {
    shift(packet, other.part);
    return true;
  }
  // Streams pass a jump at different places of the file: the part is the one that lies nearest to the
  // picture.
  std::size_t part = other.part;
  for (std::size_t later = part + 1; later < offsets_.size(); ++later) {
    if (distance_s(decoded, stream, later) <= distance_s(decoded, stream, part)) part = later;
  }
  if (may_wait && part == other.part && is_jump(other.last, decoded, stream.time_base)) {
    const bool is_unknown_part = decoded < other.last || distance_s(decoded, stream, part) > kLeastAhead_s;
    if (is_unknown_part) return false;
  }
  other = {part, decoded};
  shift(packet, part);
  return true;
}

void SteadyReader::shift(AVPacket& packet, std::size_t part) const {
  const std::int64_t offset = offsets_[part];
  if (offset == 0) return;
  const AVRational ticks = input_->streams[packet.stream_index]->time_base;
  const std::int64_t own = av_rescale_q(offset, picture_->time_base, ticks);
  if (packet.pts != AV_NOPTS_VALUE) packet.pts += own;
  if (packet.dts != AV_NOPTS_VALUE) packet.dts += own;
}

void SteadyReader::place_waiting(bool may_wait) {
  std::deque<PacketPtr> packets;
  packets.swap(waiting_);
  for (PacketPtr& packet : packets) {
    std::deque<PacketPtr>& target = place(*packet, may_wait) ? ready_ : waiting_;
    target.push_back(std::move(packet));
  }
}

}  // namespace smartcrop::libav
