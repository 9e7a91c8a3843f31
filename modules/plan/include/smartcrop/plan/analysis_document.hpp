#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/metric_summary.hpp"
#include "smartcrop/plan/subject_summary.hpp"
#include "smartcrop/selection/candidates.hpp"
#include "smartcrop/video/sampler.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop {

/// A window position and its metrics.
struct PositionMetrics {
  cv::Point position;  ///< top left corner, displayed px
  WindowMetrics metrics{};
};

/// The results for one aspect ratio.
struct AspectAnalysis {
  AspectRatio aspect;
  cv::Size crop;                           ///< px
  std::vector<PositionMetrics> positions;  ///< row-major order of the grid
  std::vector<Candidate> candidates;       ///< by rank
  std::vector<PlanShot> path;              ///< of a moving window, one per shot; empty for fixed windows
  /// Share of the importance inside the windows of the path, or inside the best fixed window, 0..1; 0 = not
  /// estimated.
  double kept_share = 0;
  double rival_share = 0;  ///< of the best fixed window, see CameraPath
  /// Of the path, or of the first candidate; nullopt in documents of older versions.
  std::optional<WindowCurves> curves = {};
};

struct SamplingSummary {
  SamplingMode mode = SamplingMode::bursts;
  std::int64_t frames_decoded = 0;
  std::int64_t frames_measured = 0;
  double evenness = 1;  ///< see BurstPlan
  DecodeReport decoding = {};
  bool operator==(const SamplingSummary&) const = default;
};

struct Timing {
  double decode_s = 0;
  double metrics_s = 0;
  double total_s = 0;
  int threads = 1;
  bool operator==(const Timing&) const = default;
};

/// All results of an analysis. smartcrop-analyze writes them, other programs read them.
struct AnalysisDocument {
  VideoInfo video;
  SamplingSummary sampling;
  std::vector<Shot> shots;
  std::vector<cv::Rect> pictures;        ///< by shot: the part of the frame without black bars, displayed px
  std::vector<SubjectSummary> subjects;  ///< of a moving window, by number; empty if not searched for
  std::vector<SpeakerSummary> speakers;  ///< of shots with several faces; empty if not searched for
  std::vector<AspectAnalysis> aspects;
  Timing timing;
  std::optional<MetricMaps> maps;        ///< nullopt in documents of older versions
  std::optional<MetricCurves> timeline;  ///< the same
};

inline constexpr int kAnalysisFormat = 1;

/// The `video` object of a document, as JSON text.
std::string write_video_info(const VideoInfo& video);
/// Reads and validates it. Throws Error like read_analysis().
VideoInfo read_video_info(std::string_view json, const std::string& where);

/// JSON text, indented; docs/analysis-format.md describes the keys.
std::string write_analysis(const AnalysisDocument& document);

/// Reads and validates a document. Throws Error that begins with `where` (a path) and names the key and the
/// problem.
AnalysisDocument read_analysis(std::string_view json, const std::string& where);

}  // namespace smartcrop
