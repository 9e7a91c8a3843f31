#pragma once

#include <string>
#include <vector>

#include "common/app.hpp"
#include "common/speed_options.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

struct VisualizeOptions {
  std::string input, analysis, plan, output;
  std::vector<std::size_t> heatmaps;  ///< measures
  bool contact_sheet = false, video = false, plot = false, report = false;
  bool force = false;
  AnalyzeOptions analyze;
  SpeedChoice speed;
  std::string arguments;           ///< of the command that was run, quoted for a shell
  std::string analysis_arguments;  ///< those of the analysis alone, without --aspect
};

/// The options that say what is drawn of what, bound to `options`.
po::options_description visualize_description(VisualizeOptions& options);

/// Checks what the options cannot check one by one, and fills in what follows from them: the report where
/// nothing is asked for, the output folder. Throws UsageError.
/// `analysis_options`: those that a crop takes as well.
void complete(VisualizeOptions& options, const po::options_description& analysis_options,
              const po::variables_map& given);

}  // namespace smartcrop::app
