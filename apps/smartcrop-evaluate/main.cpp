// smartcrop-evaluate DATASET: scores crop windows on labeled clips.

#include <iostream>

#include "common/analysis_options.hpp"
#include "common/text_file.hpp"
#include "smartcrop-evaluate/results.hpp"

namespace smartcrop::app {
namespace {

struct EvaluateOptions {
  std::string dataset, json, csv, plot;
  std::vector<std::string> methods, windows_dirs;
  AnalyzeOptions analyze;
};

std::vector<Method> methods_of(const EvaluateOptions& options) {
  std::vector<Method> methods;
  for (const std::string& name : options.methods) methods.push_back(named_method(name, options.analyze));
  for (const std::string& text : options.windows_dirs) methods.push_back(windows_method(text));
  if (methods.empty())
    methods.push_back(
        {options.analyze.mode == WindowMode::moving ? "dynamic" : "static", options.analyze, ""});
  return methods;
}

void run_evaluation(const EvaluateOptions& options, std::vector<std::string> command,
                    const CommonOptions& common) {
  if (options.dataset.empty()) throw UsageError("no data set; usage: smartcrop-evaluate DATASET");
  if (options.analyze.aspects.size() > 1)
    throw UsageError("an evaluation takes one aspect ratio; give a single --aspect");
  Evaluation evaluation{options.dataset, options.analyze.aspects.front(), std::move(command), {}};
  const Dataset dataset = read_dataset(options.dataset, evaluation.aspect);
  for (const Method& method : methods_of(options))
    evaluation.results.push_back({method.name, evaluate(method, dataset, evaluation.aspect, common)});
  if (!options.json.empty()) write_text(options.json, json_of(evaluation), options.dataset);
  if (!options.csv.empty()) write_text(options.csv, csv_of(evaluation), options.dataset);
  if (!options.plot.empty()) write_plot(options.plot, evaluation);
  if (options.json != "-" && options.csv != "-") std::cout << table_of(evaluation);
}

int main(int argc, char** argv) {
  EvaluateOptions options;
  options.analyze.aspects = {{9, 16}};
  options.analyze.mode = WindowMode::moving;
  App app{.name = "smartcrop-evaluate",
          .summary = "scores crop windows on labeled clips",
          .usage = "DATASET [options]",
          .description = "The table has the center crop and the best fixed window, too.",
          .examples =
              {"smartcrop-evaluate clips --aspect 9:16            # moving window",
               "smartcrop-evaluate clips --mode static            # fixed window",
               "smartcrop-evaluate clips --without color          # moving window without the color signal",
               "smartcrop-evaluate clips --windows-dir mine       # windows of another method",
               "smartcrop-evaluate clips --method dynamic --windows-dir theirs=dir --plot all.png"},
          .options = po::options_description(),
          .positional = {"dataset"},
          .arguments = po::options_description()};
  po::options_description own("Evaluation");
  auto add = own.add_options();
  add("method", po::value(&options.methods)->value_name("NAME"),
      "method to score; repeatable: dynamic, static, faces-only, without-subjects, without-SIGNAL as in "
      "--without (default: as --mode)");
  add("windows-dir", po::value(&options.windows_dirs)->value_name("[NAME=]DIR"),
      "score the windows in DIR/VIDEO.csv (frame,time,x,y,w,h); repeatable");
  add("json", po::value(&options.json)->value_name("FILE"),
      "write scores, version and command line as JSON (- = stdout)");
  add("csv", po::value(&options.csv)->value_name("FILE"), "write one row per method and clip (- = stdout)");
  add("plot", po::value(&options.plot)->value_name("FILE.png"), "write a chart of the scores");
  app.options.add(own).add(analysis_description(options.analyze));
  app.arguments.add_options()("dataset", po::value(&options.dataset));
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map& given) {
    complete_aspects(options.analyze, given);
    run_evaluation(options, {argv, argv + argc}, common);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
