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
  int threads = 0;  ///< measuring and decoding together; 0 = all cores, 1 = sequential
  ProgressCallback progress;
  /// Steps of the timeline, s, above 0; none = as timeline_step_s() says for the range.
  std::optional<double> timeline_step_s;
  CancellationToken cancellation;

  std::vector<std::string> problems() const;
};

/// A field and how it came about.
struct MetricRecord {
  Field field;
  SamplingMode mode =
      SamplingMode::bursts;  ///< as done: dense where bursts were asked for but the source has no index
  std::int64_t frames_decoded = 0;   ///< frames taken from the source
  std::int64_t frames_measured = 0;  ///< frames with all metrics, motion included
  double evenness = 1;               ///< of the bursts over the range, see BurstPlan; 1 for dense
  double decode_s = 0;               ///< wall time spent waiting for frames, mean of the workers
  double metrics_s = 0;              ///< wall time spent shrinking and measuring, mean of the workers
  DecodeReport decoding = {};
  MetricTimeline timeline = MetricTimeline();  ///< of the frames measured, over the range
  std::optional<Time> last_frame = {};  ///< of the range, where all its frames were read one after the other
  bool has_reached_end = false;         ///< the video ends with last_frame
};

/// Whether cells are so wide (6 px) that they average away what a deblocking filter does to the edges of 4
/// and 8 px blocks: the metrics of 1080p video change by under 3 % without it.
bool hides_block_edges(const MapGeometry& geometry);

/// Reads a range of a video, sums the metrics of the frames it measures, and passes each small frame to
/// `sink` (may be null). A frame is measured with motion against the frame just before it.
///
/// Dense: all frames 0, 1, 2 ... of the range are decoded; 1, 1 + every, 1 + 2 every ... are measured.
/// Bursts: `samples` short runs of neighboring frames are read at key frames spread evenly over the range;
/// all frames of a run but the first are measured. A source without an index of key frames, or with so few
/// that more than a third of the range would be skipped, is read densely instead, with `every` such that
/// about `samples` frames are measured. A camera without an end stops after `samples`. A range of one frame
/// is measured without motion (frames_measured is 0).
///
/// The source is read from the range's start where it can seek, else from where it stands. Ends that are
/// times hold to the frame; ends that are frame numbers are found by counting frames, or by the frame rate
/// where all key frames lie on whole frames of it. With several threads, bursts and the parts of a long dense
/// pass of every frame are read by one clone of the source per thread; the result has the same bits for any
/// number of threads. Bursts of frames of 1760 px and more (long side) are decoded without the codec's
/// deblocking filter, which changes their metrics by under 3 %. Progress counts frames.
///
/// Throws Error (nothing decodes, empty range), Canceled, TimedOut, std::invalid_argument (options).
MetricRecord measure(FrameSource& source, const MeasureOptions& options = {}, FrameSink* sink = nullptr);

/// About how many frames a range has, and how long the steps of its timeline are, as far as the video tells.
std::optional<std::int64_t> estimated_frames(const SamplingOptions& range, const VideoInfo& info);
double timeline_step_s(const SamplingOptions& range, const VideoInfo& info);

}  // namespace smartcrop
