#pragma once

#include <string>
#include <vector>

#include "filter_graph.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Samples of every channel, -1..1, all of one length.
using Sound = std::vector<std::vector<float>>;

/// Samples that Rubber Band's window holds (its R2 engine, "standard"): 2048 at 48 kHz, in proportion at
/// other rates, up to the next power of two.
int tempo_window(int sample_rate);
/// Samples between what a TempoFilter was fed last and what a tempo that is set now counts from.
int tempo_delay(int sample_rate);

/// Changes the tempo of sound and keeps its pitch, by Rubber Band as libavfilter has it: a phase vocoder that
/// leaves the starts of sounds as they are. The first sample out is the first one in; from then on each comes
/// out where the tempos set so far put it, within some milliseconds.
class TempoFilter {
 public:
  /// Throws Error where libavfilter has no `rubberband`.
  TempoFilter(int sample_rate, const AVChannelLayout& layout);

  /// Holds from tempo_delay() before the next sample on.
  void set_tempo(double tempo);
  /// Appends what comes out to `output`.
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
