#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Receives the small frames of one pass over a video; measure() calls it.
///
/// A run is a stretch of neighboring frames: a burst, or a part of a dense pass, which ends with the frame
/// that the next part begins with. The calls of one run come in order: begin_run(), frame() for each frame,
/// end_run(). They come from one thread at a time, but several runs may be in progress at once unless
/// needs_one_run() says otherwise. measure() passes on what a call throws.
class FrameSink {
 public:
  virtual ~FrameSink() = default;

  /// True: a dense pass of every frame is delivered as the single run 0, each frame once. Asked once, before
  /// the pass.
  virtual bool needs_one_run() const { return false; }
  /// Frames of one run that may wait for their turn, > 0. More help a sink that is faster than decoding where
  /// key frames are far apart. The default is 44 MB of 320x180 maps; most parts are no longer.
  virtual std::size_t most_waiting() const { return 128; }

  virtual void begin_run(std::size_t /*run*/) {}
  virtual void frame(std::size_t run, const SmallFrame& frame) = 0;
  virtual void end_run(std::size_t /*run*/) {}

  /// The first frame after the range of a dense pass of every frame. It belongs to no run and is not
  /// measured; merge() uses it to join parts of a video. Called after all runs, unless the video ends with
  /// the range.
  virtual void frame_behind(const SmallFrame& /*frame*/) {}

  /// Discards everything received so far; the source is read again from the beginning.
  virtual void restart() {}
};

/// Passes each call on to several sinks, in order. The sinks must outlive it.
class FanOut : public FrameSink {
 public:
  explicit FanOut(std::vector<FrameSink*> sinks) : sinks_(std::move(sinks)) {}

  /// Whether any of the sinks needs one run.
  bool needs_one_run() const override;
  /// The least of the sinks'.
  std::size_t most_waiting() const override;
  void begin_run(std::size_t run) override;
  void frame(std::size_t run, const SmallFrame& frame) override;
  void end_run(std::size_t run) override;
  void frame_behind(const SmallFrame& frame) override;
  void restart() override;

 private:
  std::vector<FrameSink*> sinks_;
};

}  // namespace smartcrop
