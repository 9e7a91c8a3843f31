#include "smartcrop/metrics/frame_sink.hpp"

#include <algorithm>

namespace smartcrop {

bool FanOut::needs_one_run() const {
  return std::ranges::any_of(sinks_, &FrameSink::needs_one_run);
}

std::size_t FanOut::most_waiting() const {
  std::size_t least = FrameSink::most_waiting();
  for (const FrameSink* sink : sinks_) least = std::min(least, sink->most_waiting());
  return least;
}

void FanOut::begin_run(std::size_t run) {
  for (FrameSink* sink : sinks_) sink->begin_run(run);
}

void FanOut::frame(std::size_t run, const SmallFrame& frame) {
  for (FrameSink* sink : sinks_) sink->frame(run, frame);
}

void FanOut::end_run(std::size_t run) {
  for (FrameSink* sink : sinks_) sink->end_run(run);
}

void FanOut::frame_behind(const SmallFrame& frame) {
  for (FrameSink* sink : sinks_) sink->frame_behind(frame);
}

void FanOut::restart() {
  for (FrameSink* sink : sinks_) sink->restart();
}

}  // namespace smartcrop
