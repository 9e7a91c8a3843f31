#pragma once

#include <string>

#include "common/program_options.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::app {

/// Output files of an analysis. Empty = not wanted, "-" = stdout.
struct AnalysisOutputs {
  std::string json, csv, plan;

  bool none() const { return json.empty() && csv.empty() && plan.empty(); }
};

/// Adds the options --json, --csv and --plan, bound to `outputs`.
void add_analysis_outputs(po::options_description& description, AnalysisOutputs& outputs);

/// Throws UsageError if a `file` of --`option`, which holds one aspect ratio, is wanted for several.
void require_one_aspect(const std::string& option, const std::string& file, std::size_t aspects);
/// The same for all of `outputs`.
void require_one_aspect(const AnalysisOutputs& outputs, std::size_t aspects);

/// Writes the wanted files. `plan` is the plan of the first aspect ratio; `candidates` names the strategies
/// in the CSV. Throws Error, ClosedPipe.
void write_analysis_outputs(const AnalysisOutputs& outputs, const AnalysisDocument& analysis,
                            const CropPlan& plan, const CandidateOptions& candidates);

}  // namespace smartcrop::app
