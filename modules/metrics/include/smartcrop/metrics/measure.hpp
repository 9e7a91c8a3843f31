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

/// Samples the source from its start (where it can seek; else from where it stands) and sums what is
/// measured. The same bits for any number of threads. Dense: of the frames 0, 1, 2 ... of the range, 1, 1 +
/// n, 1 + 2n ... are measured, each with motion against the frame just before it; all are decoded. Bursts: in
/// each run of neighboring frames, every frame but the first is measured; runs never measure a pair twice. A
/// range of one frame is measured without motion (frames_measured is then 0). Ends of the range that are
/// times hold to the frame. Frame indices are found by counting from the beginning (dense), or by the frame
/// rate where all key frames lie on whole frames of it (bursts; else dense is done). Bursts fall back to
/// dense, with n such that about `samples` pairs are measured, where the source has no index of key frames or
/// so few that over a third of the range would go unseen. From a camera without an end `samples` pairs are
/// measured. With several threads bursts, and the parts of a long dense pass of every frame, are read by
/// clones of the source, one to a worker. Bursts of frames of 1760 px and more (long side) are decoded
/// without the codec's deblocking filter, which changes their metrics by under 3 %. Progress counts frames.
/// Throws Error (nothing decodes, empty range), Canceled, std::invalid_argument (options).
MetricRecord measure(FrameSource& source, const MeasureOptions& options = {}, FrameSink* sink = nullptr);

/// About how many frames a range has, and how long the steps of its timeline are, as far as the video tells.
std::optional<std::int64_t> estimated_frames(const SamplingOptions& range, const VideoInfo& info);
double timeline_step_s(const SamplingOptions& range, const VideoInfo& info);

/// The metrics of crop windows of one size: measure(), then one query per position. Results are in the order
/// of the positions (top left corners, displayed px). No positions: nothing is read, nothing returned.
std::vector<MetricValues> measure_positions(FrameSource& source, std::span<const cv::Point> positions,
                                            cv::Size crop, const MeasureOptions& options = {});

}  // namespace smartcrop
