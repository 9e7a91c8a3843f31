#include "smartcrop/importance/signals.hpp"

#include <utility>

namespace smartcrop {

std::vector<ShotSignals> split_at_shots(ShotSignals signals, const std::vector<Shot>& shots) {
  std::vector<ShotSignals> parts;
  std::size_t next = 0;
  std::vector<FrameSignals>& frames = signals.frames;
  for (const Shot& shot : shots) {
    ShotSignals& part = parts.emplace_back(ShotSignals{signals.grid, signals.step_s, {}});
    const auto edges = edges_of(signals.edges, shot.start_frame, shot.end_frame);
    part.edges.assign(edges.begin(), edges.end());
    part.edge_comparisons = comparisons_in(shot, signals.edge_comparisons);
    while (next < frames.size() && frames[next].index < shot.start_frame) ++next;
    while (next < frames.size() && frames[next].index < shot.end_frame)
      part.frames.push_back(std::move(frames[next++]));
    if (part.frames.empty()) continue;
    part.frames[0].motion = part.frames.size() > 1 ? part.frames[1].motion : cv::Mat();
    part.frames[0].camera = {};
  }
  return parts;
}

}  // namespace smartcrop
