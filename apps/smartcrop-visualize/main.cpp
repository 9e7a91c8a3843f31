// smartcrop-visualize INPUT: shows an analysis as a report page, pictures and charts.

#include <filesystem>
#include <iostream>

#include "common/analysis_options.hpp"
#include "common/spooled_input.hpp"
#include "common/text_file.hpp"
#include "smartcrop-visualize/options.hpp"
#include "smartcrop-visualize/output_folder.hpp"
#include "smartcrop-visualize/outputs.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/render/ffmpeg_command.hpp"

namespace smartcrop::app {
namespace {

/// The given analysis, or a new one, with `scenes` if the options need them.
AnalysisDocument analysis_of(const VisualizeOptions& options, const CommonOptions& common,
                             std::optional<SceneRecord>& scenes) {
  if (options.analysis.empty() && options.plan.empty() && options.speed.needs_scenes()) {
    AnalysisWithScenes both = run_analysis_with_scenes(*options.source, common, options.analyze);
    scenes = std::move(both.scenes);
    return std::move(both.document);
  }
  if (options.analysis.empty()) return run_analysis(*options.source, common, options.analyze);
  AnalysisDocument analysis = read_analysis(read_text(options.analysis), options.analysis);
  const VideoInfo video = probe(options.source->path());
  if (video.size != analysis.video.size) {
    throw Error(options.analysis + ": was made from a video of " + size_text(analysis.video.size) + ", " +
                options.input + " is " + size_text(video.size) + "; analyze this one");
  }
  return analysis;
}

CropPlan plan_of(const VisualizeOptions& options, const AnalysisDocument& analysis,
                 const std::optional<SceneRecord>& scenes) {
  if (options.plan.empty()) {
    const AspectAnalysis& aspect = analysis.aspects.front();
    CropPlan plan = best_plan(analysis, aspect);
    if (scenes) {
      apply_speeds(plan, *scenes, leading_metric(options.analyze, aspect.candidates.front().strategy),
                   options.speed);
    }
    return plan;
  }
  CropPlan plan = read_crop_plan(read_text(options.plan), options.plan);
  if (plan.source_size != analysis.video.size) {
    throw Error(options.plan + ": was made for a source of " + size_text(plan.source_size) + ", " +
                options.input + " is " + size_text(analysis.video.size) + "; make a plan of this video");
  }
  change_speeds(plan, options.plan, end_of_source(analysis.video, plan), options.speed);
  return plan;
}

void visualize(VisualizeOptions& options, const CommonOptions& common) {
  std::error_code ignored;
  if (!std::filesystem::exists(options.input, ignored))
    open_source(options.input);  // says what is wrong with it
  OutputFolder folder(options.output, output_names(options), options.force);
  const SpooledInput source(options.input, common);
  options.source = &source;
  std::optional<SceneRecord> scenes;
  const AnalysisDocument analysis = analysis_of(options, common, scenes);
  const CropPlan plan = plan_of(options, analysis, scenes);
  write_outputs(folder, options, common, analysis, plan);
  interrupt().throw_if_canceled();
  for (const std::string& path : folder.commit()) std::cout << path << "\n";
}

int main(int argc, char** argv) {
  VisualizeOptions options;
  App app{
      .name = "smartcrop-visualize",
      .summary = "shows an analysis as a report page, pictures and charts",
      .usage = "INPUT [options]",
      .examples = {"smartcrop-visualize talk.mp4                      # talk.visualize/report.html",
                   "smartcrop-visualize talk.mp4 --mode dynamic --aspect 9:16 --video --report",
                   "smartcrop-visualize talk.mp4 --heatmap motion --heatmap importance --output pictures",
                   "smartcrop-visualize talk.mp4 --analysis talk.json --plot # uses an existing analysis"},
      .options = po::options_description(),
      .positional = {"input"},
      .arguments = po::options_description()};
  const po::options_description speed = speed_description(options.speed),
                                analysis = analysis_description(options.analyze);
  po::options_description crop_options;
  crop_options.add(speed).add(analysis);
  app.options.add(visualize_description(options)).add(speed).add(analysis);
  app.arguments.add_options()("input", po::value(&options.input));
  for (int i = 1; i < argc; ++i) options.arguments += " " + shell_quoted(argv[i]);
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map& given) {
    complete_aspects(options.analyze, given);
    complete(options, crop_options, given);
    visualize(options, common);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
