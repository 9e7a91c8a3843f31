#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/metrics/field.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/sampler.hpp"

namespace smartcrop {

struct MeasureOptions {
  SamplingOptions sampling;
  int threads = 0;  ///< measuring and decoding together; 0 = all cores, 1 = sequential
  ProgressCallback progress;
  CancellationToken cancellation;

  std::vector<std::string> problems() const;
};

/// A field and how it came about.
struct Measurement {
  Field field;
  SamplingMode mode = SamplingMode::bursts;  ///< as done: dense where bursts were asked for but the source has no index
  std::int64_t frames_decoded = 0;           ///< frames taken from the source
  std::int64_t frames_measured = 0;          ///< frames with all metrics, motion included
  double evenness = 1;                       ///< of the bursts over the range, see BurstPlan; 1 for dense
  double decode_s = 0;                       ///< wall time spent waiting for frames
  double metrics_s = 0;                      ///< wall time spent shrinking and measuring
  DecodeReport decoding;
};

/// Samples the source and sums what is measured. The same bits for any number of threads.
/// In a run of neighbouring frames, every frame but the first is measured (with motion); a video of one frame is
/// measured without motion. Progress counts frames.
/// Throws Error (nothing decodes, empty range), Cancelled, std::invalid_argument (options).
Measurement measure(FrameSource& source, const MeasureOptions& options = {});

/// The metrics of crop windows of one size: measure(), then one query per position. Results are in the order of the
/// positions (top left corners, displayed px). No positions: nothing is read, nothing returned.
std::vector<MetricValues> measure_positions(FrameSource& source, std::span<const cv::Point> positions,
                                            cv::Size crop, const MeasureOptions& options = {});

}  // namespace smartcrop
