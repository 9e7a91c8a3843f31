#include "subject_sink.hpp"

#include <algorithm>
#include <cmath>

#include "range_shot.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// Frames that are searched at once, on all workers.
constexpr std::size_t kBatch = 8;

std::size_t steps(double longer, double shorter) {
  return static_cast<std::size_t>(std::max(1L, std::lround(longer / shorter)));
}

}  // namespace

SubjectSink::SubjectSink(const VideoInfo& video, const AnalyzeOptions& options, const MovingWindowSink& shots)
    : detectors_(options.subjects),
      mouths_(frame_rate_of(video), options.mouths, options.measure.threads),
      watches_mouths_(options.speaker == SpeakerDetection::automatic),
      shots_(shots),
      threads_(options.measure.threads) {
  const double fps = frame_rate_of(video);
  stride_ = steps(fps, options.importance.analysis_fps);
  period_ = steps(fps / static_cast<double>(stride_), options.detections_per_s);
}

void SubjectSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  if (shots_.latest_cut() != cut_) {
    cut_ = shots_.latest_cut();
    until_next_ = 0;
  }
  if (watches_mouths_) mouths_.add(frame);
  if (frames_++ % stride_ != 0) return;
  if (until_next_ > 0) {
    --until_next_;
    return;
  }
  until_next_ = period_ - 1;
  waiting_.push_back(frame);
  if (waiting_.size() == kBatch) detect();
}

void SubjectSink::end_run(std::size_t /*run*/) {
  detect();
}

void SubjectSink::detect() {
  std::vector<FrameDetections> found(waiting_.size());
  parallel_for(waiting_.size(), threads_, [&](std::size_t i) { found[i] = detectors_.detect(waiting_[i]); });
  mouths_.measure(found);
  std::move(found.begin(), found.end(), std::back_inserter(detections_));
  waiting_.clear();
}

void SubjectSink::restart() {
  frames_ = until_next_ = 0;
  cut_.reset();
  waiting_.clear();
  mouths_.restart();
  detections_.clear();
}

}  // namespace smartcrop::internal
