#pragma once

#include <string>
#include <vector>

#include "common/app.hpp"
#include "common/speed_options.hpp"
#include "common/spooled_input.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

struct VisualizeOptions {
  std::string input, analysis, plan, output;
  const SpooledInput* source = nullptr;  ///< the input, to be opened
  std::vector<std::size_t> heatmaps;     ///< indices into WindowMetrics
  bool contact_sheet = false, video = false, plot = false, report = false;
  bool force = false;
  AnalyzeOptions analyze;
  SpeedChoice speed;
  std::string arguments;           ///< command line, quoted for a shell
  std::string analysis_arguments;  ///< the part of it that concerns the analysis, without --aspect
};

/// The options of what to write, bound to `options`.
po::options_description visualize_description(VisualizeOptions& options);

/// Checks combinations of options and fills in defaults: --report if nothing is asked for, the output folder.
/// `analysis_options`: the options that smartcrop-crop takes too. Throws UsageError.
void complete(VisualizeOptions& options, const po::options_description& analysis_options,
              const po::variables_map& given);

}  // namespace smartcrop::app
