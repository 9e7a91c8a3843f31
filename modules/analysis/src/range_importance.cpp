#include "range_importance.hpp"

#include <algorithm>
#include <iterator>

#include "range_shot.hpp"
#include "sampled_edges.hpp"
#include "smartcrop/importance/signal_recorder.hpp"

namespace smartcrop::internal {
namespace {

/// Largest number of pairs for a fixed window, for ranges of any length; at least half as many are used.
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
  return std::min(size.width, size.height) >= kSmallestSignalSide;
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
  SampleComparison comparison(importance, all.grid, fps);
  for (const SampledSignals& sampled : record.signals)
    if (sampled.level >= level) comparison.add(sampled);
  comparison.take(all);
  return estimate_importance(all, importance);
}

namespace {

/// Number of searched frames between two detections of a subject, as for moving windows.
constexpr double kChances = 3;

/// The frames that were searched for subjects, as one shot.
struct SearchedFrames {
  ShotSignals signals;
  ShotImportance importance;
  std::vector<FrameDetections> detections;
  std::vector<MouthRun> mouths;
};

SearchedFrames searched_frames(const RangeRecord& record, const ShotImportance& importance) {
  SearchedFrames searched;
  searched.signals.grid = searched.importance.grid = importance.grid;
  searched.importance.insets = importance.insets;
  const int level = slot_level({.start = record.start, .end = record.end}, record.video) + 1;
  for (const SampledSignals& sampled : record.signals) {
    if (!sampled.detections || sampled.level < level) continue;
    const auto place = std::ranges::lower_bound(importance.frame_index, sampled.frame.index);
    if (place == importance.frame_index.end() || *place != sampled.frame.index) continue;
    const auto t = static_cast<std::size_t>(place - importance.frame_index.begin());
    searched.importance.frame_index.push_back(importance.frame_index[t]);
    searched.importance.time.push_back(importance.time[t]);
    searched.importance.cells.push_back(importance.cells[t]);
    searched.importance.scale.push_back(importance.scale[t]);
    searched.importance.motion_trust.push_back(importance.motion_trust[t]);
    searched.signals.frames.push_back(sampled.frame);
    searched.detections.push_back(*sampled.detections);
    std::ranges::copy(sampled.mouths, std::back_inserter(searched.mouths));
  }
  const std::vector<Time>& times = searched.importance.time;
  if (times.size() > 1)
    searched.signals.step_s = (times.back() - times.front()).value() / static_cast<double>(times.size() - 1);
  searched.importance.step_s = searched.signals.step_s;
  return searched;
}

}  // namespace

ShotContents contents_of(const RangeRecord& record, const std::optional<ShotImportance>& importance,
                         const AnalyzeOptions& options) {
  if (!importance) return {};
  SearchedFrames searched = searched_frames(record, *importance);
  if (searched.detections.empty()) return {{*importance}, {}};
  const double step_s = searched.signals.step_s;
  SubjectTrackOptions tracks = options.tracks;
  if (step_s > tracks.max_gap_s) tracks.min_detections = 1;  // too far apart to confirm each other
  tracks.max_gap_s = std::max(tracks.max_gap_s, kChances * step_s);
  SubjectChoice choice = choose_subjects(track_subjects(searched.signals, searched.detections, tracks),
                                         searched.importance, options.subject_weights);
  const ShotImportance& shot = searched.importance;
  favor_speakers(choice, speaking_probabilities(choice.subjects, {shot.frame_index, shot.time, shot.step_s},
                                                searched.mouths, options.speakers));
  ShotContents contents{{std::move(searched.importance)}, {std::move(choice)}};
  number_subjects(contents.subjects);
  apply_wishes(contents.subjects, options.wishes, contents.importance);
  return contents;
}

}  // namespace smartcrop::internal
