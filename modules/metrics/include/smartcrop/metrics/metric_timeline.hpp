#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace smartcrop {

/// The metrics over time: whole frames summed into steps of equal length, step k of [k, k + 1) * step_s since
/// the video's first frame. Sums are whole numbers, so that the timelines of parts of a video add up to that
/// of the whole in any order. Steps in which nothing was measured take no memory.
class MetricTimeline {
 public:
  /// `step_s` above 0; std::invalid_argument otherwise.
  explicit MetricTimeline(double step_s = 1);

  double step_s() const { return step_s_; }

  /// A measured frame and what Field::add returned for it.
  void add(const FramePair& pair, const FrameSums& sums);
  /// Throws std::invalid_argument where the steps differ in length.
  MetricTimeline& operator+=(const MetricTimeline& other);
  /// The same in steps `factor` times as long; std::invalid_argument for a factor below 1.
  MetricTimeline coarsened(int factor) const;

  /// What was summed in one step, by Metric.
  struct Bin {
    FrameSums sum{};
    std::array<std::int64_t, kMetricCount> cells{};  ///< how many were summed
    bool operator==(const Bin&) const = default;
  };
  /// By index of the step; only those that hold a measured frame.
  const std::map<std::int64_t, Bin>& bins() const { return bins_; }
  void add(std::int64_t index, const Bin& added);

  /// Mean over the frame and over the frames of a step, in codes; of motion nullopt where no frame had one
  /// before it.
  struct Step {
    std::int64_t index = 0;
    std::array<std::optional<double>, kMetricCount> mean;
  };
  /// The steps that hold a measured frame, in order.
  std::vector<Step> steps() const;

 private:
  double step_s_;
  std::map<std::int64_t, Bin> bins_;
};

/// The length of a timeline's steps for a range of so many seconds: a quarter of a second up to 30 s, one
/// second up to an hour, ten beyond, so that a picture of it has some hundred steps to show and a film some
/// thousand to keep. Unknown length: 1.
double timeline_step_s(std::optional<double> range_s);

/// The shortest of these; all are whole multiples of it.
inline constexpr double kFinestStep_s = 0.25;

}  // namespace smartcrop
