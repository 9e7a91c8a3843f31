#include "smartcrop/analysis/analyze.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gather.hpp"
#include "room.hpp"
#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"
#include "summary.hpp"
#include "window_sinks.hpp"

namespace smartcrop {
namespace {

using internal::room_in;

/// Ancestor's size of a fixed window; a moving one is as large as it can be.
constexpr double kFixedScale = 0.75, kMovingScale = 1;

cv::Size crop_size(const VideoInfo& video, cv::Size room, AspectRatio aspect, const AnalyzeOptions& options) {
  const double usual = options.mode == WindowMode::moving ? kMovingScale : kFixedScale;
  return crop_dimensions(room, aspect, options.scale.value_or(usual), video.pixel_aspect);
}

/// The whole pixel that a fixed window begins at: even, for 4:2:0.
cv::Point even_corner(const CropWindow& window, const cv::Rect& room) {
  const auto even = [](double start, double length, int first, int end) {
    const int last = std::max(first, (end - static_cast<int>(length)) / 2 * 2);
    return std::clamp(2 * static_cast<int>(start / 2 + 0.5), first, last);
  };
  return {even(window.x, window.w, room.x, room.br().x), even(window.y, window.h, room.y, room.br().y)};
}

/// Grid positions, and the best fixed window by importance where that is known, with their measures and
/// candidates.
AspectAnalysis analyze_aspect(const VideoInfo& video, const WindowQuery& query,
                              const std::optional<ShotImportance>& importance, AspectRatio aspect,
                              const cv::Rect& room, const AnalyzeOptions& options) {
  AspectAnalysis result;
  result.aspect = aspect;
  result.crop = crop_size(video, room.size(), aspect, options);
  std::vector<cv::Point> positions = analysis_grid(room.size(), result.crop, options.grid);
  for (cv::Point& position : positions) position += room.tl();
  const std::size_t grid_positions = positions.size();
  if (importance) {
    const PathRequest request{{0}, {1}, internal::rate_of(video), result.crop, room};
    const CameraPath best = fixed_path(*importance, request, options.path);
    positions.push_back(even_corner(best.windows.front(), room));
    result.kept_share = best.kept_share;
    result.rival_share = best.rival_share;
  }
  std::vector<CropWindow> windows;
  for (const cv::Point& corner : positions) windows.push_back(window_at(corner, result.crop));
  std::vector<double> shares(windows.size());
  if (importance) shares = kept_shares(*importance, windows, options.path);

  std::vector<WindowMetrics> measures;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const MetricValues metrics = query.mean(windows[i]);
    WindowMetrics& all = measures.emplace_back();
    std::copy(metrics.begin(), metrics.end(), all.begin());
    all[kImportance] = shares[i];
    if (i < grid_positions) result.positions.push_back({positions[i], all});
  }
  result.candidates = select_candidates(video.size, result.crop, positions, measures, options.candidates);
  return result;
}

/// Where the video ends whose last frame of the range is at `last`, as far as it is looked at.
Time end_after(const VideoInfo& video, Time last) {
  const Time period{video.frame_rate > Rational(0) ? Rational(1) / video.frame_rate : Rational(1, 25)};
  const Time after_last = last + period;
  return video.duration && *video.duration > last ? std::min(*video.duration, after_last) : after_last;
}

/// A camera path through each shot, as keyframes.
void add_path(AspectAnalysis& aspect, const VideoInfo& video, const internal::MovingWindowSink& seen,
              const std::vector<Shot>& shots, const std::vector<cv::Rect>& pictures,
              const std::vector<ShotImportance>& importance, const AnalyzeOptions& options) {
  aspect.path.resize(shots.size());
  std::vector<double> kept(shots.size(), 1);
  parallel_for(shots.size(), options.measure.threads, [&](std::size_t i) {
    const Shot& shot = shots[i];
    PlanShot& planned = aspect.path[i];
    planned.start = shot.start;
    planned.end = shot.end;
    const cv::Rect room = room_in(video, pictures[i], options.trim_borders);
    const cv::Size size = crop_size(video, room.size(), aspect.aspect, options);
    if (i >= importance.size() || importance[i].size() == 0) {
      const cv::Point middle = room.tl() + cv::Point(room.size() - size) / 2;
      planned.keyframes = {Keyframe{shot.start, window_at(middle, size)}};
      return;
    }
    const PathRequest request{shot.start_frame, shot.end_frame, internal::rate_of(video), size, room};
    const CameraPath path = moving_path(importance[i], request, options.path);
    const auto first = static_cast<std::size_t>(shot.start_frame - seen.first_frame());
    planned.keyframes =
        simplify_path(path.windows, std::span(seen.times()).subspan(first, path.windows.size()));
    // A window at rest lies on whole pixels, so that it can be cut without resampling.
    if (planned.keyframes.size() == 1) {
      CropWindow& window = planned.keyframes.front().window;
      window = window_at(even_corner(window, room), size);
    }
    kept[i] = path.kept_share;
    planned.kept_share = path.kept_share;
    planned.rival_share = path.rival_share;
  });
  double frames = 0, sum = 0;
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const auto length = static_cast<double>(shots[i].end_frame - shots[i].start_frame);
    frames += length;
    sum += kept[i] * length;
  }
  aspect.kept_share = std::min(sum / frames, 1.0);
}

