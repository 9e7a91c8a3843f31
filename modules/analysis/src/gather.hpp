#pragma once

#include <stdexcept>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {

/// Who else wants to see every frame, in order.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void see(const SmallFrame& frame) = 0;
  /// Nothing was seen: all comes again.
  virtual void reset() = 0;
};

/// Every frame, in order, as one run.
void look_at_every_frame(MeasureOptions& measuring);

/// gather(); where somebody watches, of every frame whatever the sampling. Does not check the options.
RangeRecord gather_watched(FrameSource& source, const AnalyzeOptions& options, FrameSink* watcher);

/// Calls `look`; where exact times cannot be counted with, that is an Error naming the video.
template <class Look>
auto with_sound_times(const VideoInfo& video, const Look& look) {
  try {
    return look();
  } catch (const std::overflow_error&) {
    throw Error(video.path + ": its times are beyond all sense");
  }
}

}  // namespace smartcrop::internal
