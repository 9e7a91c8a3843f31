#include "range_importance.hpp"

#include <algorithm>

#include "range_shot.hpp"
#include "smartcrop/importance/signal_recorder.hpp"

namespace smartcrop::internal {
namespace {

/// A fixed window needs no more than this many pairs, however long the range; at least half as many are
/// taken.
constexpr std::int64_t kMostPairs = 100;

}  // namespace

bool wants_importance(const AnalyzeOptions& options) {
  const std::vector<std::string>& names = options.candidates.strategies;
  return names.empty() || std::ranges::any_of(names, [](const std::string& name) {
           return find_strategy(name).weights[kImportance] > 0;
         });
}

bool can_record_signals(const MapGeometry& geometry) {
  const cv::Size size = geometry.map_size();
  return std::min(size.width, size.height) >= kSmallestObservedSide;
}

ImportanceOptions options_for_pairs(const AnalyzeOptions& options, const VideoInfo& video) {
  ImportanceOptions result = options.importance;
  result.analysis_fps = frame_rate_of(video);
  return result;
}

int slot_level(const SamplingOptions& range, const VideoInfo& video) {
  int level = 0;
  for (auto slots = estimated_frames(range, video).value_or(0); slots > kMostPairs; slots /= 2) ++level;
  return level;
}

std::optional<ShotImportance> importance_of(const RangeRecord& record, const AnalyzeOptions& options,
                                            const cv::Rect& picture) {
  const MapGeometry geometry = map_geometry(record.video.size);
  if (!wants_importance(options) || !can_record_signals(geometry)) return std::nullopt;
  const ImportanceOptions importance = options_for_pairs(options, record.video);
  const double fps = frame_rate_of(record.video);
  SignalRecorder recorder(importance, geometry, fps);
  ShotSignals all = recorder.take();
  const int level = slot_level({.start = record.start, .end = record.end}, record.video);
  for (const SampledSignals& sampled : record.signals) {
    if (sampled.level >= level) all.frames.push_back(sampled.frame);
  }
  if (all.frames.empty() && record.first) {
    recorder.add(*record.first);
    all.frames = recorder.take().frames;
  }
  if (all.frames.empty()) return std::nullopt;
  const double span_s = (all.frames.back().time - all.frames.front().time).value();
  const double steps = static_cast<double>(std::max<std::size_t>(1, all.frames.size() - 1));
  all.step_s = std::max(1 / fps, span_s / steps);
  all.picture = picture;
  return estimate_importance(all, importance);
}

}  // namespace smartcrop::internal
