#pragma once

#include <string>
#include <vector>

#include "smartcrop/grid/analysis_grid.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

struct AnalyzeOptions {
  std::vector<AspectRatio> aspects{{1, 1}};  ///< at least one; one decode serves all
  double scale = 0.75;  ///< crop size relative to the largest that fits, 0 < scale <= 1. 0.75 as in the Python ancestor.
  GridShape grid;
  MeasureOptions measure;
  CandidateOptions candidates;

  std::vector<std::string> problems() const;
};

/// The whole analysis: sample, measure, sum, lay the grid, score, select. One decode of the sampled frames.
/// Throws what measure() and select_candidates() throw.
AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options = {});

/// The plan that crops the analysed range to one candidate. `output_size` empty = the candidate's own size.
CropPlan plan_from(const AnalysisDocument& analysis, const Candidate& candidate, cv::Size output_size = {});

}  // namespace smartcrop
