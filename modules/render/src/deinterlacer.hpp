#pragma once

#include <deque>
#include <functional>

#include "filter_graph.hpp"
#include "timed_decoder.hpp"

namespace smartcrop::internal {

/// Deinterlaces pictures that are flagged interlaced, one output picture for each, with FFmpeg's bwdif; other
/// pictures pass unchanged, and all keep their times. From the first interlaced picture on one picture is
/// held back, because bwdif needs the next one; before that the cost is zero.
class Deinterlacer {
 public:
  /// `threads`: of the filter; 0 = all cores.
  explicit Deinterlacer(int threads) : threads_(threads) {}

  using Sink = std::function<void(const TimedPicture&)>;
  /// Throws Error if libavfilter does not support such pictures.
  void take(const TimedPicture& picture, const Sink& sink);
  /// Passes on the picture that is held back.
  void finish(const Sink& sink);
  /// Whether a picture was interlaced.
  bool was_needed() const { return was_needed_; }

 private:
  struct Timing {
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
  std::deque<Timing> inside_;                           // of the pictures in the graph, one for each
};

}  // namespace smartcrop::internal
