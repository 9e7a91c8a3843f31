#include <algorithm>

#include "smartcrop/libav/error.hpp"
#include "stream_carrier.hpp"

namespace smartcrop::internal {
namespace {

/// Where recordings of other codecs were joined, MPEG audio comes under the name of AAC. Muxers take its
/// frames for those of AAC, as both begin with twelve ones; the layer, two bits, is 0 in AAC only.
bool is_mpeg_audio(const AVPacket& packet) {
  return packet.size > 1 && packet.data[0] == 0xFF && (packet.data[1] & 0xF0) == 0xF0 &&
         (packet.data[1] & 0x06) != 0;
}

class CopiedStream : public StreamCarrier {
 public:
  CopiedStream(const AVStream& source, Muxer& muxer)
      : source_(source), muxer_(muxer), target_(muxer.add_stream()) {
    describe_copy(source, muxer.format(), target_);
  }

  void start(const OutputClock& clock) override {
    clock_ = clock;
    if (clock.start) start_ = libav::to_ticks(*clock.start, source_.time_base);
    if (clock.end) end_ = libav::to_ticks(*clock.end, source_.time_base);
  }

  void take(AVPacket& packet) override {
    if (source_.codecpar->codec_id == AV_CODEC_ID_AAC && is_mpeg_audio(packet)) {
      ++damaged_;
      return;
    }
    if (packet.dts == AV_NOPTS_VALUE) packet.dts = packet.pts != AV_NOPTS_VALUE ? packet.pts : next_dts_;
    if (packet.dts == AV_NOPTS_VALUE)
      packet.dts = clock_.shift_ticks(source_.time_base);  // no times at all: start with the output
    if (packet.pts == AV_NOPTS_VALUE) packet.pts = packet.dts;
    next_dts_ = packet.dts + packet.duration;
    if (start_ && packet.pts + packet.duration <= *start_) return;
    if (end_ && packet.pts >= *end_) return;
    const std::int64_t end = packet.pts + packet.duration;
    packet.pts = clock_.output_ticks(packet.pts, source_.time_base);
    packet.dts = clock_.output_ticks(packet.dts, source_.time_base);
    packet.duration = clock_.output_ticks(end, source_.time_base) - packet.pts;
    refine_audio_times(packet);
    if (last_dts_ != AV_NOPTS_VALUE && packet.dts <= last_dts_) {
      // Containers require ascending times: a time that does not ascend is moved up by the smallest step.
      packet.dts = last_dts_ + ((muxer_.format().flags & AVFMT_TS_NONSTRICT) != 0 ? 0 : 1);
      packet.pts = std::max(packet.pts, packet.dts);
    }
    last_dts_ = packet.dts;
    if (muxer_.write(packet, target_, target_.time_base) == Muxer::Written::refused) ++damaged_;
  }

  std::int64_t damaged() const override { return damaged_; }

 private:
  /// Converts times to the target's ticks. For audio in coarse ticks (Matroska: 1 ms) samples are counted, so
  /// that packets follow each other exactly instead of up to a tick apart.
  void refine_audio_times(AVPacket& packet) {
    const AVCodecParameters& codec = *source_.codecpar;
    if (codec.codec_type == AVMEDIA_TYPE_AUDIO && codec.sample_rate > 0) {
      int samples = av_get_audio_frame_duration2(target_.codecpar, packet.size);
      if (samples == 0) samples = codec.frame_size;
      const std::int64_t offset = packet.pts - packet.dts;
      packet.dts = av_rescale_delta(source_.time_base, packet.dts, {1, codec.sample_rate}, samples,
                                    &sample_count_, target_.time_base);
      packet.pts = packet.dts + av_rescale_q(offset, source_.time_base, target_.time_base);
      packet.duration = av_rescale_q(packet.duration, source_.time_base, target_.time_base);
    } else {
      av_packet_rescale_ts(&packet, source_.time_base, target_.time_base);
    }
  }

  const AVStream& source_;
  Muxer& muxer_;
  AVStream& target_;
  OutputClock clock_;
  std::optional<std::int64_t> start_, end_;
  std::int64_t next_dts_ = AV_NOPTS_VALUE, last_dts_ = AV_NOPTS_VALUE;
  std::int64_t sample_count_ = AV_NOPTS_VALUE;  // state of av_rescale_delta
  std::int64_t damaged_ = 0;
};

}  // namespace

void describe_copy(const AVStream& source, const AVOutputFormat& container, AVStream& target) {
  libav::check(avcodec_parameters_copy(target.codecpar, source.codecpar), "stream parameters");
  // The tag is the source container's name for the codec; the output's container may use another.
  const AVCodecTag* const* tags = container.codec_tag;
  unsigned known = 0;
  const bool keeps_tag = tags == nullptr ||
                         av_codec_get_id(tags, target.codecpar->codec_tag) == target.codecpar->codec_id ||
                         av_codec_get_tag2(tags, target.codecpar->codec_id, &known) == 0;
  if (!keeps_tag) target.codecpar->codec_tag = 0;
  target.time_base = source.time_base;
  target.avg_frame_rate = source.avg_frame_rate;
  copy_description(source, target);
}

std::unique_ptr<StreamCarrier> copy_stream(const AVStream& source, Muxer& muxer) {
  return std::make_unique<CopiedStream>(source, muxer);
}

}  // namespace smartcrop::internal
