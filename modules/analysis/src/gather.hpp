#pragma once

#include <stdexcept>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/metrics/frame_sink.hpp"

namespace smartcrop::internal {

/// gather() without checking the options. A second sink, if given, gets the frames of the same pass; then
/// every frame is read with any sampling mode.
RangeRecord gather_with(FrameSource& source, const AnalyzeOptions& options, FrameSink* other);

/// Sampling of every frame, in order.
void sample_every_frame(SamplingOptions& sampling);

/// Calls `work`; times too large for exact arithmetic become an Error naming the video.
template <class Work>
auto with_exact_times(const VideoInfo& video, const Work& work) {
  try {
    return work();
  } catch (const std::overflow_error&) {
    throw Error(video.path + ": its timestamps are out of range");
  }
}

}  // namespace smartcrop::internal
