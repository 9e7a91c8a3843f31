#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/metrics/field.hpp"
#include "smartcrop/metrics/frame_sink.hpp"
#include "smartcrop/metrics/metric_timeline.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/sampler.hpp"

namespace smartcrop {

struct MeasureOptions {
  SamplingOptions sampling;
  int threads = 0;  ///< for measuring and decoding together; 0 = all cores, 1 = sequential
  ProgressCallback progress;
  /// Length of the timeline's steps, s, above 0; nullopt = timeline_step_s() of the range.
  std::optional<double> timeline_step_s;
  CancellationToken cancellation;

  std::vector<std::string> problems() const;
};

/// The measured field, and how it was measured.
struct MetricRecord {
  Field field;
  SamplingMode mode =
      SamplingMode::bursts;          ///< the mode used: dense instead of bursts if the source has no index
  std::int64_t frames_decoded = 0;   ///< frames read from the source
  std::int64_t frames_measured = 0;  ///< frames with all metrics, motion included
  double evenness = 1;               ///< see BurstPlan; 1 for dense
  double decode_s = 0;               ///< wall time spent waiting for frames, mean of the workers
  double metrics_s = 0;              ///< wall time spent shrinking and measuring, mean of the workers
  DecodeReport decoding = {};
  MetricTimeline timeline = MetricTimeline();  ///< of the frames measured, over the range
  std::optional<Time> last_frame = {};         ///< of the range, if all its frames were read in order
  bool has_reached_end = false;                ///< the video ends with last_frame
};

/// Whether cells are wide enough (6 px) that a codec's deblocking filter hardly matters: without it the
/// metrics of 1080p video change by less than 3 %.
bool hides_block_edges(const MapGeometry& geometry);

/// Reads a range of a video, adds up the metrics of the measured frames, and passes each small frame to
/// `sink` (may be null). A frame is measured with motion against the frame just before it.
///
/// Dense: all frames 0, 1, 2 ... of the range are decoded; 1, 1 + every, 1 + 2 every ... are measured.
/// Bursts: `samples` pairs of neighboring frames are read in short runs at key frames that are spread evenly
/// over the range; all frames of a run but the first are measured. A source without an index of key frames,
/// or with so few that more than a third of the range would be skipped, is read densely, with `every` such
/// that about `samples` frames are measured. A camera stops after `samples`. A range of one frame is measured
/// without motion (frames_measured is 0).
///
/// If the source can seek it is read from the range's start, else from its current position. Ends given as
/// times are exact to the frame. Ends given as frame numbers are found by counting frames, or from the frame
/// rate if all key frames lie on whole frames of it. With several threads, bursts and the parts of a long
/// dense pass of every frame are read by one clone of the source per thread; the result has the same bits for
/// any number of threads. Bursts of frames of 1760 px and more (long side) are decoded without the codec's
/// deblocking filter, which changes their metrics by under 3 %. Progress counts frames.
///
/// Throws Error (nothing decodes, empty range), Canceled, TimedOut, std::invalid_argument (options).
MetricRecord measure(FrameSource& source, const MeasureOptions& options = {}, FrameSink* sink = nullptr);

/// The approximate number of frames of a range, and the length of its timeline's steps, from what the video's
/// headers say.
std::optional<std::int64_t> estimated_frames(const SamplingOptions& range, const VideoInfo& info);
double timeline_step_s(const SamplingOptions& range, const VideoInfo& info);

}  // namespace smartcrop
