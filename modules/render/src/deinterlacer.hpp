#pragma once

#include <deque>
#include <functional>

#include "filter_graph.hpp"
#include "picture_decoder.hpp"

namespace smartcrop::internal {

/// Makes whole pictures of those that are flagged interlaced, one of each, by FFmpeg's bwdif; all others pass
/// as they are. Times are those of the pictures that went in. From the first interlaced picture on it holds
/// one picture back, since the next one says what moves; before that it costs nothing.
class Deinterlacer {
 public:
  /// `threads`: of the filter; 0 = all cores.
  explicit Deinterlacer(int threads) : threads_(threads) {}

  using Sink = std::function<void(const Picture&)>;
  /// Throws Error where libavfilter cannot take such pictures.
  void take(const Picture& picture, const Sink& sink);
  /// Hands out what is held back.
  void finish(const Sink& sink);
  /// Whether a picture was interlaced.
  bool was_needed() const { return was_needed_; }

 private:
  struct SampledSignals {
    std::int64_t pts, duration;
  };

  bool fits(const AVFrame& frame) const;
  void open(const AVFrame& frame);
  void receive(const Sink& sink);

  int threads_;
  bool was_needed_ = false;
  GraphPtr graph_;
  AVFilterContext *entry_ = nullptr, *exit_ = nullptr;  // the graph's own
  int width_ = 0, height_ = 0, format_ = -1;            // what the graph was made for
  std::deque<SampledSignals> inside_;                   // of the pictures in the graph, one for each
};

}  // namespace smartcrop::internal
