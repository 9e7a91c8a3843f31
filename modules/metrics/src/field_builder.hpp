#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "smartcrop/metrics/field.hpp"
#include "smartcrop/metrics/metric_timeline.hpp"

namespace smartcrop::internal {

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
  void add(FramePair pair);
  void flush();

  Field field_;
  MetricTimeline timeline_;
  int workers_;
  std::vector<FramePair> batch_;
  std::int64_t pairs_ = 0;
  double seconds_ = 0;
};

}  // namespace smartcrop::internal
