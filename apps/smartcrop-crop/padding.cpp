#include "padding.hpp"

#include <numeric>

#include "common/analysis_options.hpp"
#include "layout_notes.hpp"

namespace smartcrop::app {
namespace {

using Choice = PaddingOptions::Choice;

}  // namespace

void add_padding_options(po::options_description& description, PaddingOptions& padding) {
  auto add = description.add_options();
  add("pad",
      parsed_value(padding.choice, one_of<Choice>("pad", {{"none", Choice::none},
                                                          {"blur", Choice::blur},
                                                          {"color", Choice::color},
                                                          {"auto", Choice::automatic}}))
          ->value_name("MODE")
          ->default_value("none"),
      "padding: none, blur or color (whole picture on that background), auto (blur, only in shots whose "
      "subject does not fit into a window)");
  add("pad-color",
      parsed_value(padding.color, [](const std::string& text) { return parse_color(text); })
          ->value_name("#RRGGBB"),
      "background color of --pad color (default black)");
}

void apply_padding(CropPlan& plan, const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                   const PaddingOptions& padding, bool trim_borders, const CommonOptions& common) {
  std::vector<std::size_t> shots = shots_not_held(plan);
  if (padding.choice == Choice::none) {
    if (aspect.path.empty()) return;  // a fixed window cannot hold a subject that moves far
    for (const std::size_t i : shots) {
      note(common, analysis.video.path + ": " + shot_name(plan, i) + ": the subject does not fit into a " +
                       to_string(aspect.aspect) + " window; --pad auto shows the whole picture");
    }
    return;
  }
  if (padding.choice != Choice::automatic) {
    shots.resize(plan.shots.size());
    std::iota(shots.begin(), shots.end(), 0);
  }
  Background background;
  if (padding.choice == Choice::color || padding.color) {
    background = {Background::Fill::color, padding.color.value_or(std::array<std::uint8_t, 3>{})};
  }
  pad_shots(plan, analysis, shots, trim_borders, background);
}

}  // namespace smartcrop::app
