#include "common/analysis_outputs.hpp"

#include "common/analysis_csv.hpp"
#include "common/app.hpp"
#include "common/text_file.hpp"

namespace smartcrop::app {

void add_analysis_outputs(po::options_description& description, AnalysisOutputs& outputs) {
  auto add = description.add_options();
  add("json", po::value(&outputs.json)->value_name("FILE"), "analysis document (JSON)");
  add("csv", po::value(&outputs.csv)->value_name("FILE"),
      "metrics and scores, one row per window position (CSV)");
  add("plan", po::value(&outputs.plan)->value_name("FILE"), "crop plan (JSON), for smartcrop-crop --plan");
}

void require_one_aspect(const std::string& option, const std::string& file, std::size_t aspects) {
  if (!file.empty() && aspects > 1) {
    throw UsageError("--" + option + " takes one aspect ratio, not " + std::to_string(aspects) +
                     "; use --json, or analyze one aspect ratio");
  }
}

void require_one_aspect(const AnalysisOutputs& outputs, std::size_t aspects) {
  require_one_aspect("csv", outputs.csv, aspects);
  require_one_aspect("plan", outputs.plan, aspects);
}

void write_analysis_outputs(const AnalysisOutputs& outputs, const AnalysisDocument& analysis,
                            const CropPlan& plan, const CandidateOptions& candidates) {
  const std::string& video = analysis.video.path;
  if (!outputs.json.empty()) write_text(outputs.json, write_analysis(analysis), video);
  if (!outputs.csv.empty())
    write_text(outputs.csv, positions_csv(analysis.aspects.front(), candidates), video);
  if (!outputs.plan.empty()) write_text(outputs.plan, write_crop_plan(plan), video);
}

}  // namespace smartcrop::app
