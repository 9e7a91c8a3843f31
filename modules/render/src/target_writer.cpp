#include "target_writer.hpp"

#include <algorithm>
#include <climits>
#include <cmath>
#include <utility>

#include "encoder_choice.hpp"
#include "fields.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/time.hpp"
#include "smartcrop/picture/frame_cropper.hpp"
#include "smartcrop/picture/frame_overlay.hpp"
#include "smartcrop/picture/pixel_format.hpp"
#include "timecode.hpp"

namespace smartcrop::internal {
namespace {

/// Packets of other streams that may wait for the first picture; with more the file is broken.
constexpr std::size_t kMostWaitingBytes = 256u << 20;

/// Transport and program streams start at an arbitrary time.
bool has_arbitrary_clock(const AVInputFormat& format) {
  return (format.flags & AVFMT_TS_DISCONT) != 0;
}

AVRational scaled_pixel_aspect(AVRational aspect, const CropWindow& window, cv::Size output) {
  const double stretch = (window.w * output.height) / (window.h * output.width);
  constexpr double kInvisible = 0.01;  // sizes are rounded to whole pixels
  if (std::abs(stretch - 1) < kInvisible) return aspect;
  const AVRational whole = aspect.num > 0 ? aspect : AVRational{1, 1};
  constexpr int kLargestTerm = 1 << 16;
  return av_d2q(av_q2d(whole) * stretch, kLargestTerm);
}

/// Ticks of at most 1 ms: with speed changes, picture times are not multiples of the source's ticks.
AVRational fine_ticks(AVRational ticks) {
  constexpr AVRational kFine{1, 1000};
  constexpr int kSplit = 1000;
  return av_cmp_q(ticks, kFine) > 0 && ticks.den < INT_MAX / kSplit
             ? AVRational{ticks.num, ticks.den * kSplit}
             : ticks;
}

}  // namespace

TargetWriter::TargetWriter(const OpenSource& source, const CropPlan& plan, const RenderOptions& options,
                           const OverlayOptions* overlay, libav::OutputFile& file)
    : source_(source),
      plan_(plan),
      options_(options),
      overlay_(overlay),
      muxer_(file),
      marks_(source.input, source.picture, source.path) {
  report_.path = file.path();
  cv::Size size(source.picture.codecpar->width, source.picture.codecpar->height);
  if (source.orientation.swaps_sides()) std::swap(size.width, size.height);
  if (size != plan_.source_size) {
    throw Error(source_.path + ": the plan is for a source of " + size_text(plan_.source_size) +
                ", this video is " + size_text(size));
  }
}

void TargetWriter::take_packet(const AVPacket& packet) {
  if (!wants(packet.stream_index)) return;
  libav::PacketPtr own = libav::make_packet();
  libav::check(av_packet_ref(own.get(), &packet), "no memory for a packet");
  if (carried_) {
    carried_->take(*own);
    return;
  }
  waiting_bytes_ += static_cast<std::size_t>(packet.size);
  if (waiting_bytes_ > kMostWaitingBytes)
    throw Error(source_.path + ": no picture can be decoded near the beginning; check the file with ffprobe");
  waiting_.push_back(std::move(own));
}

void TargetWriter::forget_waiting() {
  waiting_.clear();
  waiting_bytes_ = 0;
}

bool TargetWriter::wants(int stream_index) const {
  return !carried_ || carried_->carries(stream_index);
}

void TargetWriter::take_picture(const AVFrame& frame, std::int64_t pts, std::int64_t duration, Time time,
                                std::int64_t origin) {
  const std::optional<View> view = view_at(plan_, time);
  if (!view) return;
  if (!encoder_) start(frame, *view, time, origin);
  if (must_be_opaque_ && is_transparent(frame)) {
    throw Error(source_.path + ": the picture at " + to_clock(time) + " is transparent, which " +
                encoder_->name() +
                " cannot hold; use prores_ks (.mov), ffv1 (.mkv) or libvpx-vp9 (.webm), or --alpha drop");
  }
  ++pictures_;
  if (retimer_) {
    retimer_->take(frame, time, static_cast<double>(duration) * av_q2d(source_.picture.time_base));
    return;
  }
  const View shown = keeps_fields_ ? on_fields(*view, size_) : *view;
  encode(*painter_->paint(frame, shown, time), pts - shift_, duration);
}

void TargetWriter::encode(AVFrame& picture, std::int64_t pts, std::int64_t duration) {
  marks_.clean(picture, keeps_captions_);
  if (!keeps_fields_) picture.interlaced_frame = 0;
  if (encoder_->encode(picture, pts, duration)) {
    ++report_.frames;
  } else {
    ++merged_frames_;
  }
}

void TargetWriter::start_retiming(AVRational frame_rate) {
  Retime retime = plan_.retime;
  const PictureFormat format = encoder_->picture_format();
  if (retime == Retime::blend && !is_plain_planar(without_range(format.format))) {
    report_.notes.push_back("frames are dropped, not blended: " + encoder_->name() + " takes " +
                            libav::pixel_format_name(format.format));
    retime = Retime::drop;
  }
  const double period_s = frame_rate.num > 0 ? 1 / av_q2d(frame_rate) : 0;
  const auto ticks_at = [this](double time_s) {
    return std::llround((origin_s_ + time_s) / av_q2d(ticks_)) - shift_;
  };
  retimer_.emplace(*map_, retime, period_s,
                   FrameRetimer::Calls{[this](const AVFrame& frame, Time time) {
                                         return painter_->paint(frame, *view_at(plan_, time), time);
                                       },
                                       [this, ticks_at](AVFrame& picture, double begin_s, double end_s) {
                                         const std::int64_t pts = ticks_at(begin_s);
                                         encode(picture, pts, ticks_at(end_s) - pts);
                                       }});
}

OutputClock TargetWriter::make_clock(std::int64_t origin_ticks) const {
  OutputClock clock;
  const Time origin = libav::to_time(origin_ticks, source_.picture.time_base);
  clock.origin = origin;
  clock.map = map_ ? &*map_ : nullptr;
  const Time start = plan_.shots.front().start;
  if (plan_.shots.back().end) clock.end = origin + *plan_.shots.back().end;
  if (start > Time{}) {
    clock.start = origin + start;
    clock.shift = *clock.start;
  } else if (has_arbitrary_clock(*source_.input.iformat)) {
    clock.shift = origin;
    for (unsigned i = 0; i < source_.input.nb_streams; ++i) {
      const AVStream& stream = *source_.input.streams[i];
      const bool is_heard =
          stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO && stream.start_time != AV_NOPTS_VALUE;
      if (is_heard) clock.shift = std::min(clock.shift, libav::to_time(stream.start_time, stream.time_base));
    }
  }
  return clock;
}

PictureSettings TargetWriter::settings_for(const AVFrame& frame, const View& view) const {
  PictureSettings settings;
  settings.size = overlay_ != nullptr ? overlay_size(plan_.source_size, *overlay_) : plan_.output_size;
  settings.source = format_of(frame);
  settings.primaries = frame.color_primaries;
  settings.transfer = frame.color_trc;
  settings.chroma_location = turned_location(frame.chroma_location, source_.orientation);
  AVRational aspect =
      av_guess_sample_aspect_ratio(&source_.input, &source_.picture, const_cast<AVFrame*>(&frame));
  if (source_.orientation.swaps_sides() && aspect.num > 0) aspect = av_inv_q(aspect);
  const bool keeps_shape = overlay_ != nullptr || view.fit == Fit::pad;
  const cv::Size filled = view.second ? output_halves(plan_.output_size)[0].size() : plan_.output_size;
  settings.pixel_aspect = keeps_shape ? aspect : scaled_pixel_aspect(aspect, view.window, filled);
  settings.frame_rate = libav::frame_rate(source_.picture);
  settings.time_base = ticks_;
  settings.hdr = hdr_metadata_of(frame, source_.picture);
  return settings;
}

void TargetWriter::make_square(const View& view, const AVCodec& codec, PictureSettings& settings) {
  const AVRational shape = settings.pixel_aspect;
  if (stores_shape(codec, settings.size, shape)) return;
  const std::string cannot = std::string(codec.name) + " cannot store pixels of the shape " +
                             std::to_string(shape.num) + ":" + std::to_string(shape.den);
  if (overlay_ != nullptr || view.fit == Fit::pad) {
    report_.notes.push_back(cannot + ": the picture is shown in another shape; use .mp4 or .mkv");
    return;
  }
  settings.size.width =
      std::max(1, static_cast<int>(std::lround(settings.size.width * av_q2d(shape) / 2))) * 2;
  settings.pixel_aspect = {1, 1};
  report_.notes.push_back(cannot + ": made square, the picture is " + size_text(settings.size));
}

void TargetWriter::choose_fields(const AVFrame& frame, PictureSettings& settings) {
  const AVFieldOrder order = field_order_of(frame);
  if (options_.deinterlace != Deinterlace::off || order == AV_FIELD_PROGRESSIVE) return;
  keeps_fields_ = overlay_ == nullptr && !map_ && internal::keeps_fields(plan_, source_.orientation);
  if (!keeps_fields_) {
    report_.notes.emplace_back(
        "the fields are mixed because the picture is scaled or turned: the output is not marked as "
        "interlaced; leave out --deinterlace off");
    return;
  }
  settings.field_order = order;
  settings.size = on_fields(settings.size);
}

void TargetWriter::choose_alpha(const AVFrame& frame) {
  const bool keeps_alpha = has_alpha(encoder_->picture_format().format);
  if (!has_alpha(static_cast<AVPixelFormat>(frame.format)) || keeps_alpha) return;
  must_be_opaque_ = !options_.drop_alpha;
  if (options_.drop_alpha) report_.notes.push_back(encoder_->name() + " has no transparency: left out");
}

void TargetWriter::open_encoder(const AVFrame& frame, const View& view, PictureSettings& settings) {
  const AVCodec& codec = choose_encoder(options_.encoder, is_deep(settings.source, settings.transfer),
                                        muxer_.format(), report_.notes);
  choose_fields(frame, settings);
  make_square(view, codec, settings);
  size_ = settings.size;
  encoder_.emplace(codec, options_, settings, muxer_, report_.notes);
  // Pictures that are left out or shown twice would leave out or repeat letters.
  keeps_captions_ = keeps_captions(codec) && !map_;
  choose_alpha(frame);
}

void TargetWriter::start(const AVFrame& frame, const View& view, Time time, std::int64_t origin) {
  if (is_retimed(plan_)) map_.emplace(plan_);
  const OutputClock clock = make_clock(origin);
  ticks_ = map_ ? fine_ticks(source_.picture.time_base) : source_.picture.time_base;
  shift_ = clock.shift_ticks(ticks_);
  origin_s_ = clock.origin.value();
  PictureSettings settings = settings_for(frame, view);
  open_encoder(frame, view, settings);
  carried_.emplace(
      Carrying{source_.input, source_.picture, source_.path, overlay_ == nullptr ? &plan_ : nullptr,
               options_.audio, map_.has_value(), clock.start.has_value(), options_.threads, options_.program},
      muxer_, report_.notes);
  copy_picture_description(source_.picture, encoder_->stream());
  copy_description(source_.input, clock, muxer_.context());
  carry_timecode(source_.input, source_.picture, time, muxer_.context(), encoder_->stream(), report_.notes);
  const CropperSettings cropping{
      plan_.source_size,     settings.size,    source_.orientation, encoder_->picture_format(),
      frame.chroma_location, plan_.background, options_.threads};
  if (overlay_ != nullptr) {
    painter_ = std::make_unique<FrameOverlay>(cropping, *overlay_);
  } else {
    painter_ = std::make_unique<FrameCropper>(cropping);
  }
  if (map_) start_retiming(settings.frame_rate);
  muxer_.start(encoder_->stream().time_base);
  carried_->start(clock);
  for (; !waiting_.empty(); waiting_.pop_front()) carried_->take(*waiting_.front());
}

void TargetWriter::tell_refused(std::int64_t packets) {
  const std::string line =
      "damaged source: " + std::to_string(packets) + " of the last packets of audio or subtitles left out";
  if (options_.strict) throw Error(source_.path + ": " + line + "; nothing is written because of --strict");
  report_.notes.push_back(line);
}

RenderReport TargetWriter::finish() {
  if (retimer_) retimer_->finish();
  encoder_->finish(options_.cancellation);
  carried_->finish();
  options_.cancellation.throw_if_canceled();
  if (const std::int64_t refused = muxer_.finish(); refused > 0) tell_refused(refused);
  report_.audio_streams = carried_->audio_count();
  for (std::string& line : marks_.lines(encoder_->name())) report_.notes.push_back(std::move(line));
  if (merged_frames_ > 0) {
    report_.notes.push_back(std::to_string(merged_frames_) +
                            " frames left out: they were closer together than the "
                            "container's frame rate");
  }
  return std::move(report_);
}

}  // namespace smartcrop::internal
