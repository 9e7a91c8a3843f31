#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

#include "audio_encoder_choice.hpp"
#include "audio_retimer.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/resampler.hpp"
#include "stream_carrier.hpp"

extern "C" {
#include <libavutil/audio_fifo.h>
#include <libavutil/channel_layout.h>
}

namespace smartcrop::internal {
namespace {

struct FreeFifo {
  void operator()(AVAudioFifo* fifo) const { av_audio_fifo_free(fifo); }
};

/// Times that differ by less than this are the same, s: container clocks are coarse.
constexpr double kSameTime_s = 0.02;
/// Audio below this rate is resampled to the usual one where its tempo changes: Rubber Band's window is made
/// for such rates.
constexpr int kLeastRetimedRate = 44'100;
/// Of broadcasting and film; MXF takes no other.
constexpr int kUsualRate = 48'000;
/// A longer gap is a broken time, not silence, s.
constexpr double kLongestGap_s = 3600;

class EncodedAudio : public StreamCarrier {
 public:
  EncodedAudio(const AVStream& source, const std::string& path, Muxer& muxer, int threads, bool is_retimed)
      : source_(source),
        muxer_(muxer),
        decoder_(libav::open_decoder(source, path, {.threads = threads})),
        decoded_(libav::make_frame()),
        packet_(libav::make_packet()) {
    open_fitting_encoder(is_retimed);
    target_ = &muxer.add_stream();
    libav::check(avcodec_parameters_from_context(target_->codecpar, encoder_.get()),
                 "audio encoder parameters");
    target_->time_base = encoder_->time_base;
    copy_description(source, *target_);
  }

  void start(const OutputClock& clock) override {
    const AVRational samples{1, encoder_->sample_rate};
    shift_ = clock.shift_ticks(samples);
    if (clock.start) start_ = libav::to_ticks(*clock.start, samples);
    if (clock.end) end_ = libav::to_ticks(*clock.end, samples);
    if (clock.map == nullptr) return;
    clock_ = clock;
    retimer_.emplace(clock_, encoder_->sample_rate, encoder_->ch_layout,
                     [this](const Sound& sound, std::size_t first, std::size_t count, std::int64_t at) {
                       queue_retimed(sound, first, count, at);
                     });
  }

  void take(AVPacket& packet) override {
    const int code = avcodec_send_packet(decoder_.get(), &packet);
    if (code < 0 && code != AVERROR_EOF) ++damaged_;
    receive();
  }

  void finish() override {
    avcodec_send_packet(decoder_.get(), nullptr);
    receive();
    if (resampler_) resample(nullptr);  // flush
    if (retimer_) retimer_->finish();
    encode_available(1);
    libav::check(avcodec_send_frame(encoder_.get(), nullptr), "audio encoder");
    write_packets();
  }

  std::int64_t damaged() const override { return damaged_; }

 private:
  /// AAC, else the container's usual codec; at the source's rate, else the usual one.
  void open_fitting_encoder(bool is_retimed) {
    for (const AVCodecID codec : {AV_CODEC_ID_AAC, muxer_.format().audio_codec}) {
      if (!muxer_.takes(codec)) continue;
      for (const int rate : {decoder_->sample_rate, kUsualRate}) {
        open_encoder(audio_encoder_of(codec), is_retimed, rate);
        if (fits()) return;
      }
    }
    throw Error("the container '" + std::string(muxer_.format().name) + "' holds " +
                (muxer_.has_streams(AVMEDIA_TYPE_AUDIO) ? "one stream of audio" : "no audio like this"));
  }

  bool fits() const {
    return muxer_.takes_also([this](AVStream& stream) {
      libav::check(avcodec_parameters_from_context(stream.codecpar, encoder_.get()),
                   "audio encoder parameters");
      stream.time_base = encoder_->time_base;
    });
  }

  void open_encoder(const AVCodec& codec, bool is_retimed, int rate) {
    encoder_.reset(avcodec_alloc_context3(&codec));
    if (!encoder_) throw std::bad_alloc();
    AVCodecContext& encoder = *encoder_;
    const bool is_slow = is_retimed && rate < kLeastRetimedRate;
    encoder.sample_rate = nearest_rate(codec, is_slow ? kUsualRate : rate);
    encoder.sample_fmt = codec.sample_fmts != nullptr ? codec.sample_fmts[0] : AV_SAMPLE_FMT_FLTP;
    choose_layout(codec, decoder_->ch_layout, encoder.ch_layout);
    // Bits per second and channel: transparent to most listeners at 44.1 kHz, and at most 3 bits a sample
    // below 32 kHz. In steps that MPEG audio has, too.
    constexpr std::int64_t kMostBits = 96'000, kBitsPerSample = 3, kStep = 32'000;
    const std::int64_t bits =
        std::min(kMostBits, kBitsPerSample * encoder.sample_rate) * encoder.ch_layout.nb_channels;
    encoder.bit_rate = std::max(bits / kStep, std::int64_t{1}) * kStep;
    encoder.time_base = {1, encoder.sample_rate};
    if ((muxer_.format().flags & AVFMT_GLOBALHEADER) != 0) encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    libav::check(avcodec_open2(&encoder, &codec, nullptr), "audio encoder " + std::string(codec.name));
    work_format_ = is_retimed ? AV_SAMPLE_FMT_FLTP : encoder.sample_fmt;
    fifo_.reset(av_audio_fifo_alloc(work_format_, encoder.ch_layout.nb_channels, 1));
    if (!fifo_) throw std::bad_alloc();
  }

