#include "pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/program.hpp"
#include "smartcrop/libav/time.hpp"
#include "smartcrop/video/first_frame.hpp"

namespace smartcrop::internal {
namespace {

/// Seek only if the plan starts later than this.
const Time kWorthSeeking{{5, 1}};
/// Seek to this long before the start, because audio may be stored a little earlier.
const Time kSeekMargin{{1, 1}};
/// Packets of a picture that may wait for the start.
constexpr std::int64_t kMostSkippedBytes = 256 << 20;
/// Streams of a file may lag behind each other by this much.
constexpr double kInterleaving_s = 5;

libav::InputPtr open_with_streams(const std::string& path, const RenderOptions& options) {
  libav::InputPtr input = libav::open_input(path, {options.cancellation, options.timeout_s});
  libav::find_streams(*input, path);
  return input;
}

}  // namespace

Pipeline::Pipeline(const std::string& input, std::span<const RenderTarget> targets,
                   const RenderOptions& options, const OverlayOptions* overlay,
                   std::deque<libav::OutputFile>& files)
    : path_(input),
      targets_(targets),
      options_(options),
      input_(open_with_streams(input, options)),
      stream_(libav::best_video_stream(*input_, input, options.program)),
      reader_(*input_, stream_),
      sizes_(stream_),
      completeness_(*input_, stream_),
      decoder_(*input_, stream_, input, options.threads),
      deinterlacer_(options.threads),
      start_(targets.front().plan.shots.front().start),
      end_(targets.front().plan.shots.back().end) {
  const OpenSource source{path_, *input_, stream_, libav::orientation_of(stream_)};
  std::int64_t frames = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const CropPlan& plan = targets[i].plan;
    writers_.emplace_back(source, plan, options, overlay, files[i]);
    frames += announced_frames(*input_, stream_, plan);
    start_ = std::min(start_, plan.shots.front().start);
    const std::optional<Time>& end = plan.shots.back().end;
    if (end_) end_ = end ? std::optional(std::max(*end_, *end)) : std::nullopt;
  }
  progress_.emplace(frames, options.progress);
}

std::vector<RenderReport> Pipeline::run() {
  find_origin();
  read_packets();
  if (is_skipping_) skip_to_start();
  if (!is_picture_done_) decode(nullptr);
  if (!is_picture_done_) deinterlacer_.finish([this](const TimedPicture& picture) { take_picture(picture); });
  for (const TargetWriter& writer : writers_) {
    if (writer.has_started()) continue;
    throw Error(path_ + (origin_ ? ": no picture lies within the plan's times; check the shots' start and end"
                                 : ": no picture can be decoded; check the file with ffprobe"));
  }
  throw_if_damaged();
  std::vector<RenderReport> reports;
  for (std::size_t i = 0; i < writers_.size(); ++i) reports.push_back(finish(i));
  progress_->update(progress_->current(), progress_->current());
  return reports;
}

void Pipeline::find_origin() {
  std::vector<const AVPacket*> of_stream;
  libav::ReadErrors errors;
  const auto peek = [&](std::size_t index) -> const AVPacket* {
    while (of_stream.size() <= index) {
      libav::PacketPtr packet = libav::make_packet();
      const libav::Reading reading = errors.judge(reader_.read(*packet));
      if (reading == libav::Reading::end) return nullptr;
      if (reading == libav::Reading::retry) continue;
      if (packet->stream_index == stream_.index) of_stream.push_back(packet.get());
      ahead_.push_back(std::move(packet));
    }
    return of_stream[index];
  };
  origin_ = first_frame_ticks(stream_, path_, peek);
  if (!origin_) return;
  decoder_.set_origin(*origin_);
  if (start_ > kWorthSeeking) seek_near_start();
}

int Pipeline::next_packet(AVPacket& packet) {
  av_packet_unref(&packet);
  if (ahead_.empty()) return reader_.read(packet);
  av_packet_move_ref(&packet, ahead_.front().get());
  ahead_.pop_front();
  return 0;
}

void Pipeline::read_packets() {
  const libav::PacketPtr packet = libav::make_packet();
  while (true) {
    options_.cancellation.throw_if_canceled();
    const libav::Reading reading = decoder_.judge(next_packet(*packet));
    throw_if_damaged();
    if (reading == libav::Reading::end) return;
    if (reading == libav::Reading::retry) continue;
    if (is_past_end(*packet)) return;
    take(*packet);
    throw_if_damaged();
  }
}

