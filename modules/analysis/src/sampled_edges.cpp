#include "sampled_edges.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {
namespace {

/// Frames are compared at this distance, s. Of frames farther apart, it is also how long the camera is known
/// to move as it does at the later one.
constexpr double kInterval_s = 0.5;

}  // namespace

int compared_level(double fps) {
  return std::max(0, static_cast<int>(std::ceil(std::log2(kInterval_s * fps))));
}

SampleComparison::SampleComparison(const ImportanceOptions& options, const GridGeometry& grid, double fps)
    : grid_(grid), fps_(fps) {
  if (options.use_motion && options.use_graphics) stayed_.emplace(grid);
}

void SampleComparison::add(const SampledSignals& sampled) {
  if (sampled.luma.empty()) return;
  const FrameSignals& frame = sampled.frame;
  SmallFrame small{frame.index, frame.time, grid_.map, {}, {}, {}};
  sampled.luma.convertTo(small.luma, CV_16U, 1 << kMapFractionBits);
  const double passed_s = last_ ? std::min(kInterval_s, (frame.time - *last_).value()) : 0;
  last_ = frame.time;
  if (stayed_)
    if (auto edges = stayed_->add(frame.index, frame.time, small.luma(grid_.covered_px()),
                                  sampled.camera_px * fps_ * passed_s))
      edges_.push_back(std::move(*edges));
  if (auto comparison = lines_.add(small)) comparisons_.push_back(std::move(*comparison));
}

void SampleComparison::take(ShotSignals& signals) {
  signals.edges = std::move(edges_);
  signals.edge_comparisons = std::move(comparisons_);
}

}  // namespace smartcrop::internal
