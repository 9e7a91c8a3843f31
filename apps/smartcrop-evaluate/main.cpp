// smartcrop-evaluate DATASET: how well windows keep the subject of labeled clips.

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
  if (options.dataset.empty()) throw UsageError("which clips? Give their folder: smartcrop-evaluate DATASET");
  if (options.analyze.aspects.size() > 1)
    throw UsageError("an evaluation has one aspect ratio; give a single --aspect");
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
  options.analyze.scale = 1;
  App app{.name = "smartcrop-evaluate",
          .summary = "scores windows on labeled clips, beside the center crop and the best fixed window",
          .usage = "DATASET [options]",
          .examples =
              {"smartcrop-evaluate clips --aspect 9:16            # our moving window",
               "smartcrop-evaluate clips --mode static            # our fixed window",
               "smartcrop-evaluate clips --without color         # what the color model adds",
               "smartcrop-evaluate clips --windows-dir mine       # another method's windows, VIDEO.csv each",
               "smartcrop-evaluate clips --method dynamic --method static --windows-dir theirs=dir --plot "
               "all.png"},
          .options = po::options_description(),
          .positional = {"dataset"},
          .arguments = po::options_description()};
  po::options_description own("Evaluation");
  auto add = own.add_options();
  add("method", po::value(&options.methods)->value_name("NAME"),
      "repeatable: dynamic, static, without-faces, without-motion, without-saliency, without-contrast, "
      "without-color or without-prior; several are compared (default: as --mode says)");
  add("windows-dir", po::value(&options.windows_dirs)->value_name("[NAME=]DIR"),
      "repeatable: a method that is given by its windows, DIR/VIDEO.csv (frame,time,x,y,w,h)");
  add("json", po::value(&options.json)->value_name("FILE"),
      "the scores, with version and command line, as JSON (- = stdout)");
  add("csv", po::value(&options.csv)->value_name("FILE"), "a row for each method and clip (- = stdout)");
  add("plot", po::value(&options.plot)->value_name("FILE.png"), "the scores as a picture");
  app.options.add(own).add(analysis_description(options.analyze));
  app.arguments.add_options()("dataset", po::value(&options.dataset));
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map&) {
    run_evaluation(options, {argv, argv + argc}, common);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
