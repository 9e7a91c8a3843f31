#include "mouth_recorder.hpp"

#include <algorithm>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {

MouthRecorder::MouthRecorder(double fps, const MouthOptions& options, int threads)
    : options_(options),
      threads_(threads),
      stride_(static_cast<std::size_t>(std::max(1.0, fps / options.least_fps + 1e-9))) {}

void MouthRecorder::add(const SmallFrame& frame) {
  if (frames_++ % stride_ == 0) waiting_.push_back(frame);
}

void MouthRecorder::measure(std::span<const FrameDetections> detections) {
  struct Task {
    CropWindow face;
    std::span<const SmallFrame> frames;
  };
  std::vector<Task> tasks;
  std::span<const SmallFrame> frames = waiting_;
  const auto add_tasks = [&](std::size_t count) {
    for (const CropWindow& face : faces_)
      if (count > 0) tasks.push_back({face, frames.first(count)});
    frames = frames.subspan(count);
  };
  for (const FrameDetections& found : detections) {
    const auto from = std::ranges::lower_bound(frames, found.frame, {}, &SmallFrame::index);
    add_tasks(static_cast<std::size_t>(from - frames.begin()));
    if (!waiting_.empty()) faces_ = faces_that_could_speak(found.faces, waiting_.front().geometry, options_);
  }
  add_tasks(frames.size());
  if (!tasks.empty() && !mesh_) mesh_.emplace();
  std::vector<MouthRun> runs(tasks.size());
  parallel_for(tasks.size(), threads_,
               [&](std::size_t i) { runs[i] = follow_mouth(*mesh_, tasks[i].frames, tasks[i].face); });
  for (MouthRun& run : runs)
    if (!run.empty()) runs_.push_back(std::move(run));
  waiting_.clear();
}

void MouthRecorder::restart() {
  frames_ = 0;
  waiting_.clear();
  faces_.clear();
  runs_.clear();
}

}  // namespace smartcrop::internal
