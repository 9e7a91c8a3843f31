#pragma once

#include "common/app.hpp"
#include "common/program_options.hpp"
#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop::app {

/// Which shots show the whole picture, and on which background.
struct PaddingOptions {
  enum class Choice { none, blur, color, automatic } choice = Choice::none;
  std::optional<std::array<std::uint8_t, 3>> color;
};

/// Adds --pad and --pad-color.
void add_padding_options(po::options_description& description, PaddingOptions& padding);

/// Pads the shots of a plan of one aspect ratio. Without padding, prints a note for each shot whose subject
/// does not fit into the window.
void apply_padding(CropPlan& plan, const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                   const PaddingOptions& padding, bool trim_borders, const CommonOptions& common);

}  // namespace smartcrop::app
