#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace smartcrop {

/// The metrics over time: sums over whole frames in steps of equal length. Step k covers [k, k + 1) * step_s
/// since the video's first frame. Sums are whole numbers, so the timelines of parts of a video add up to the
/// timeline of the whole, in any order. Steps in which nothing was measured take no memory.
class MetricTimeline {
 public:
  /// `step_s`: above 0, else std::invalid_argument.
  explicit MetricTimeline(double step_s = 1);

  double step_s() const { return step_s_; }

  /// Adds a measured frame. `sums`: what Field::add() returned for it.
  void add(const FramePair& pair, const FrameSums& sums);
  /// Throws std::invalid_argument if the steps differ in length.
  MetricTimeline& operator+=(const MetricTimeline& other);
  /// The same in steps that are `factor` times as long. Throws std::invalid_argument for a factor below 1.
  MetricTimeline coarsened(int factor) const;

  /// The sums of one step, indexed by Metric.
  struct Bin {
    FrameSums sum{};
    std::array<std::int64_t, kMetricCount> cells{};  ///< number of cells summed
    bool operator==(const Bin&) const = default;
  };
  /// By index of the step; only steps with a measured frame.
  const std::map<std::int64_t, Bin>& bins() const { return bins_; }
  void add(std::int64_t index, const Bin& added);

  /// Mean over the frames of a step and their cells, in codes; nullopt for motion if no frame had a previous
  /// one.
  struct Step {
    std::int64_t index = 0;
    std::array<std::optional<double>, kMetricCount> mean;
  };
  /// The steps with a measured frame, in order.
  std::vector<Step> steps() const;

 private:
  double step_s_;
  std::map<std::int64_t, Bin> bins_;
};

/// Length of a timeline's steps, s, for a range of `range_s` seconds: 0.25 up to 30 s, 1 up to an hour, 10
/// beyond, 1 if the length is unknown. A short clip then has about a hundred steps to draw, and a film about
/// a thousand to store.
double timeline_step_s(std::optional<double> range_s);

/// The shortest step; the others are whole multiples of it.
inline constexpr double kFinestStep_s = 0.25;

}  // namespace smartcrop
