#include "target_writer_detail.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "encoder_choice_detail.hpp"
#include "frame_cropper_detail.hpp"
#include "frame_overlay_detail.hpp"
#include "pixel_format_detail.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::detail {
namespace {

/// Packets of other streams may come before the first picture, but a file where this much does is broken.
constexpr std::size_t kMostWaitingBytes = 256u << 20;

/// Transport and program streams count from wherever the sender's clock stood.
bool has_arbitrary_clock(const AVInputFormat& format) {
  return (format.flags & AVFMT_TS_DISCONT) != 0;
}

std::string size_text(cv::Size size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

AVRational scaled_pixel_aspect(AVRational aspect, const CropWindow& window, cv::Size output) {
  const double stretch = (window.w * output.height) / (window.h * output.width);
  constexpr double kInvisible = 0.01;  // sizes are rounded to whole pixels
  if (std::abs(stretch - 1) < kInvisible) return aspect;
  const AVRational whole = aspect.num > 0 ? aspect : AVRational{1, 1};
  constexpr int kLargestTerm = 1 << 16;
  return av_d2q(av_q2d(whole) * stretch, kLargestTerm);
}

}  // namespace

TargetWriter::TargetWriter(const OpenSource& source, const CropPlan& plan, const RenderOptions& options,
                           const OverlayOptions* overlay, libav::OutputFile& file)
    : source_(source), plan_(plan), options_(options), overlay_(overlay), muxer_(file) {
  report_.path = file.path();
  cv::Size size(source.picture.codecpar->width, source.picture.codecpar->height);
  if (source.turn.clockwise_degrees % 180 != 0) std::swap(size.width, size.height);
  if (size != plan_.source_size) {
    throw Error(source_.path + ": the plan was made for a source of " + size_text(plan_.source_size) +
                ", this one is " + size_text(size));
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
    throw Error(source_.path + ": no picture can be decoded near the beginning");
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
  if (!encoder_) start(frame, *view, origin);
  if (must_be_opaque_ && is_transparent(frame)) {
    throw Error(source_.path + ": the picture at " + to_clock(time) + " is transparent, which " +
                encoder_->name() +
                " cannot hold; use prores_ks (.mov), ffv1 (.mkv) or libvpx-vp9 (.webm), or --alpha drop");
  }
  const libav::FramePtr painted = painter_->paint(frame, *view, time);
  if (encoder_->encode(*painted, pts - shift_, duration)) {
    ++report_.frames;
  } else {
    ++merged_frames_;
  }
}

OutputClock TargetWriter::make_clock(std::int64_t origin_ticks) const {
  OutputClock clock;
  const Time origin = libav::to_time(origin_ticks, source_.picture.time_base);
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
  settings.chroma_location = turned_location(frame.chroma_location, source_.turn);
  AVRational aspect =
      av_guess_sample_aspect_ratio(&source_.input, &source_.picture, const_cast<AVFrame*>(&frame));
  if (source_.turn.clockwise_degrees % 180 != 0 && aspect.num > 0) aspect = av_inv_q(aspect);
  const bool keeps_shape = overlay_ != nullptr || view.fit == Fit::pad;
  settings.pixel_aspect = keeps_shape ? aspect : scaled_pixel_aspect(aspect, view.window, plan_.output_size);
  settings.frame_rate = libav::frame_rate(source_.picture);
  settings.time_base = source_.picture.time_base;
  settings.hdr = hdr_metadata_of(frame, source_.picture);
  return settings;
}

void TargetWriter::start(const AVFrame& frame, const View& view, std::int64_t origin) {
  const OutputClock clock = make_clock(origin);
  shift_ = clock.shift_ticks(source_.picture.time_base);
  const PictureSettings settings = settings_for(frame, view);
  encoder_.emplace(options_, settings, muxer_, report_.notes);
  if (has_dynamic_metadata(frame)) {
    report_.notes.emplace_back(
        "brightness that is described scene by scene (HDR10+, Dolby Vision) is left out; what holds for the "
        "whole video stays");
  }
  const bool keeps_alpha = has_alpha(encoder_->picture_format().format);
  if (has_alpha(static_cast<AVPixelFormat>(frame.format)) && !keeps_alpha) {
    must_be_opaque_ = !options_.drop_alpha;
    if (options_.drop_alpha) report_.notes.push_back(encoder_->name() + " has no transparency: left out");
  }
  carried_.emplace(source_.input, source_.picture, source_.path, options_.audio, clock.start.has_value(),
                   options_.threads, muxer_, report_.notes);
  copy_picture_description(source_.picture, encoder_->stream());
  copy_description(source_.input, clock, muxer_.context());
  const CropperSettings cropping{
      plan_.source_size,     settings.size,    source_.turn,    encoder_->picture_format(),
      frame.chroma_location, plan_.background, options_.threads};
  if (overlay_ != nullptr) {
    painter_ = std::make_unique<FrameOverlay>(cropping, *overlay_);
  } else {
    painter_ = std::make_unique<FrameCropper>(cropping);
  }
  muxer_.start(encoder_->stream().time_base);
  carried_->start(clock);
  for (; !waiting_.empty(); waiting_.pop_front()) carried_->take(*waiting_.front());
}

RenderReport TargetWriter::finish() {
  encoder_->finish(options_.cancellation);
  carried_->finish();
  options_.cancellation.throw_if_cancelled();
  muxer_.finish();
  report_.audio_streams = carried_->audio_count();
  if (merged_frames_ > 0) {
    report_.notes.push_back(std::to_string(merged_frames_) +
                            " frames left out that were closer together than the "
                            "container's frame rate");
  }
  return std::move(report_);
}

}  // namespace smartcrop::detail
