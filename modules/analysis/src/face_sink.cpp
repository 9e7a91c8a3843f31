#include "face_sink.hpp"

#include <algorithm>
#include <cmath>

#include "range_shot.hpp"

namespace smartcrop::internal {
namespace {

/// Frames that are searched at once, on all workers.
constexpr std::size_t kBatch = 8;

}  // namespace

FaceSink::FaceSink(const VideoInfo& video, double faces_per_s, int threads)
    : period_(static_cast<std::size_t>(std::max(1L, std::lround(frame_rate_of(video) / faces_per_s)))),
      threads_(threads) {}

void FaceSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  if (frames_++ % period_ != 0) return;
  waiting_.push_back(frame);
  if (waiting_.size() == kBatch) detect();
}

void FaceSink::end_run(std::size_t /*run*/) {
  detect();
}

void FaceSink::detect() {
  const auto found = detect_faces(detector_, waiting_, threads_);
  for (std::size_t i = 0; i < found.size(); ++i) samples_.push_back({waiting_[i].time, found[i]});
  waiting_.clear();
}

void FaceSink::restart() {
  frames_ = 0;
  waiting_.clear();
  samples_.clear();
}

}  // namespace smartcrop::internal
