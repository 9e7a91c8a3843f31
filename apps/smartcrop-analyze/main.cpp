// smartcrop-analyze INPUT: measures a video and proposes crop windows.

#include <iostream>

#include "common/analysis_csv.hpp"
#include "common/analysis_options.hpp"
#include "common/analysis_outputs.hpp"
#include "common/part_options.hpp"
#include "common/safe_zone.hpp"
#include "common/speed_options.hpp"
#include "common/table.hpp"
#include "common/text_file.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace smartcrop::app {
namespace {

struct Outputs {
  AnalysisOutputs common;
  std::string windows, field;

  bool none() const { return common.none() && windows.empty(); }
};

/// Throws UsageError for options whose parts cannot be merged.
void check_part(AnalyzeOptions& options, const Outputs& outputs, const SpeedChoice& speed,
                const po::variables_map& given) {
  SamplingOptions& sampling = options.measure.sampling;
  if (!outputs.none())
    throw UsageError("--field cannot be combined with other outputs; smartcrop-merge writes them");
  if (options.mode != WindowMode::fixed)
    throw UsageError("--field needs --mode static; a moving window needs all frames in order");
  if (sampling.mode == SamplingMode::bursts && !given["sampling"].defaulted())
    throw UsageError(
        "--field needs --sampling dense; bursts of a part differ from bursts of the whole video");
  if (sampling.every != 1 || sampling.reference_frames_only)
    throw UsageError("--field measures every frame; leave out --every and --reference-frames");
  if (speed.needs_scenes())
    throw UsageError("--field stores no scenes; leave out --speed-up and --scene-speed");
  sampling.mode = SamplingMode::dense;
}

void write_field(const std::string& path, const SpooledInput& input, const CommonOptions& common,
                 const AnalyzeOptions& options, const po::variables_map& given) {
  AnalysisPart part{part_options(given), run_gathering(input, common, options)};
  part.options["sampling"] = {"dense"};
  write_text(path, write_part(part), input.name());
}

/// The analysis, and one plan per aspect ratio.
struct Found {
  AnalysisDocument analysis;
  std::vector<CropPlan> plans;
};

Found find(const SpooledInput& input, const CommonOptions& common, const AnalyzeOptions& options,
           const SpeedChoice& speed) {
  Found found;
  std::optional<SceneRecord> scenes;
  if (speed.needs_scenes()) {
    AnalysisWithScenes both = run_analysis_with_scenes(input, common, options);
    found.analysis = std::move(both.document);
    scenes = std::move(both.scenes);
  } else {
    found.analysis = run_analysis(input, common, options);
  }
  for (const AspectAnalysis& aspect : found.analysis.aspects) {
    CropPlan& plan = found.plans.emplace_back(best_plan(found.analysis, aspect));
    if (scenes)
      apply_speeds(plan, *scenes, leading_metric(options, aspect.candidates.front().strategy), speed);
    tell_covered_faces(input.name(), found.analysis, plan, options, common);
  }
  return found;
}

std::string tables(const Found& found) {
  std::string text = candidate_table(found.analysis);
  for (std::size_t i = 0; i < found.plans.size(); ++i) {
    const CropPlan& plan = found.plans[i];
    if (plan.scenes.empty()) continue;
    text += "\n" + to_string(found.analysis.aspects[i].aspect) + ", scenes\n" +
            scene_table(plan, end_of_source(found.analysis.video, plan));
  }
  return text;
}

int main(int argc, char** argv) {
  AnalyzeOptions options;
  SpeedChoice speed;
  Outputs outputs;
  std::string input;
  App app{.name = "smartcrop-analyze",
          .summary = "measures a video and proposes crop windows",
          .usage = "INPUT [options]",
          .examples = {"smartcrop-analyze talk.mp4                        # table of the best windows",
                       "smartcrop-analyze talk.mp4 --aspect 9:16 --json - # analysis document on stdout",
                       "smartcrop-analyze talk.mp4 --mode dynamic --aspect 9:16 --windows talk.csv",
                       "smartcrop-analyze talk.mp4 --speed-up auto        # table of scenes and speeds",
                       "smartcrop-analyze talk.mp4 --grid 9x5 --csv talk.csv --strategy 'Motion Priority'"},
          .options = po::options_description(),
          .positional = {"input"},
          .arguments = po::options_description()};
  po::options_description files("Output files (- = stdout)");
  add_analysis_outputs(files, outputs.common);
  auto add = files.add_options();
  add("windows", po::value(&outputs.windows)->value_name("FILE"),
      "window of every source frame (CSV: frame,time,x,y,w,h and, for a second window, x2,y2,w2,h2)");
  add("field", po::value(&outputs.field)->value_name("FILE"),
      "measurements of every frame from --start to --end, for smartcrop-merge; --mode static only");
  app.options.add(files).add(speed_description(speed)).add(analysis_description(options));
  app.arguments.add_options()("input", po::value(&input));

  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map& given) {
    if (input.empty()) throw UsageError("no input video; usage: smartcrop-analyze INPUT");
    complete_aspects(options, given);
    require_one_aspect(outputs.common, options.aspects.size());
    require_one_aspect("windows", outputs.windows, options.aspects.size());
    check_speeds(speed, given);
    if (!outputs.field.empty()) {
      check_part(options, outputs, speed, given);
      return write_field(outputs.field, SpooledInput(input, common), common, options, given);
    }

    const SpooledInput video(input, common);
    const Found found = find(video, common, options, speed);
    const CropPlan& plan = found.plans.front();
    write_analysis_outputs(outputs.common, found.analysis, plan, options.candidates);
    if (!outputs.windows.empty())
      write_text(outputs.windows, windows_csv(plan, frame_times(video.path(), source_options(common))),
                 input);
    if (outputs.none()) std::cout << tables(found);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