bool Pipeline::is_past_end(const AVPacket& packet) const {
  if (!is_picture_done_ || packet.dts == AV_NOPTS_VALUE) return false;
  const AVRational ticks = input_->streams[packet.stream_index]->time_base;
  const double end = static_cast<double>(*origin_) * av_q2d(stream_.time_base) + end_->value();
  return static_cast<double>(packet.dts) * av_q2d(ticks) > end + kInterleaving_s;
}

void Pipeline::take(const AVPacket& packet) {
  completeness_.look(packet);
  if (packet.stream_index == stream_.index) {
    if (!is_picture_done_) take_picture_packet(packet);
    return;
  }
  if (is_skipping_ && is_before_start(packet)) return;
  for (TargetWriter& writer : writers_) writer.take_packet(packet);
}

bool Pipeline::is_before_start(const AVPacket& packet) const {
  if (packet.pts == AV_NOPTS_VALUE) return true;
  const Time end =
      libav::to_time(packet.pts + packet.duration, input_->streams[packet.stream_index]->time_base);
  return end < libav::to_time(*origin_, stream_.time_base) + start_ - kSeekMargin;
}

/// While skipping, keeps the packets since the last key frame shown before the start.
void Pipeline::take_picture_packet(const AVPacket& packet) {
  if (is_skipping_) {
    const std::int64_t start = *origin_ + libav::to_ticks(start_, stream_.time_base);
    const std::int64_t shown = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (shown != AV_NOPTS_VALUE && shown <= start) {
      if ((packet.flags & AV_PKT_FLAG_KEY) != 0) {
        skipped_.clear();
        skipped_bytes_ = 0;
      }
    } else if (packet.dts != AV_NOPTS_VALUE && packet.dts > start) {
      skip_to_start();
    }
    if (is_skipping_) {
      skipped_.push_back(libav::make_packet());
      libav::check(av_packet_ref(skipped_.back().get(), &packet), "no memory for a packet");
      skipped_bytes_ += packet.size;
      if (skipped_bytes_ > kMostSkippedBytes) skip_to_start();  // a stream without key frames
      return;
    }
  }
  decode(&packet);
}

void Pipeline::skip_to_start() {
  is_skipping_ = false;
  for (; !skipped_.empty() && !is_picture_done_; skipped_.pop_front()) decode(skipped_.front().get());
}

void Pipeline::decode(const AVPacket* packet) {
  decoder_.decode(packet, [this](const TimedPicture& picture) { take_decoded(picture); });
}

void Pipeline::take_decoded(const TimedPicture& picture) {
  if (is_picture_done_) return;
  if (!origin_) {
    origin_ = picture.pts;
    if (start_ > kWorthSeeking) {
      seek_near_start();
      return;
    }
  }
  const Time time = libav::to_time(picture.pts - *origin_, stream_.time_base);
  if (std::exchange(was_sought_, false) && time > start_) {
    // The index led too far: decode from the beginning.
    if (avformat_seek_file(input_.get(), stream_.index, INT64_MIN, *origin_, *origin_, 0) < 0) {
      throw Error(path_ + ": cannot seek to " + to_clock(start_) +
                  "; copy the video to a seekable file (ffmpeg -i IN -c copy OUT.mkv)");
    }
    decoder_.reset();
    forget_waiting();
    return;
  }
  sizes_.look(*picture.frame, time);
  if (options_.deinterlace == Deinterlace::automatic) {
    deinterlacer_.take(picture, [this](const TimedPicture& whole) { take_picture(whole); });
  } else {
    was_interlaced_ = was_interlaced_ || picture.frame->interlaced_frame != 0;
    take_picture(picture);
  }
}

void Pipeline::take_picture(const TimedPicture& picture) {
  if (is_picture_done_) return;
  options_.cancellation.throw_if_canceled();
  const Time time = libav::to_time(picture.pts - *origin_, stream_.time_base);
  if (end_ && time >= *end_) {
    is_picture_done_ = true;
    return;
  }
  std::int64_t frames = 0;
  bool have_all_started = true;
  for (TargetWriter& writer : writers_) {
    writer.take_picture(*picture.frame, picture.pts, picture.duration, time, *origin_);
    frames += writer.pictures();
    have_all_started = have_all_started && writer.has_started();
  }
  if (have_all_started && !std::exchange(have_all_started_, true)) discard_unwanted();
  progress_->update(frames, std::max(progress_->total(), frames));
}

