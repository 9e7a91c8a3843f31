#include "video_encoder.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "encoder_choice.hpp"
#include "encoder_quality.hpp"
#include "palette.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"

extern "C" {
#include <libavutil/opt.h>
}

namespace smartcrop::internal {
namespace {

constexpr AVRational kUsualRate{25, 1};

/// The encoder's time base: the source's, unless container or codec require a constant frame rate.
AVRational time_base_for(const AVCodec& codec, const PictureSettings& picture, bool& fixed_rate) {
  AVRational rate = picture.frame_rate.num > 0 ? picture.frame_rate : kUsualRate;
  // MPEG-1 and -2 have a few rates only, MPEG-4 part 2 ticks of at least 1/65535 s.
  if (codec.supported_framerates != nullptr) {
    fixed_rate = true;
    rate = codec.supported_framerates[av_find_nearest_q_idx(rate, codec.supported_framerates)];
  }
  if (codec.id == AV_CODEC_ID_MPEG4 && picture.time_base.den > 65535) fixed_rate = true;
  if (!fixed_rate) return picture.time_base;
  AVRational ticks = av_inv_q(rate);
  if (codec.id == AV_CODEC_ID_MPEG4) av_reduce(&ticks.num, &ticks.den, ticks.num, ticks.den, 65535);
  return ticks;
}

AVRational capped_rate(AVRational rate) {
  // Some files claim one frame per tick. The encoder budgets bits by the rate.
  constexpr int kHighest = 1000;
  return rate.num > 0 && av_q2d(rate) <= kHighest ? rate : kUsualRate;
}

}  // namespace

VideoEncoder::VideoEncoder(const AVCodec& codec, const RenderOptions& options, const PictureSettings& picture,
                           Muxer& muxer, std::vector<std::string>& notes)
    : muxer_(muxer),
      codec_(&codec),
      format_(choose_format(codec, picture.source,
                            usual_format(options.encoder, codec, picture.source.format), picture.size,
                            notes)),
      source_time_base_(picture.time_base),
      fixed_rate_(!muxer.keeps_times()),
      packet_(libav::make_packet()) {
  stream_ = &muxer.add_stream();
  open(options, picture);
  libav::check(avcodec_parameters_from_context(stream_->codecpar, encoder_.get()), "encoder parameters");
  stream_->time_base = encoder_->time_base;
  stream_->avg_frame_rate = picture.frame_rate;
  stream_->sample_aspect_ratio = encoder_->sample_aspect_ratio;
  put_on_stream(picture.hdr, *stream_);
  // The only name that Apple's players take.
  if (codec_->id == AV_CODEC_ID_HEVC && muxer.is_quicktime())
    stream_->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
  if (fixed_rate_ && (muxer.format().flags & AVFMT_NOTIMESTAMPS) == 0) {
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.6g", av_q2d(av_inv_q(encoder_->time_base)));
    notes.push_back("frame times are rounded to a constant rate of " + std::string(rate) +
                    " frames per second: " + (muxer.keeps_times() ? codec_->name : muxer.format().name) +
                    " has no variable rate");
  }
}

void VideoEncoder::open(const RenderOptions& options, const PictureSettings& picture) {
  encoder_.reset(avcodec_alloc_context3(codec_));
  if (!encoder_) throw std::bad_alloc();
  AVCodecContext& encoder = *encoder_;
  encoder.width = picture.size.width;
  encoder.height = picture.size.height;
  encoder.pix_fmt = has_palettes() ? AV_PIX_FMT_PAL8 : format_.format;
  encoder.colorspace = format_.matrix;
  encoder.color_range = format_.range;
  encoder.color_primaries = picture.primaries;
  encoder.color_trc = picture.transfer;
  encoder.chroma_sample_location = picture.chroma_location;
  encoder.sample_aspect_ratio = picture.pixel_aspect;
  encoder.time_base = time_base_for(*codec_, picture, fixed_rate_);
  encoder.framerate = fixed_rate_ ? av_inv_q(encoder.time_base) : capped_rate(picture.frame_rate);
  encoder.thread_count = options.threads;
  encoder.thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
  if ((muxer_.format().flags & AVFMT_GLOBALHEADER) != 0) encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  if ((codec_->capabilities & AV_CODEC_CAP_EXPERIMENTAL) != 0) {
    encoder.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;  // the user named it
  }
  encoder.field_order = picture.field_order;
  if (picture.field_order != AV_FIELD_PROGRESSIVE)
    encoder.flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
  set_quality(options);
  set_encoder_options(encoder, options.encoder_options, picture.hdr);
  const std::string settings = describe_settings(encoder, options);
  const int code = avcodec_open2(&encoder, codec_, nullptr);
  if (code < 0)
    throw Error("encoder " + std::string(codec_->name) + " cannot start with " + settings + ": " +
                libav::error_text(code));
}

void VideoEncoder::set_quality(const RenderOptions& options) {
  AVCodecContext& encoder = *encoder_;
  const double pixels_per_s = 1.0 * encoder.width * encoder.height * av_q2d(encoder.framerate);
  for (const auto& [name, value] :
       quality_settings(*codec_, options.crf, options.encoder_options, pixels_per_s))
    set_encoder_option(encoder, name, value);
  if (encoder.priv_data == nullptr) return;
  const AVOption* preset = av_opt_find(encoder.priv_data, "preset", nullptr, 0, 0);
  if (preset == nullptr) return;
  check_preset(*codec_, options.preset);
  // Encoders with numbered presets (SVT-AV1) do not take our default's name; their own default stays.
  const bool is_default = options.preset == RenderOptions{}.preset;
  const int code = av_opt_set(encoder.priv_data, "preset", options.preset.c_str(), 0);
  if (code < 0 && !is_default) {
    throw Error("encoder " + std::string(codec_->name) + " has no preset '" + options.preset + "'");
  }
}

bool VideoEncoder::has_palettes() const {
  return codec_->id == AV_CODEC_ID_GIF;
}

bool VideoEncoder::encode(AVFrame& picture, std::int64_t pts, std::int64_t duration) {
  const libav::FramePtr reduced = has_palettes() ? with_palette(picture) : nullptr;
  AVFrame& frame = reduced ? *reduced : picture;
  frame.pts = av_rescale_q_rnd(pts, source_time_base_, encoder_->time_base,
                               static_cast<AVRounding>(AV_ROUND_NEAR_INF | AV_ROUND_PASS_MINMAX));
  if (last_pts_ != AV_NOPTS_VALUE && frame.pts <= last_pts_) {
    if (fixed_rate_) return false;
    frame.pts = last_pts_ + 1;
  }
  last_pts_ = frame.pts;
  constexpr std::size_t kMostHeld = 1000;  // frames; encoders hold far fewer
  if (durations_.size() >= kMostHeld) durations_.erase(durations_.begin());
  if (!fixed_rate_ && duration > 0) durations_[frame.pts] = duration;
  frame.pict_type = AV_PICTURE_TYPE_NONE;
  frame.key_frame = 0;
  frame.quality = (encoder_->flags & AV_CODEC_FLAG_QSCALE) != 0 ? encoder_->global_quality : 0;
  libav::check(avcodec_send_frame(encoder_.get(), &frame), "encoder " + std::string(codec_->name));
  write_packets(nullptr);
  return true;
}

void VideoEncoder::finish(const CancellationToken& cancellation) {
  libav::check(avcodec_send_frame(encoder_.get(), nullptr), "encoder " + std::string(codec_->name));
  write_packets(&cancellation);
}

void VideoEncoder::write_packets(const CancellationToken* cancellation) {
  for (;;) {
    if (cancellation != nullptr) cancellation->throw_if_canceled();
    const int code = avcodec_receive_packet(encoder_.get(), packet_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
    libav::check(code, "encoder " + std::string(codec_->name));
    if (fixed_rate_) {
      packet_->duration = 1;
    } else if (const auto known = durations_.find(packet_->pts); known != durations_.end()) {
      packet_->duration = known->second;
      durations_.erase(known);
    }
    if (muxer_.write(*packet_, *stream_, encoder_->time_base) == Muxer::Written::refused) {
      throw Error("the container '" + std::string(muxer_.format().name) + "' refuses a picture encoded by " +
                  codec_->name + "; use another container (.mkv) or encoder");
    }
  }
}

}  // namespace smartcrop::internal
