#pragma once

#include "common/app.hpp"
#include "common/program_options.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

/// Which shots are shown whole, and before what.
struct PaddingOptions {
  enum class Choice { none, blur, color, automatic } choice = Choice::none;
  std::optional<std::array<std::uint8_t, 3>> color;
};

/// Adds --pad and --pad-color.
void add_padding_options(po::options_description& description, PaddingOptions& padding);

/// Pads the shots of a plan of one aspect ratio as asked for. Tells of shots that no window holds where
/// padding was not asked for.
void apply_padding(CropPlan& plan, const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                   const PaddingOptions& padding, bool trim_borders, const CommonOptions& common);

}  // namespace smartcrop::app
