// smartcrop-merge PART...: merges the parts that smartcrop-analyze --field wrote into one analysis.

#include <filesystem>
#include <iostream>

#include "common/analysis_csv.hpp"
#include "common/app.hpp"
#include "common/part_options.hpp"
#include "common/table.hpp"
#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

struct Outputs {
  std::string json, csv, plan;
};

void check_outputs(const Outputs& outputs, const std::vector<std::string>& parts) {
  for (const std::string& output : {outputs.json, outputs.csv, outputs.plan}) {
    for (const std::string& part : parts) {
      std::error_code ignored;
      if (!output.empty() && std::filesystem::equivalent(output, part, ignored))
        throw UsageError(output + ": is one of the parts; choose another output name");
    }
  }
}

void require_one_aspect(const std::string& option, const std::string& file, const AnalyzeOptions& options) {
  if (!file.empty() && options.aspects.size() > 1)
    throw UsageError("--" + option + " takes one aspect ratio and the parts have several; use --json");
}

struct Parts {
  std::vector<NamedRecord> records;
  AnalyzeOptions options;
};

Parts read_parts(const std::vector<std::string>& paths) {
  Parts parts;
  OptionTexts options;
  for (const std::string& path : paths) {
    interrupt().throw_if_canceled();
    AnalysisPart part = read_part(read_text(path), path);
    if (parts.records.empty()) {
      options = part.options;
      parts.options = read_part_options(options, path);
    } else if (const std::string name = differing_option(options, part.options); !name.empty()) {
      throw Error(paths.front() + " and " + path + ": differ in --" + name +
                  "; analyze all parts with the same options");
    }
    parts.records.push_back({path, std::move(part.record)});
  }
  return parts;
}

int main(int argc, char** argv) {
  Outputs outputs;
  std::vector<std::string> paths;
  App app{.name = "smartcrop-merge",
          .summary = "merges the parts of an analysis; the result equals that of the whole video",
          .usage = "PART... [options]",
          .examples = {"smartcrop-analyze film.mp4 --end 600 --field a.part    # on any machine",
                       "smartcrop-analyze film.mp4 --start 600 --field b.part",
                       "smartcrop-merge a.part b.part --plan film.json         # in any order"},
          .options = po::options_description(),
          .positional = {"part"},
          .arguments = po::options_description()};
  po::options_description files("Output files (- = stdout)");
  auto add = files.add_options();
  add("json", po::value(&outputs.json)->value_name("FILE"), "analysis document (JSON)");
  add("csv", po::value(&outputs.csv)->value_name("FILE"),
      "metrics and scores, one row per window position (CSV)");
  add("plan", po::value(&outputs.plan)->value_name("FILE"), "crop plan (JSON), for smartcrop-crop --plan");
  app.options.add(files);
  app.arguments.add_options()("part", po::value(&paths)->multitoken());

  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map&) {
    if (paths.empty()) throw UsageError("no parts; usage: smartcrop-merge PART...");
    check_outputs(outputs, paths);
    Parts parts = read_parts(paths);
    AnalyzeOptions& options = parts.options;
    options.measure.threads = common.threads;
    require_one_aspect("csv", outputs.csv, options);
    require_one_aspect("plan", outputs.plan, options);
    const AnalysisDocument analysis = conclude(merge(std::move(parts.records), options), options);
    const AspectAnalysis& first = analysis.aspects.front();
    const std::string& video = analysis.video.path;
    if (!outputs.json.empty()) write_text(outputs.json, write_analysis(analysis), video);
    if (!outputs.csv.empty()) write_text(outputs.csv, positions_csv(first, options.candidates), video);
    if (!outputs.plan.empty()) write_text(outputs.plan, write_crop_plan(best_plan(analysis, first)), video);
    if (outputs.json.empty() && outputs.csv.empty() && outputs.plan.empty())
      std::cout << candidate_table(analysis);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
