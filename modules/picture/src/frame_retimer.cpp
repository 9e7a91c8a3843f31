#include "smartcrop/picture/frame_retimer.hpp"

#include <algorithm>

#include "smartcrop/libav/error.hpp"

namespace smartcrop::internal {
namespace {

/// Times closer than this are equal, s: less than a tick of any container.
constexpr double kSame_s = 1e-6;
/// A slot shows the frame at this time after its middle, s. At double speed frames change exactly in the
/// middle, and rounding to the container's ticks (1 ms in Matroska) would decide which one is shown.
constexpr double kBehindMiddle_s = 1e-3;

}  // namespace

FrameRetimer::FrameRetimer(const TimeMap& map, Retime retime, double usual_period_s, Calls calls)
    : map_(map), retime_(retime), usual_period_s_(usual_period_s), calls_(std::move(calls)) {}

void FrameRetimer::take(const AVFrame& frame, Time time, double duration_s) {
  Source next{libav::make_frame(), time, duration_s};
  libav::check(av_frame_ref(next.frame.get(), &frame), "no memory for a frame");
  if (waiting_) {
    waiting_->duration_s = (time - waiting_->time).value();
    place(std::move(*waiting_), time.value());
  }
  waiting_ = std::move(next);
}

void FrameRetimer::finish() {
  if (!waiting_) return;
  const double source_end_s = waiting_->time.value() + waiting_->duration_s;
  place(std::move(*waiting_), source_end_s);
  waiting_.reset();
  close(std::max(map_.output_s(source_end_s), slot_->begin_s));
}

/// Places a frame that the source shows until `next_s`.
void FrameRetimer::place(Source source, double next_s) {
  source.begin_s = map_.output_s(source.time.value());
  source.end_s = map_.output_s(next_s);
  const double period_s =
      usual_period_s_ > 0 ? std::min(source.duration_s, usual_period_s_) : source.duration_s;
  if (!slot_) open(source.begin_s, period_s);
  if (source.begin_s >= slot_->end_s - kSame_s) {
    const bool fills_slot = source.end_s - source.begin_s >= period_s - kSame_s;
    const bool is_next = !fills_slot && source.begin_s - slot_->end_s < period_s;
    const double begin_s = is_next ? slot_->end_s : source.begin_s;
    close(begin_s);
    open(begin_s, period_s);
    if (is_next) put(*last_);
  }
  put(source);
  last_ = std::move(source);
}

void FrameRetimer::open(double begin_s, double period_s) {
  slot_.emplace(Slot{begin_s, begin_s + period_s, std::nullopt, {}});
}

void FrameRetimer::put(const Source& source) {
  if (retime_ == Retime::blend) {
    const double seen_s = std::min(source.end_s, slot_->end_s) - std::max(source.begin_s, slot_->begin_s);
    if (seen_s <= kSame_s) return;
    // All frames of a slot use one window, so that still parts stay sharp.
    if (!slot_->shown) slot_->shown = source;
    slot_->blend.add(*calls_.paint(*source.frame, slot_->shown->time), seen_s);
    return;
  }
  const double look_s = (slot_->begin_s + slot_->end_s) / 2 + kBehindMiddle_s;
  if (!slot_->shown || source.begin_s <= look_s + kSame_s) slot_->shown = source;
}

void FrameRetimer::close(double end_s) {
  libav::FramePtr picture;
  if (retime_ == Retime::blend) {
    picture = slot_->blend.mean();
  } else if (slot_->shown) {
    picture = calls_.paint(*slot_->shown->frame, slot_->shown->time);
  }
  if (picture) calls_.show(*picture, slot_->begin_s, end_s);
}

}  // namespace smartcrop::internal
