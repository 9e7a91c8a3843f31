#pragma once

#include <span>

#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/reframe/window_shares.hpp"

namespace smartcrop::internal {

/// Shares of the analyzed frames at their times.
struct TimedShares {
  std::vector<Time> times;
  std::vector<FrameShares> shares;
};

/// The means of the shares in each step of the timeline.
WindowCurves window_curves(std::span<const TimedShares> shots, const MetricCurves& timeline);

/// Adds the curves of fixed windows: of the first candidate of each aspect ratio.
void add_curves_of_candidates(AnalysisDocument& document, const ShotContents& contents);

}  // namespace smartcrop::internal