void Pipeline::discard_unwanted() {
  for (unsigned i = 0; i < input_->nb_streams; ++i) {
    AVStream& stream = *input_->streams[i];
    const bool is_wanted = &stream == &stream_ || std::ranges::any_of(writers_, [&](const TargetWriter& w) {
      return w.wants(stream.index);
    });
    if (!is_wanted) stream.discard = AVDISCARD_ALL;
  }
}

void Pipeline::seek_near_start() {
  // Where the clock may jump, only reading tells where a time is.
  const int flags = input_->iformat->flags;
  is_skipping_ = origin_ && (flags & AVFMT_TS_DISCONT) != 0 && (flags & AVFMT_NO_BYTE_SEEK) == 0;
  if (is_skipping_) return;
  const Time wanted = start_ - kSeekMargin;
  const std::int64_t target = *origin_ + libav::to_ticks(wanted, stream_.time_base, libav::Rounding::down);
  if (avformat_seek_file(input_.get(), stream_.index, INT64_MIN, target, target, 0) < 0) return;
  ahead_.clear();
  reader_.restart();
  decoder_.reset();
  forget_waiting();
  was_sought_ = true;
}

void Pipeline::forget_waiting() {
  for (TargetWriter& writer : writers_) writer.forget_waiting();
}

void Pipeline::throw_if_damaged() const {
  if (!options_.strict) return;
  if (reader_.jumps().count > 0)
    throw Error(path_ + ": " + libav::describe(reader_.jumps()) + "; nothing is written because of --strict");
  const DecodeReport& decoding = decoder_.report();
  if (decoding.errors == 0) return;
  throw Error(path_ + ": damaged at " + to_clock(decoding.first_error.value_or(Time{})) + ": " +
              decoding.first_message + "; nothing is written because of --strict");
}

std::vector<std::string> Pipeline::damage(std::size_t target) const {
  std::vector<std::string> found;
  const DecodeReport& decoding = decoder_.report();
  if (decoding.errors > 0) {
    found.push_back("damaged source: " + std::to_string(decoding.errors) +
                    " errors, decoding went on; the first at " +
                    to_clock(decoding.first_error.value_or(Time{})) + " (" + decoding.first_message + ")");
  }
  if (const std::int64_t damaged = writers_[target].damaged_packets(); damaged > 0) {
    found.push_back("damaged source: " + std::to_string(damaged) + " packets of audio or subtitles left out");
  }
  if (reader_.jumps().count > 0) return found;
  std::string flaw =
      completeness_.flaw(targets_[target].plan, origin_.value_or(0), writers_[target].pictures());
  if (!flaw.empty()) found.push_back(std::move(flaw));
  return found;
}

RenderReport Pipeline::finish(std::size_t target) {
  const std::vector<std::string> found = damage(target);
  if (options_.strict && !found.empty()) {
    throw Error(path_ + ": " + found.front() + "; nothing is written because of --strict");
  }
  RenderReport report = writers_[target].finish();
  report.notes.insert(report.notes.end(), found.begin(), found.end());
  report.decoding = decoder_.report();
  if (std::string jumps = libav::describe(reader_.jumps()); !jumps.empty())
    report.notes.push_back(std::move(jumps));
  if (!sizes_.note().empty()) report.notes.push_back(sizes_.note());
  if (std::string late = completeness_.late_picture(); !late.empty()) report.notes.push_back(std::move(late));
  if (std::string choice = libav::choice_of_program(*input_, stream_); !choice.empty() && !options_.program)
    report.notes.push_back(std::move(choice));
  if (deinterlacer_.was_needed()) report.notes.emplace_back("the source is interlaced: deinterlaced");
  if (was_interlaced_ && writers_[target].keeps_fields())
    report.notes.emplace_back("the source is interlaced: fields kept, as --deinterlace off says");
  return report;
}

}  // namespace smartcrop::internal
