#include "smartcrop/analysis/analyze.hpp"

#include <chrono>
#include <cmath>
#include <stdexcept>

#include "camera_paths.hpp"
#include "gather.hpp"
#include "moving_window_sink.hpp"
#include "range_importance.hpp"
#include "range_shot.hpp"
#include "scene_sink.hpp"
#include "smartcrop/core/parallel.hpp"
#include "speakers.hpp"
#include "steering.hpp"
#include "subject_sink.hpp"
#include "subject_summaries.hpp"
#include "summary.hpp"
#include "title_shots.hpp"
#include "window_curves.hpp"
#include "windows.hpp"

namespace smartcrop {
namespace {

using internal::MovingWindowSink;
using internal::SceneSink;
using internal::SubjectSink;

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Fixed window: record of a range -> grid, scores, candidates.
AnalysisDocument conclude_fixed(const RangeRecord& record, const AnalyzeOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const MetricRecord& metrics = record.metrics;
  AnalysisDocument document;
  document.video = record.video;
  document.video.duration = internal::duration_of(record.video, metrics);
  document.sampling = internal::summarize_sampling(metrics);
  document.shots = {internal::range_shot(record)};
  const cv::Rect picture = active_picture(record.borders, metrics.field.geometry);
  document.pictures = {picture};
  const std::optional<ShotImportance> importance = internal::importance_of(record, options, picture);
  const ShotContents contents = internal::contents_of(record, importance, options);
  const WindowQuery query(metrics.field);
  const cv::Rect room = internal::room_in(document.video, picture, options.trim_borders);
  for (const AspectRatio aspect : options.aspects) {
    document.aspects.push_back(
        internal::analyze_fixed_windows(document.video, query, contents, aspect, room, options));
  }
  const double step_s = timeline_step_s({.start = record.start, .end = record.end}, record.video);
  const int factor = static_cast<int>(std::lround(step_s / metrics.timeline.step_s()));
  document.subjects = internal::summarize_subjects(contents);
  document.maps = internal::summarize_maps(metrics.field, importance);
  document.timeline = internal::summarize_timeline(metrics.timeline.coarsened(factor), importance);
  internal::add_curves_of_candidates(document, contents);
  document.timing = {metrics.decode_s, metrics.metrics_s, record.elapsed_s + seconds_since(begin),
                     record.threads};
  return document;
}

/// Moving window: every frame of the range -> shots, importance, candidates, a camera path per shot.
/// `steering`: gets what steer() needs; may be null.
AnalysisDocument analyze_moving(FrameSource& source, const AnalyzeOptions& options, SceneSink* scenes,
                                SteeringRecord* steering) {
  const auto begin = std::chrono::steady_clock::now();
  AnalysisDocument document;
  document.video = source.info();
  MovingWindowSink sink(document.video, options);
  std::optional<SubjectSink> subjects;
  if (options.subjects != SubjectDetection::off) subjects.emplace(document.video, options, sink);
  std::vector<FrameSink*> sinks{&sink};
  if (subjects) sinks.push_back(&*subjects);
  if (scenes != nullptr) sinks.push_back(scenes);
  FanOut all(sinks);

  MeasureOptions measuring = options.measure;
  internal::sample_every_frame(measuring.sampling);
  const MetricRecord metrics = measure(source, measuring, &all);
  document.sampling = internal::summarize_sampling(metrics);
  document.shots = sink.find_shots(internal::end_after(document.video, sink.times().back()));
  document.video.duration = internal::duration_of(document.video, metrics);
  document.pictures = sink.pictures_of(document.shots);
  const bool keeps_motion = steering != nullptr || internal::has_drawn_boxes(options.wishes);
  SteeringRecord record =
      sink.record_of(document.shots, subjects ? subjects->detections() : std::vector<FrameDetections>(),
                     keeps_motion && options.subjects != SubjectDetection::off);
  if (subjects) number_subjects(record.contents.subjects);
  if (subjects && options.speaker == SpeakerDetection::automatic)
    internal::add_speakers(record.contents, document.shots, subjects->mouths(), document.video, options);
  if (subjects) internal::add_title_words(record.contents, document.shots, subjects->texts());
  document.speakers = internal::summarize_speakers(record.contents, document.shots);
  const ShotContents contents = internal::steered_contents(record, options.wishes);
  document.subjects = internal::summarize_subjects(contents);
  const std::optional<ShotImportance> whole = joined(contents.importance);
  const WindowQuery query(metrics.field);
  const cv::Rect room = internal::common_room(document, options.trim_borders);
  document.timeline = internal::summarize_timeline(metrics.timeline, whole);
  for (const AspectRatio aspect : options.aspects) {
    document.aspects.push_back(
        internal::analyze_fixed_windows(document.video, query, contents, aspect, room, options));
    internal::add_camera_paths(document.aspects.back(), document, record, contents, options);
  }
  if (steering != nullptr) *steering = std::move(record);
  document.maps = internal::summarize_maps(metrics.field, whole);
  document.timing = {metrics.decode_s, metrics.metrics_s, seconds_since(begin),
                     optimal_worker_count(SIZE_MAX, options.measure.threads)};
  return document;
}

/// A second reader that decodes only as well as the analysis needs; null where the source itself is used.
/// `all_frames`: also bursts are read in order.
std::unique_ptr<FrameSource> light_reader(const FrameSource& source, const AnalyzeOptions& options,
                                          bool all_frames) {
  if (!hides_block_edges(map_geometry(source.info().size))) return nullptr;
  if (options.mode == WindowMode::moving) return source.clone({.deblocking = Deblocking::references});
  // As bursts are decoded when they are read alone.
  if (all_frames && options.measure.sampling.mode == SamplingMode::bursts)
    return source.clone({.deblocking = Deblocking::none});
  return nullptr;
}

AnalysisDocument analyze_with(FrameSource& source, const AnalyzeOptions& options, SceneSink* scenes,
                              SteeringRecord* steering = nullptr) {
  const std::unique_ptr<FrameSource> light = light_reader(source, options, scenes != nullptr);
  FrameSource& reader = light ? *light : source;
  if (options.mode == WindowMode::fixed) {
    return conclude(internal::gather_with(reader, options, scenes), options);
  }
  return internal::with_exact_times(reader.info(),
                                    [&] { return analyze_moving(reader, options, scenes, steering); });
}

}  // namespace

AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  return analyze_with(source, options, nullptr);
}

AnalysisWithScenes analyze_with_scenes(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  const bool is_moving = options.mode == WindowMode::moving;
  SceneSink scenes(source.info(), options, !is_moving);
  AnalysisDocument document = analyze_with(source, options, &scenes);
  std::vector<Shot> shots =
      is_moving ? document.shots : scenes.find_shots(internal::end_after(document.video, scenes.last_time()));
  return {std::move(document), {std::move(shots), scenes.take_activity()}};
}

AnalysisToSteer analyze_to_steer(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  if (options.mode != WindowMode::moving)
    throw std::invalid_argument("analyze_to_steer: needs a moving window");
  SceneSink scenes(source.info(), options, false);
  SteeringRecord steering;
  AnalysisDocument document = analyze_with(source, options, &scenes, &steering);
  std::vector<Shot> shots = document.shots;
  return {std::move(document), {std::move(shots), scenes.take_activity()}, std::move(steering)};
}

AnalysisDocument conclude(const RangeRecord& record, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  return internal::with_exact_times(record.video, [&] { return conclude_fixed(record, options); });
}

}  // namespace smartcrop