/// The range that was asked for as one shot, as far as the container tells where it ends.
Shot whole_range(const RangeRecord& evidence) {
  const VideoInfo& video = evidence.video;
  const bool rate_known = video.frame_rate > Rational(0);
  const auto time_of = [&](const TimePoint& point) {
    if (const Time* time = std::get_if<Time>(&point)) return *time;
    const std::int64_t frame = std::get<FrameIndex>(point).value;
    return rate_known ? Time{Rational(frame) / video.frame_rate} : Time{};
  };
  const auto frame_of = [&](const TimePoint& point) {
    if (const FrameIndex* frame = std::get_if<FrameIndex>(&point)) return *frame;
    const double frame = std::get<Time>(point).value() * video.frame_rate.value();
    return FrameIndex{static_cast<std::int64_t>(frame + 0.5)};
  };
  Shot shot;
  shot.end_frame = FrameIndex{video.estimated_frames().value_or(0)};
  shot.end = video.duration.value_or(Time{});
  if (evidence.start) {
    shot.start = time_of(*evidence.start);
    shot.start_frame = frame_of(*evidence.start);
  }
  if (evidence.end) {
    shot.end = std::min(shot.end, time_of(*evidence.end));
    shot.end_frame = std::min(shot.end_frame, frame_of(*evidence.end));
  }
  return shot;
}

SamplingSummary summary_of(const MetricRecord& measurement) {
  return {measurement.mode, measurement.frames_decoded, measurement.frames_measured, measurement.evenness,
          measurement.decoding};
}

void add_summaries(AnalysisDocument& document, const Field& field, const MetricTimeline& timeline,
                   const std::optional<ShotImportance>& importance) {
  document.maps = internal::summarize_maps(field, importance);
  document.timeline = internal::summarize_timeline(timeline, importance);
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Fills the evidence of scenes frame by frame, and anew after reset(). Shots are found here only where
/// nothing else does.
class SceneSink : public internal::FrameSink {
 public:
  SceneSink(const VideoInfo& video, const AnalyzeOptions& options, bool finds_shots)
      : geometry_(map_geometry(video.size)), options_(options), finds_shots_(finds_shots) {
    period_ = static_cast<std::size_t>(std::max(1L, std::lround(internal::rate_of(video) / kActivity_per_s)));
    reset();
  }

  void reset() override {
    record_.emplace(geometry_, leading_metrics(options_), period_);
    if (finds_shots_) detector_.emplace(options_.shots);
    last_ = {};
  }

  void see(const SmallFrame& frame) override {
    record_->add(frame);
    if (detector_) detector_->push(frame);
    last_ = frame.time;
  }

  Time last_time() const { return last_; }
  /// Call once.
  std::vector<Shot> find_shots(Time end) { return detector_->finish(end); }
  ActivityRecord take_record() { return std::move(*record_); }

 private:
  /// Those by which any strategy that may be chosen compares scenes.
  static std::vector<Metric> leading_metrics(const AnalyzeOptions& options) {
    std::vector<Metric> metrics;
    const auto add = [&](const Strategy& strategy) {
      if (std::ranges::find(metrics, strategy.lead) == metrics.end()) metrics.push_back(strategy.lead);
    };
    for (const std::string& name : options.candidates.strategies) add(find_strategy(name));
    if (options.candidates.strategies.empty()) std::ranges::for_each(strategies(), add);
    return metrics;
  }

  /// Frames a second that are enough for the mean of a scene: a second has eight.
  static constexpr double kActivity_per_s = 8;

  MapGeometry geometry_;
  const AnalyzeOptions& options_;
  std::size_t period_ = 1;
  bool finds_shots_;
  std::optional<ActivityRecord> record_;
  std::optional<ShotDetector> detector_;
  Time last_;
};

/// A moving window: every frame of the range.
MetricRecord analyze_moving(FrameSource& source, const AnalyzeOptions& options, AnalysisDocument& document,
                            SceneSink* scenes) {
  std::optional<internal::MovingWindowSink> observation(std::in_place, document.video, options);
  MeasureOptions measuring = options.measure;
  internal::look_at_every_frame(measuring);
  measuring.observe = [&](std::size_t, const SmallFrame& frame) {
    observation->see(frame);
    if (scenes != nullptr) scenes->see(frame);
  };
  measuring.forget = [&] {
    observation.emplace(document.video, options);
    if (scenes != nullptr) scenes->reset();
  };
  MetricRecord measurement = measure(source, measuring);
  internal::MovingWindowSink& seen = *observation;
  document.shots = seen.find_shots(end_after(document.video, seen.times().back()));
  const std::vector<ShotImportance> importance = seen.importance_of(document.shots);
  document.pictures = seen.pictures_of(document.shots);
  cv::Rect common({}, document.video.size);
  for (const cv::Rect& picture : document.pictures) common &= picture;
  const cv::Rect room = room_in(document.video, common, options.trim_borders);
  const std::optional<ShotImportance> whole = joined(importance);
  const WindowQuery query(measurement.field);
  for (const AspectRatio aspect : options.aspects) {
    document.aspects.push_back(analyze_aspect(document.video, query, whole, aspect, room, options));
    add_path(document.aspects.back(), document.video, seen, document.shots, document.pictures, importance,
             options);
  }
  add_summaries(document, measurement.field, measurement.timeline, whole);
  return measurement;
}

}  // namespace

