#pragma once

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/importance/importance_options.hpp"

namespace smartcrop::internal {

/// Pairs of this level and above are compared: half a second and more apart.
int compared_level(double fps);

/// Compares sampled frames of a range with each other, far apart as they are: edges that stay while the
/// picture changes belong to graphics fixed on the screen, or to insets.
class SampleComparison {
 public:
  SampleComparison(const ImportanceOptions& options, const GridGeometry& grid, double fps);

  /// In order of time. Does nothing for samples without luma.
  void add(const SampledSignals& sampled);
  /// Moves the comparisons into the signals.
  void take(ShotSignals& signals);

 private:
  GridGeometry grid_;
  double fps_;
  std::optional<StayedEdgeRecorder> stayed_;  ///< none if screen graphics are not used
  EdgeComparisonRecorder lines_;
  std::optional<Time> last_;
  std::vector<StayedEdges> edges_;
  std::vector<EdgeComparison> comparisons_;
};

}  // namespace smartcrop::internal
