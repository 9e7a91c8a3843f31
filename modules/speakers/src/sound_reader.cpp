#include "sound_reader.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <cmath>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/input.hpp"
#include "smartcrop/speakers/speech.hpp"

namespace smartcrop::internal {
namespace {

/// Times that differ by less than this are the same, s: container clocks are coarse.
constexpr double kSameTime_s = 0.05;
/// Gaps up to this length are decoded, longer ones skipped, s.
constexpr double kReadsOn_s = 5;

}  // namespace

SoundReader::SoundReader(const std::string& path, Time start_time, const CancellationToken& cancellation)
    : path_(path),
      start_s_(start_time.value()),
      input_(libav::open_input(path, {.cancellation = cancellation})) {
  libav::find_streams(*input_, path);
  const int stream = av_find_best_stream(input_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (stream < 0) return;
  libav::discard_others(*input_, *input_->streams[stream]);
  try {
    decoder_ = libav::open_decoder(*input_->streams[stream], path, {.threads = 1});
  } catch (const Error&) {
    return;  // sound without a decoder counts as none
  }
}

std::vector<float> SoundReader::read(double from_s, double to_s) {
  const std::int64_t from = std::llround(from_s * kSpeechRate);
  const std::int64_t to = std::max<std::int64_t>(from, std::llround(to_s * kSpeechRate));
  std::vector<float> samples(static_cast<std::size_t>(to - from), 0);
  if (!has_sound() || samples.empty()) return samples;
  if (next_ ? *next_ > from || from - *next_ > std::llround(kReadsOn_s * kSpeechRate) : from_s > kReadsOn_s)
    seek(from_s);
  while ((!next_ || *next_ < to) && decode_next()) {
    const std::vector<float> part = resampled();
    for (const float sample : part) {
      const std::int64_t at = (*next_)++ - from;
      if (at >= 0 && at < std::ssize(samples)) samples[static_cast<std::size_t>(at)] = sample;
    }
  }
  return samples;
}

void SoundReader::seek(double time_s) {
  const auto time = static_cast<std::int64_t>((time_s + start_s_) * AV_TIME_BASE);
  // If the file cannot be sought, reading goes on.
  if (avformat_seek_file(input_.get(), -1, INT64_MIN, time, time, 0) < 0) return;
  avcodec_flush_buffers(decoder_.get());
  resampler_.reset();
  next_.reset();
}

bool SoundReader::decode_next() {
  bool is_at_end = false;
  while (true) {
    const int got = avcodec_receive_frame(decoder_.get(), frame_.get());
    if (got == 0) return true;
    if (got == AVERROR_EOF || is_at_end) return false;
    const int read = libav::read_packet(*input_, *packet_);
    if (read == AVERROR(EAGAIN)) continue;
    is_at_end = read < 0;
    // A damaged packet is left out, and the next one sent.
    avcodec_send_packet(decoder_.get(), read < 0 ? nullptr : packet_.get());
    av_packet_unref(packet_.get());
  }
}

void SoundReader::follow_format() {
  const libav::AudioFormat format = libav::format_of(*frame_);
  if (resampler_ && format == input_format_) return;
  const AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  resampler_ =
      libav::open_resampler(*frame_, mono, AV_SAMPLE_FMT_FLT, kSpeechRate, path_ + ": audio resampler");
  input_format_ = format;
}

std::vector<float> SoundReader::resampled() {
  follow_format();
  if (frame_->best_effort_timestamp != AV_NOPTS_VALUE) {
    const double time_s =
        static_cast<double>(frame_->best_effort_timestamp) * av_q2d(decoder_->pkt_timebase) - start_s_;
    // What is still in the resampler comes first.
    const std::int64_t at = std::llround(time_s * kSpeechRate) - swr_get_delay(resampler_.get(), kSpeechRate);
    if (!next_ || std::llabs(at - *next_) > std::llround(kSameTime_s * kSpeechRate)) next_ = at;
  }
  if (!next_) next_ = 0;
  std::vector<float> samples(
      static_cast<std::size_t>(std::max(0, swr_get_out_samples(resampler_.get(), frame_->nb_samples))));
  auto* out = reinterpret_cast<std::uint8_t*>(samples.data());
  const int count = swr_convert(resampler_.get(), &out, static_cast<int>(samples.size()),
                                const_cast<const std::uint8_t**>(frame_->extended_data), frame_->nb_samples);
  samples.resize(static_cast<std::size_t>(std::max(0, count)));
  return samples;
}

}  // namespace smartcrop::internal
