#include "smartcrop/scenes/segments.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace smartcrop {
namespace {

/// floor(a / b) for b > 0.
std::int64_t floor_div(Rational a, Rational b) {
  const Rational quotient = a / b;
  const std::int64_t whole = quotient.numerator() / quotient.denominator();
  return whole - (quotient.numerator() % quotient.denominator() < 0 ? 1 : 0);
}

void check_length(Time length) {
  if (length.seconds <= Rational(0)) {
    throw std::invalid_argument("segments: length " + to_string(length.seconds) + " s must be above 0");
  }
}

class Segments {
 public:
  Segments(Time start, Time length) : start_(start), length_(length) {}

  /// The next frame that begins something new, if it does.
  void add(FrameIndex index, Time time) {
    const std::int64_t segment = floor_div((time - start_).seconds, length_.seconds);
    if (!shots_.empty() && segment == segment_) return;
    if (!shots_.empty()) close(index, time);
    segment_ = segment;
    shots_.push_back({.start_frame = index, .end_frame = {}, .start = time, .end = {}});
  }

  std::vector<Shot> finish(FrameIndex end_frame, Time end) {
    close(end_frame, end);
    if (shots_.size() > 1 && (end - shots_.back().start).seconds * Rational(2) < length_.seconds) {
      shots_.pop_back();
      close(end_frame, end);
    }
    return std::move(shots_);
  }

 private:
  void close(FrameIndex index, Time time) {
    shots_.back().end_frame = index;
    shots_.back().end = time;
  }

  Time start_, length_;
  std::int64_t segment_ = 0;
  std::vector<Shot> shots_;
};

}  // namespace

std::vector<Shot> fixed_segments(std::span<const FrameTime> frames, Time end, Time length) {
  check_length(length);
  if (frames.empty()) return {};
  Segments segments(frames.front().time, length);
  const FrameTime* previous = nullptr;
  for (const FrameTime& frame : frames) {
    if (previous && frame.time <= previous->time) {
      throw std::invalid_argument("segments: frame at " + to_string(frame.time.seconds) +
                                  " s is not after the one before");
    }
    segments.add(frame.index, frame.time);
    previous = &frame;
  }
  if (end <= frames.back().time) {
    throw std::invalid_argument("segments: end " + to_string(end.seconds) + " s is not after the last frame");
  }
  return segments.finish(frames.back().index + 1, end);
}

std::vector<Shot> fixed_segments(const Shot& whole, Rational frame_rate, Time length) {
  check_length(length);
  if (frame_rate <= Rational(0)) {
    throw std::invalid_argument("segments: frame rate " + to_string(frame_rate) + " must be above 0");
  }
  const std::int64_t frames = whole.end_frame - whole.start_frame;
  if (frames <= 0) return {};
  if (whole.end <= whole.start + Time{Rational(frames - 1) / frame_rate}) {
    throw std::invalid_argument("segments: end " + to_string(whole.end.seconds) +
                                " s is not after the last frame");
  }
  Segments segments(whole.start, length);
  const Rational frames_per_segment = length.seconds * frame_rate;
  for (std::int64_t k = 0; k < frames;) {
    segments.add(whole.start_frame + k, whole.start + Time{Rational(k) / frame_rate});
    // The first frame of the next segment: ceil((segment + 1) * frames per segment), at least one further.
    const std::int64_t segment = floor_div(Rational(k), frames_per_segment);
    k = std::max(k + 1, -floor_div(Rational(-(segment + 1)) * frames_per_segment, Rational(1)));
  }
  return segments.finish(whole.end_frame, whole.end);
}

}  // namespace smartcrop
