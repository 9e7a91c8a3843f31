#pragma once

#include <string>
#include <vector>

#include "filter_graph.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Audio samples, -1..1: one vector for each channel, all of the same length.
using Sound = std::vector<std::vector<float>>;

/// Size of Rubber Band's window (R2 engine, "standard"), samples: 2048 at 48 kHz, in proportion at other
/// rates, rounded up to a power of two.
int tempo_window(int sample_rate);
/// A new tempo applies from this many samples before the next sample fed.
int tempo_delay(int sample_rate);

/// Changes the tempo of audio and keeps its pitch, with libavfilter's `rubberband`: a phase vocoder that
/// keeps transients. The first sample out is the first one in; the positions of later samples follow from the
/// tempos, to within a few milliseconds.
class TempoFilter {
 public:
  /// Throws Error if libavfilter has no `rubberband`.
  TempoFilter(int sample_rate, const AVChannelLayout& layout);

  /// Applies from tempo_delay() samples before the next sample on.
  void set_tempo(double tempo);
  /// Appends the filtered samples to `output`.
  void feed(const Sound& input, std::size_t first, std::size_t count, Sound& output);

 private:
  int rate_;
  double tempo_ = 1;
  GraphPtr graph_;
  AVFilterContext *entry_ = nullptr, *tempo_filter_ = nullptr, *exit_ = nullptr;  // the graph's own
  AVChannelLayout layout_;
  std::int64_t fed_ = 0;
};

}  // namespace smartcrop::internal