  void receive() {
    for (;;) {
      const int code = avcodec_receive_frame(decoder_.get(), decoded_.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
      if (code < 0) {
        ++damaged_;
        return;
      }
      follow_format();
      follow_time();
      resample(decoded_.get());
      encode_available(frame_samples());
      av_frame_unref(decoded_.get());
    }
  }

  /// Opens the resampler again if the format of the decoded audio changed.
  void follow_format() {
    const libav::AudioFormat format = libav::format_of(*decoded_);
    if (resampler_ && format == input_format_) return;
    if (resampler_) resample(nullptr);
    resampler_ = open_resampler(*decoded_, work_format_);
    input_format_ = format;
  }

  libav::ResamplerPtr open_resampler(const AVFrame& from, AVSampleFormat format) const {
    return libav::open_resampler(from, encoder_->ch_layout, format, encoder_->sample_rate, "audio resampler");
  }

  /// Compares the frame's time with where the audio so far ends, and fills the gap or marks the overlap.
  void follow_time() {
    if (decoded_->best_effort_timestamp == AV_NOPTS_VALUE) return;
    const AVRational samples{1, encoder_->sample_rate};
    const std::int64_t time = av_rescale_q(decoded_->best_effort_timestamp, source_.time_base, samples);
    if (next_sample_ == AV_NOPTS_VALUE) {
      next_sample_ = time;
      return;
    }
    const std::int64_t expected = next_sample_ + swr_get_delay(resampler_.get(), encoder_->sample_rate);
    const std::int64_t gap = time - expected;
    if (std::llabs(gap) <= std::llround(kSameTime_s * encoder_->sample_rate)) return;
    if (gap > std::llround(kLongestGap_s * encoder_->sample_rate)) return;
    if (gap > 0) {
      add_silence(gap);
    } else {
      to_drop_ = -gap;
    }
  }

  void add_silence(std::int64_t count) {
    while (count > 0) {
      const int piece = static_cast<int>(std::min<std::int64_t>(count, encoder_->sample_rate));
      const libav::FramePtr silence = new_frame(piece);
      av_samples_set_silence(silence->extended_data, 0, piece, encoder_->ch_layout.nb_channels, work_format_);
      store(*silence, piece);
      encode_available(frame_samples());
      count -= piece;
    }
  }

  libav::FramePtr new_frame(int samples) const { return new_frame(samples, work_format_); }

  libav::FramePtr new_frame(int samples, AVSampleFormat format) const {
    libav::FramePtr frame = libav::make_frame();
    frame->nb_samples = samples;
    frame->format = format;
    frame->sample_rate = encoder_->sample_rate;
    libav::check(av_channel_layout_copy(&frame->ch_layout, &encoder_->ch_layout), "channel layout");
    libav::check(av_frame_get_buffer(frame.get(), 0), "no memory for audio");
    return frame;
  }

  /// Converts a decoded frame, or with nullptr what the resampler holds, and stores it.
  void resample(const AVFrame* frame) {
    const int most = swr_get_out_samples(resampler_.get(), frame != nullptr ? frame->nb_samples : 0);
    if (most <= 0) return;
    const libav::FramePtr converted = new_frame(most);
    const int count =
        swr_convert(resampler_.get(), converted->extended_data, most,
                    frame != nullptr ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr,
                    frame != nullptr ? frame->nb_samples : 0);
    if (count < 0) {
      ++damaged_;
      return;
    }
    store(*converted, count);
  }

  /// Appends samples to the queue, without those that were heard already or lie outside the part that is
  /// wanted.
  void store(const AVFrame& frame, int count) {
    if (next_sample_ == AV_NOPTS_VALUE) next_sample_ = start_.value_or(0);
    std::int64_t skipped = std::exchange(to_drop_, 0);
    if (skipped >= count) {
      to_drop_ = skipped - count;
      return;
    }
    std::int64_t first = next_sample_;
    next_sample_ += count - skipped;
    if (start_ && first < *start_) {
      const std::int64_t early = std::min<std::int64_t>(*start_ - first, count - skipped);
      skipped += early;
      first += early;
    }
    std::int64_t kept = count - skipped;
    if (end_) kept = std::clamp<std::int64_t>(*end_ - first, 0, kept);
    if (kept <= 0) return;
    if (retimer_) {
      retimer_->take(frame.extended_data, static_cast<std::size_t>(skipped), static_cast<std::size_t>(kept),
                     first);
      return;
    }
    const bool planar = av_sample_fmt_is_planar(work_format_) != 0;
    const int step = av_get_bytes_per_sample(work_format_) * (planar ? 1 : encoder_->ch_layout.nb_channels);
    std::vector<void*> planes;
    for (int i = 0; i < (planar ? encoder_->ch_layout.nb_channels : 1); ++i)
      planes.push_back(frame.extended_data[i] + skipped * step);
    queue(planes, kept, first);
  }

  /// `at`: of the first sample in the output, on the source's clock.
  void queue(std::vector<void*>& planes, std::int64_t count, std::int64_t at) {
    if (av_audio_fifo_size(fifo_.get()) == 0) fifo_start_ = at;
    if (av_audio_fifo_write(fifo_.get(), planes.data(), static_cast<int>(count)) < count)
      throw std::bad_alloc();
  }

  void queue_retimed(const Sound& sound, std::size_t first, std::size_t count, std::int64_t at) {
    std::vector<void*> planes;
    for (const std::vector<float>& channel : sound)
      planes.push_back(const_cast<float*>(channel.data() + first));
    queue(planes, static_cast<std::int64_t>(count), at);
    encode_available(frame_samples());
  }

  int frame_samples() const { return encoder_->frame_size > 0 ? encoder_->frame_size : 1024; }

  /// Encodes the queue in whole frames, down to fewer than `least` samples.
  void encode_available(int least) {
    while (av_audio_fifo_size(fifo_.get()) >= least) {
      const int count = std::min(av_audio_fifo_size(fifo_.get()), frame_samples());
      const libav::FramePtr frame = new_frame(count);
      if (av_audio_fifo_read(fifo_.get(), reinterpret_cast<void**>(frame->extended_data), count) < count) {
        throw std::bad_alloc();
      }
      const libav::FramePtr encoded = to_encoder_format(*frame);
      encoded->pts = fifo_start_ - shift_;
      fifo_start_ += count;
      libav::check(avcodec_send_frame(encoder_.get(), encoded.get()), "audio encoder");
      write_packets();
    }
  }

  libav::FramePtr to_encoder_format(const AVFrame& frame) {
    if (work_format_ == encoder_->sample_fmt) {
      libav::FramePtr same = libav::make_frame();
      libav::check(av_frame_ref(same.get(), &frame), "no memory for audio");
      return same;
    }
    if (!converter_) converter_ = open_resampler(frame, encoder_->sample_fmt);
    libav::FramePtr converted = new_frame(frame.nb_samples, encoder_->sample_fmt);
    libav::check(swr_convert(converter_.get(), converted->extended_data, frame.nb_samples,
                             const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples),
                 "audio converter");
    return converted;
  }

  void write_packets() {
    for (;;) {
      const int code = avcodec_receive_packet(encoder_.get(), packet_.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
      libav::check(code, "audio encoder");
      if (muxer_.write(*packet_, *target_, encoder_->time_base) == Muxer::Written::refused) ++damaged_;
    }
  }

  const AVStream& source_;
  Muxer& muxer_;
  libav::CodecPtr decoder_, encoder_;
  AVStream* target_ = nullptr;
  AVSampleFormat work_format_ = AV_SAMPLE_FMT_NONE;  // of the queue; float planes if audio is retimed
  libav::ResamplerPtr resampler_, converter_;
  libav::AudioFormat input_format_;  // of resampler_
  OutputClock clock_;
  std::optional<AudioRetimer> retimer_;
  std::unique_ptr<AVAudioFifo, FreeFifo> fifo_;
  libav::FramePtr decoded_;
  libav::PacketPtr packet_;
  // All in samples of the output on the source's clock.
  std::int64_t next_sample_ = AV_NOPTS_VALUE;  // end of the audio stored so far
  std::int64_t fifo_start_ = 0;                // of the first sample in the queue
  std::int64_t to_drop_ = 0;
  std::int64_t shift_ = 0;
  std::optional<std::int64_t> start_, end_;
  std::int64_t damaged_ = 0;
};

}  // namespace

std::unique_ptr<StreamCarrier> encode_audio(const AVStream& source, const std::string& path, Muxer& muxer,
                                            int threads, bool is_retimed) {
  return std::make_unique<EncodedAudio>(source, path, muxer, threads, is_retimed);
}

}  // namespace smartcrop::internal
