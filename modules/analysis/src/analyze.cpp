#include "smartcrop/analysis/analyze.hpp"

#include <chrono>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace {

AspectAnalysis analyze_aspect(const VideoInfo& video, const WindowQuery& query, AspectRatio aspect,
                              const AnalyzeOptions& options) {
  AspectAnalysis result;
  result.aspect = aspect;
  result.crop = crop_dimensions(video.size, aspect, options.scale, video.pixel_aspect);
  const std::vector<cv::Point> positions = analysis_grid(video.size, result.crop, options.grid);
  std::vector<MetricValues> metrics;
  metrics.reserve(positions.size());
  for (const cv::Point& p : positions) {
    metrics.push_back(query.mean({static_cast<double>(p.x), static_cast<double>(p.y),
                                  static_cast<double>(result.crop.width),
                                  static_cast<double>(result.crop.height)}));
    result.positions.push_back({p, metrics.back()});
  }
  result.candidates = select_candidates(video.size, result.crop, positions, metrics, options.candidates);
  return result;
}

/// The range that was asked for as one shot, as far as the container tells where it ends.
Shot whole_range(const VideoInfo& video, const SamplingOptions& sampling) {
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
  if (sampling.start) {
    shot.start = time_of(*sampling.start);
    shot.start_frame = frame_of(*sampling.start);
  }
  if (sampling.end) {
    shot.end = time_of(*sampling.end);
    shot.end_frame = frame_of(*sampling.end);
  }
  return shot;
}

}  // namespace

std::vector<std::string> AnalyzeOptions::problems() const {
  std::vector<std::string> problems = measure.problems();
  for (const std::string& problem : candidates.problems()) problems.push_back(problem);
  if (aspects.empty()) problems.push_back("aspects is empty, must hold at least one");
  if (!(scale > 0 && scale <= 1)) {
    problems.push_back("scale is " + std::to_string(scale) + ", must be above 0 and at most 1");
  }
  return problems;
}

AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  const auto begin = std::chrono::steady_clock::now();
  AnalysisDocument document;
  document.video = source.info();
  const Measurement measurement = smartcrop::measure(source, options.measure);
  document.sampling = {measurement.mode, measurement.frames_decoded, measurement.frames_measured,
                       measurement.evenness};
  document.shots = {whole_range(document.video, options.measure.sampling)};
  const WindowQuery query(measurement.field);
  for (const AspectRatio aspect : options.aspects) {
    document.aspects.push_back(analyze_aspect(document.video, query, aspect, options));
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  document.timing = {measurement.decode_s, measurement.metrics_s, elapsed.count(),
                     optimal_worker_count(SIZE_MAX, options.measure.threads)};
  return document;
}

CropPlan plan_from(const AnalysisDocument& analysis, const Candidate& candidate, cv::Size output_size) {
  if (output_size.empty()) {
    output_size = {static_cast<int>(candidate.window.w), static_cast<int>(candidate.window.h)};
  }
  const Shot& range = analysis.shots.front();
  std::optional<Time> end;
  if (analysis.video.duration && range.end < *analysis.video.duration) end = range.end;
  return fixed_plan(analysis.video.path, analysis.video.size, candidate.window, output_size, range.start, end);
}

}  // namespace smartcrop
