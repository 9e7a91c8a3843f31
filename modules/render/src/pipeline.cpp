#include "pipeline_detail.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::detail {
namespace {

/// Packets of other streams may come before the first picture, but a file where this much does is broken.
constexpr std::size_t kMostWaitingBytes = 256u << 20;
/// Reading errors in a row after which the source counts as ended.
constexpr int kMostReadErrors = 10;
/// Seek only where it saves more decoding than it risks.
const Time kWorthSeeking{{5, 1}};
/// How far before the wanted moment to seek, so that sound stored a little earlier is there too.
const Time kSeekMargin{{1, 1}};
/// How far the streams of a file may lag behind each other.
constexpr double kInterleaving_s = 5;

libav::InputPtr open_with_streams(const std::string& path, const RenderOptions& options) {
  libav::InputPtr input = libav::open_input(path, {options.cancellation, options.timeout_s});
  libav::find_streams(*input, path);
  return input;
}

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

Pipeline::Pipeline(const std::string& input, const CropPlan& plan, const RenderOptions& options,
                   libav::OutputFile& file)
    : path_(input),
      plan_(plan),
      options_(options),
      muxer_(file),
      input_(open_with_streams(input, options)),
      stream_(libav::best_video_stream(*input_, input)),
      turn_(libav::display_turn(stream_)),
      decoder_(*input_, stream_, input, options.threads),
      progress_(estimated_frames(), options.progress) {
  report_.path = file.path();
  check_source();
}

void Pipeline::check_source() const {
  cv::Size size(stream_.codecpar->width, stream_.codecpar->height);
  if (turn_.clockwise_degrees % 180 != 0) std::swap(size.width, size.height);
  if (size != plan_.source_size) {
    throw Error(path_ + ": the plan was made for a source of " + size_text(plan_.source_size) +
                ", this one is " + size_text(size));
  }
}

RenderReport Pipeline::run() {
  read_packets();
  if (!is_picture_done_) {
    decoder_.decode(nullptr, [this](const Picture& picture) { take_picture(picture); });
  }
  if (!encoder_) {
    throw Error(path_ +
                (origin_ ? ": no picture lies within the plan's times" : ": no picture can be decoded"));
  }
  throw_if_damaged();
  encoder_->finish(options_.cancellation);
  carried_->finish();
  options_.cancellation.throw_if_cancelled();
  muxer_.finish();
  finish_report();
  return report_;
}

void Pipeline::read_packets() {
  const libav::PacketPtr packet = libav::make_packet();
  int errors_in_a_row = 0;
  while (true) {
    options_.cancellation.throw_if_cancelled();
    const int code = libav::read_packet(*input_, *packet);
    if (code == AVERROR_EOF) return;
    if (code < 0) {
      if (code != AVERROR(EAGAIN)) decoder_.add_error("reading: " + libav::error_text(code));
      throw_if_damaged();
      if (++errors_in_a_row >= kMostReadErrors) return;
      continue;
    }
    errors_in_a_row = 0;
    if (is_past_end(*packet)) return;
    take(*packet);
    av_packet_unref(packet.get());
    throw_if_damaged();
  }
}

bool Pipeline::is_past_end(const AVPacket& packet) const {
  if (!is_picture_done_ || packet.dts == AV_NOPTS_VALUE) return false;
  const AVRational ticks = input_->streams[packet.stream_index]->time_base;
  const double end =
      static_cast<double>(*origin_) * av_q2d(stream_.time_base) + plan_.shots.back().end->value();
  return static_cast<double>(packet.dts) * av_q2d(ticks) > end + kInterleaving_s;
}

void Pipeline::take(AVPacket& packet) {
  if (packet.stream_index == stream_.index) {
    if (!is_picture_done_)
      decoder_.decode(&packet, [this](const Picture& picture) { take_picture(picture); });
    return;
  }
  if (carried_) {
    carried_->take(packet);
    return;
  }
  waiting_bytes_ += static_cast<std::size_t>(packet.size);
  if (waiting_bytes_ > kMostWaitingBytes)
    throw Error(path_ + ": no picture can be decoded near the beginning");
  libav::PacketPtr kept = libav::make_packet();
  libav::check(av_packet_ref(kept.get(), &packet), "no memory for a packet");
  waiting_.push_back(std::move(kept));
}

void Pipeline::take_picture(const Picture& picture) {
  if (is_picture_done_) return;
  options_.cancellation.throw_if_cancelled();
  const Time start = plan_.shots.front().start;
  if (!origin_) {
    origin_ = picture.pts;
    if (start > kWorthSeeking) {
      seek_near_start();
      return;
    }
  }
  const Time time = libav::to_time(picture.pts - *origin_, stream_.time_base);
  if (std::exchange(was_sought_, false) && time > start) {
    // The file's index led too far; go the long way.
    if (avformat_seek_file(input_.get(), stream_.index, INT64_MIN, *origin_, *origin_, 0) < 0) {
      throw Error(path_ + ": cannot go to " + to_clock(start));
    }
    decoder_.reset();
    waiting_.clear();
    waiting_bytes_ = 0;
    return;
  }
  if (const auto& end = plan_.shots.back().end; end && time >= *end) {
    is_picture_done_ = true;
    return;
  }
  const std::optional<View> view = view_at(plan_, time);
  if (!view) return;
  if (!encoder_) start_output(picture, *view);
  was_interlaced_ = was_interlaced_ || picture.frame->interlaced_frame != 0;
  const libav::FramePtr cropped = cropper_->crop(*picture.frame, *view);
  if (encoder_->encode(*cropped, picture.pts - shift_, picture.duration)) {
    ++report_.frames;
  } else {
    ++merged_frames_;
  }
  progress_.update(report_.frames, std::max(progress_.total(), report_.frames));
}

void Pipeline::seek_near_start() {
  const Time wanted = plan_.shots.front().start - kSeekMargin;
  const std::int64_t target = *origin_ + libav::to_ticks(wanted, stream_.time_base, libav::Rounding::down);
  if (avformat_seek_file(input_.get(), stream_.index, INT64_MIN, target, target, 0) < 0) return;
  decoder_.reset();
  waiting_.clear();
  waiting_bytes_ = 0;
  was_sought_ = true;
}

OutputClock Pipeline::make_clock() const {
  OutputClock clock;
  const Time origin = libav::to_time(*origin_, stream_.time_base);
  const Time start = plan_.shots.front().start;
  if (plan_.shots.back().end) clock.end = origin + *plan_.shots.back().end;
  if (start > Time{}) {
    clock.start = origin + start;
    clock.shift = *clock.start;
  } else if (has_arbitrary_clock(*input_->iformat)) {
    clock.shift = origin;
    for (unsigned i = 0; i < input_->nb_streams; ++i) {
      const AVStream& stream = *input_->streams[i];
      const bool is_heard =
          stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO && stream.start_time != AV_NOPTS_VALUE;
      if (is_heard) clock.shift = std::min(clock.shift, libav::to_time(stream.start_time, stream.time_base));
    }
  }
  return clock;
}

PictureSettings Pipeline::settings_for(const AVFrame& frame, const View& view) {
  PictureSettings settings;
  settings.size = plan_.output_size;
  settings.source = format_of(frame);
  settings.primaries = frame.color_primaries;
  settings.transfer = frame.color_trc;
  settings.chroma_location = turned_location(frame.chroma_location, turn_);
  AVRational aspect = av_guess_sample_aspect_ratio(input_.get(), &stream_, const_cast<AVFrame*>(&frame));
  if (turn_.clockwise_degrees % 180 != 0 && aspect.num > 0) aspect = av_inv_q(aspect);
  settings.pixel_aspect =
      view.fit == Fit::pad ? aspect : scaled_pixel_aspect(aspect, view.window, plan_.output_size);
  settings.frame_rate = libav::frame_rate(stream_);
  settings.time_base = stream_.time_base;
  return settings;
}

void Pipeline::start_output(const Picture& picture, const View& view) {
  const OutputClock clock = make_clock();
  shift_ = clock.shift_ticks(stream_.time_base);
  const PictureSettings settings = settings_for(*picture.frame, view);
  encoder_.emplace(options_, settings, muxer_, report_.notes);
  carried_.emplace(*input_, stream_, path_, options_.audio, clock.start.has_value(), options_.threads, muxer_,
                   report_.notes);
  copy_picture_description(stream_, encoder_->stream());
  copy_description(*input_, clock, muxer_.context());
  cropper_.emplace(CropperSettings{plan_.source_size, plan_.output_size, turn_, encoder_->picture_format(),
                                   picture.frame->chroma_location, plan_.background, options_.threads});
  muxer_.start(encoder_->stream().time_base);
  carried_->start(clock);
  for (; !waiting_.empty(); waiting_.pop_front()) carried_->take(*waiting_.front());
}

std::int64_t Pipeline::estimated_frames() const {
  const AVRational rate = libav::frame_rate(stream_);
  double duration_s = 0;
  if (stream_.duration != AV_NOPTS_VALUE) {
    duration_s = static_cast<double>(stream_.duration) * av_q2d(stream_.time_base);
  } else if (input_->duration != AV_NOPTS_VALUE) {
    duration_s = static_cast<double>(input_->duration) / AV_TIME_BASE;
  }
  const double start_s = plan_.shots.front().start.value();
  const auto& end = plan_.shots.back().end;
  const bool is_whole = start_s == 0 && !end;
  if (is_whole && stream_.nb_frames > 0) return stream_.nb_frames;
  const double end_s = end ? std::min(end->value(), duration_s) : duration_s;
  const double frames = std::clamp((end_s - start_s) * av_q2d(rate), 0.0, 1e12);
  return std::llround(frames);
}

void Pipeline::throw_if_damaged() const {
  const DecodeReport& decoding = decoder_.report();
  if (!options_.strict || decoding.errors == 0) return;
  throw Error(path_ + ": damaged at " + to_clock(decoding.first_error.value_or(Time{})) + ": " +
              decoding.first_message + "; strict as asked, nothing is written");
}

std::vector<std::string> Pipeline::damage() const {
  std::vector<std::string> found;
  const DecodeReport& decoding = decoder_.report();
  if (decoding.errors > 0) {
    found.push_back("damaged source: " + std::to_string(decoding.errors) + " errors survived, the first at " +
                    to_clock(decoding.first_error.value_or(Time{})) + " (" + decoding.first_message + ")");
  }
  if (const std::int64_t damaged = carried_->damaged(); damaged > 0) {
    found.push_back("damaged source: " + std::to_string(damaged) + " packets of sound or subtitles left out");
  }
  // A tenth less than announced is more than rounding and uneven rates explain.
  const std::int64_t announced = estimated_frames(), frames = report_.frames + merged_frames_;
  if (frames < announced - announced / 10) {
    found.push_back("the source ends early: " + std::to_string(frames) + " of about " +
                    std::to_string(announced) + " frames were there");
  }
  return found;
}

void Pipeline::finish_report() {
  const std::vector<std::string> found = damage();
  if (options_.strict && !found.empty()) {
    throw Error(path_ + ": " + found.front() + "; strict as asked, nothing is written");
  }
  report_.notes.insert(report_.notes.end(), found.begin(), found.end());
  progress_.update(report_.frames, report_.frames);
  report_.audio_streams = carried_->audio_count();
  report_.decoding = decoder_.report();
  if (merged_frames_ > 0) {
    report_.notes.push_back(std::to_string(merged_frames_) +
                            " frames left out that were closer together than the "
                            "container's frame rate");
  }
  if (was_interlaced_) report_.notes.push_back("the source is interlaced; its fields were left as they are");
}

}  // namespace smartcrop::detail
