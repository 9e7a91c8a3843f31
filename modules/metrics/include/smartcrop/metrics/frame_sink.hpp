#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Takes the small frames of one pass over a video while they go by; measure() calls it.
///
/// A run is a stretch of neighboring frames: a burst, or a part of a dense pass, which ends with the frame
/// that the next part begins with. The calls of one run come in order: begin_run(), frame() for each frame,
/// end_run(). They come from one thread at a time, but several runs may be in progress at once unless
/// needs_one_run() says otherwise. What a call throws comes out of measure().
class FrameSink {
 public:
  virtual ~FrameSink() = default;

  /// True: a dense pass of every frame is delivered as the single run 0, each frame once. Asked once, before
  /// the pass.
  virtual bool needs_one_run() const { return false; }

  virtual void begin_run(std::size_t /*run*/) {}
  virtual void frame(std::size_t run, const SmallFrame& frame) = 0;
  virtual void end_run(std::size_t /*run*/) {}

  /// The first frame behind the range of a dense pass of every frame; it is in no run and is not measured.
  /// Parts of a video are joined by it. Comes after all runs; not called where the video ends with the range.
  virtual void frame_behind(const SmallFrame& /*frame*/) {}

  /// Discard everything seen so far; the source is read again from the beginning.
  virtual void restart() {}
};

/// Passes each call on to several sinks, in order. The sinks must outlive it.
class FanOut : public FrameSink {
 public:
  explicit FanOut(std::vector<FrameSink*> sinks) : sinks_(std::move(sinks)) {}

  /// Whether any of the sinks needs it.
  bool needs_one_run() const override;
  void begin_run(std::size_t run) override;
  void frame(std::size_t run, const SmallFrame& frame) override;
  void end_run(std::size_t run) override;
  void frame_behind(const SmallFrame& frame) override;
  void restart() override;

 private:
  std::vector<FrameSink*> sinks_;
};

}  // namespace smartcrop
