#include "scene_sink.hpp"

#include <algorithm>
#include <cmath>

#include "range_shot.hpp"

namespace smartcrop::internal {
namespace {

/// Frames per second that are enough for the mean of a scene, which lasts at least a second.
constexpr double kActivity_per_s = 8;

/// The metrics by which the chosen strategies compare scenes.
std::vector<Metric> leading_metrics(const std::vector<std::string>& strategy_names) {
  std::vector<Metric> metrics;
  const auto add = [&](const Strategy& strategy) {
    if (std::ranges::find(metrics, strategy.lead) == metrics.end()) metrics.push_back(strategy.lead);
  };
  for (const std::string& name : strategy_names) add(find_strategy(name));
  if (strategy_names.empty()) std::ranges::for_each(strategies(), add);
  return metrics;
}

}  // namespace

SceneSink::SceneSink(const VideoInfo& video, const AnalyzeOptions& options, bool finds_shots)
    : geometry_(map_geometry(video.size)),
      shots_(options.shots),
      metrics_(leading_metrics(options.candidates.strategies)),
      period_(static_cast<std::size_t>(std::max(1L, std::lround(frame_rate_of(video) / kActivity_per_s)))),
      finds_shots_(finds_shots) {
  SceneSink::restart();
}

void SceneSink::restart() {
  activity_.emplace(geometry_, metrics_, period_);
  if (finds_shots_) detector_.emplace(shots_);
  last_ = {};
}

void SceneSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  activity_->add(frame);
  if (detector_) detector_->push(frame);
  last_ = frame.time;
}

}  // namespace smartcrop::internal
