#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/metrics/measure.hpp"

namespace smartcrop::internal {

/// The frames asked for: from `start` on (included), before `end`.
struct FrameRange {
  std::optional<TimePoint> start;
  std::optional<TimePoint> end;

  bool is_before(const Frame& frame) const;  ///< the frame lies before the range
  bool is_past(const Frame& frame) const;    ///< the frame lies behind the range, and so do all that follow
  bool counts_frames() const;  ///< one of the ends is a frame index, which only counting finds exactly

  std::string text() const;
};

/// About how many frames the range has; nullopt where the video's length or rate is unknown.
std::optional<std::int64_t> estimated_frames(const FrameRange& range, const VideoInfo& info);

/// Length of the timeline's steps for the range, see timeline_step_s().
double timeline_step_s(const FrameRange& range, const VideoInfo& info);

/// Seconds of wall time, added to `total_s` at the end of the scope.
class Stopwatch {
 public:
  explicit Stopwatch(double& total_s) : total_s_(total_s) {}
  ~Stopwatch() {
    total_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& total_s_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// Shrinks the frames it is given and adds them to its field in batches.
class FieldBuilder {
 public:
  FieldBuilder(const MapGeometry& geometry, int workers, double timeline_step_s)
      : field_(geometry), timeline_(timeline_step_s), workers_(workers) {}

  SmallFrame shrink(const Frame& frame);
  /// Measures `frame` with motion against `previous`, now or with the rest of its batch.
  void add(SmallFrame frame, SmallFrame previous);
  /// Measures all that except motion.
  void add_alone(SmallFrame frame);
  /// The field of everything added. The timeline is complete then, too.
  Field& finish();
  const MetricTimeline& timeline() const { return timeline_; }

  std::int64_t pairs() const { return pairs_; }
  double seconds() const { return seconds_; }

 private:
  void add(Sample sample);
  void flush();

  Field field_;
  MetricTimeline timeline_;
  int workers_;
  std::vector<Sample> batch_;
  std::int64_t pairs_ = 0;
  double seconds_ = 0;
};

/// Stretches of neighboring frames, in order, each from a key frame.
struct Stretches {
  std::vector<Burst> bursts;
  bool whole = false;   ///< each is read up to the beginning of the next, whatever its `frames` says
  bool deblock = true;  ///< see CloneOptions
};

/// Reads the stretches, each worker with its own clone of the source; a damaged place is left out. nullopt
/// where nothing could be read that way. Whole stretches must be without damage and join: the frame that ends
/// one is, bit for bit, what the next begins with; nullopt otherwise. The same bits for any number of
/// workers.
std::optional<MetricRecord> measure_stretches(FrameSource& source, const FrameRange& range,
                                              const Stretches& stretches, ProgressTracker& progress,
                                              const MeasureOptions& options);

/// Reads all frames of the range and measures every n-th. `limit`: stop after so many. Every frame of a long
/// range is read in whole stretches where the source can, so that each worker decodes on its own.
MetricRecord measure_dense(FrameSource& source, const FrameRange& range, int every,
                           std::optional<std::int64_t> limit, const MeasureOptions& options);

/// The bursts worth reading instead of the whole range, or nullopt where reading all of it is the only even
/// way: no key frames known, or so few that over a third of the range would not be looked at. Resolves the
/// range's ends to times.
std::optional<BurstPlan> choose_bursts(const FrameSource& source, FrameRange& range, int samples);

/// Reads the bursts as stretches. nullopt where nothing could be read that way.
std::optional<MetricRecord> measure_bursts(FrameSource& source, const FrameRange& range,
                                           const BurstPlan& plan, const MeasureOptions& options);

}  // namespace smartcrop::internal
