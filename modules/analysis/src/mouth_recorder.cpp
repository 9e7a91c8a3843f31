#include "mouth_recorder.hpp"

#include <algorithm>
#include <limits>

#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {

MouthRecorder::MouthRecorder(double fps, const MouthOptions& options, int threads, const LazyFaceMesh& mesh)
    : options_(options),
      stride_(static_cast<std::size_t>(std::max(1.0, fps / options.least_fps + 1e-9))),
      mesh_(mesh),
      tasks_(tasks_beside(threads)) {}

void MouthRecorder::add(const SmallFrame& frame) {
  if (frames_++ % stride_ == 0) waiting_.push_back(frame);
}

void MouthRecorder::add(const FrameDetections& found, const MapGeometry& geometry) {
  measure_before(found.frame);
  faces_ = faces_that_could_speak(found.faces, geometry, options_);
}

void MouthRecorder::measure_before(FrameIndex end) {
  const auto behind = std::ranges::lower_bound(waiting_, end, {}, &SmallFrame::index);
  const std::vector<SmallFrame> frames(waiting_.begin(), behind);
  waiting_.erase(waiting_.begin(), behind);
  if (frames.empty()) return;
  for (const CropWindow& face : faces_) {
    if (tasks_.is_full()) tasks_.finish_oldest();
    MouthRun& run = being_measured_.emplace_back();
    tasks_.start([&run, &mesh = mesh_.get(), frames, face] { run = follow_mouth(mesh, frames, face); });
  }
}

void MouthRecorder::finish() {
  measure_before({std::numeric_limits<std::int64_t>::max()});
  tasks_.finish_all();
  for (MouthRun& run : being_measured_)
    if (!run.empty()) runs_.push_back(std::move(run));
  being_measured_.clear();
}

void MouthRecorder::restart() {
  tasks_.finish_all();
  frames_ = 0;
  waiting_.clear();
  faces_.clear();
  being_measured_.clear();
  runs_.clear();
}

}  // namespace smartcrop::internal