WindowMode parse_window_mode(std::string_view name) {
  if (name == "static") return WindowMode::fixed;
  if (name == "dynamic") return WindowMode::moving;
  throw std::invalid_argument("mode '" + std::string(name) + "' is not static or dynamic");
}

std::vector<std::string> AnalyzeOptions::problems() const {
  std::vector<std::string> problems = measure.problems();
  for (const auto& part : {candidates.problems(), shots.problems(), importance.problems(), path.problems()}) {
    problems.insert(problems.end(), part.begin(), part.end());
  }
  if (aspects.empty()) problems.emplace_back("aspects is empty, must hold at least one");
  if (scale && !(*scale > 0 && *scale <= 1)) {
    problems.push_back("scale is " + std::to_string(*scale) + ", must be above 0 and at most 1");
  }
  if (mode == WindowMode::moving && measure.sampling.reference_frames_only) {
    problems.emplace_back("a moving window needs all frames, not only reference frames");
  }
  if (!(faces_per_s >= 0)) problems.emplace_back("faces_per_s must be 0 (none) or more");
  return problems;
}

namespace {

AnalysisDocument concluded(const RangeRecord& evidence, const AnalyzeOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const MetricRecord& measurement = evidence.measurement;
  AnalysisDocument document;
  document.video = evidence.video;
  document.sampling = summary_of(measurement);
  document.shots = {whole_range(evidence)};
  const cv::Rect picture = active_picture(evidence.borders, measurement.field.geometry);
  document.pictures = {picture};
  const std::optional<ShotImportance> importance = internal::importance_of(evidence, options, picture);
  const WindowQuery query(measurement.field);
  const cv::Rect room = room_in(document.video, picture, options.trim_borders);
  for (const AspectRatio aspect : options.aspects) {
    document.aspects.push_back(analyze_aspect(document.video, query, importance, aspect, room, options));
  }
  const double step_s = timeline_step_s({.start = evidence.start, .end = evidence.end}, evidence.video);
  const int factor = static_cast<int>(std::lround(step_s / measurement.timeline.step_s()));
  add_summaries(document, measurement.field, measurement.timeline.coarsened(factor), importance);
  document.timing = {measurement.decode_s, measurement.metrics_s, evidence.elapsed_s + seconds_since(begin),
                     evidence.threads};
  return document;
}

AnalysisDocument analyze_source(FrameSource& source, const AnalyzeOptions& options, SceneSink* scenes) {
  if (options.mode == WindowMode::fixed) {
    return conclude(internal::gather_watched(source, options, scenes), options);
  }
  const auto begin = std::chrono::steady_clock::now();
  AnalysisDocument document;
  document.video = source.info();
  const MetricRecord measurement = internal::with_sound_times(
      document.video, [&] { return analyze_moving(source, options, document, scenes); });
  document.sampling = summary_of(measurement);
  document.timing = {measurement.decode_s, measurement.metrics_s, seconds_since(begin),
                     optimal_worker_count(SIZE_MAX, options.measure.threads)};
  return document;
}

}  // namespace

AnalysisDocument conclude(const RangeRecord& evidence, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  return internal::with_sound_times(evidence.video, [&] { return concluded(evidence, options); });
}

AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  return analyze_source(source, options, nullptr);
}

AnalysisWithScenes analyze_with_scenes(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  const bool is_moving = options.mode == WindowMode::moving;
  SceneSink watch(source.info(), options, !is_moving);
  // A fixed window's bursts go without the deblocking filter for the same reason.
  const bool goes_light = !is_moving && options.measure.sampling.mode == SamplingMode::bursts &&
                          hides_block_edges(map_geometry(source.info().size));
  const std::unique_ptr<FrameSource> light = goes_light ? source.clone({.deblock = false}) : nullptr;
  AnalysisDocument document = analyze_source(light ? *light : source, options, &watch);
  std::vector<Shot> shots =
      is_moving ? document.shots : watch.find_shots(end_after(document.video, watch.last_time()));
  return {std::move(document), {std::move(shots), watch.take_record()}};
}

}  // namespace smartcrop
