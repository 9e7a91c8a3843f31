// smartcrop-merge PART...: merges the parts that smartcrop-analyze --field wrote into one analysis.

#include <filesystem>
#include <iostream>

#include "common/analysis_outputs.hpp"
#include "common/app.hpp"
#include "common/part_options.hpp"
#include "common/table.hpp"
#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

void check_outputs(const AnalysisOutputs& outputs, const std::vector<std::string>& parts) {
  for (const std::string& output : {outputs.json, outputs.csv, outputs.plan}) {
    for (const std::string& part : parts) {
      std::error_code ignored;
      if (!output.empty() && std::filesystem::equivalent(output, part, ignored))
        throw UsageError(output + ": is one of the parts; choose another output name");
    }
  }
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
  AnalysisOutputs outputs;
  std::vector<std::string> paths;
  App app{.name = "smartcrop-merge",
          .summary = "merges analyses of the parts of a video",
          .usage = "PART... [options]",
          .description = "The result equals the analysis of the whole video.",
          .examples = {"smartcrop-analyze film.mp4 --end 600 --field a.part    # on any machine",
                       "smartcrop-analyze film.mp4 --start 600 --field b.part",
                       "smartcrop-merge a.part b.part --plan film.json         # in any order"},
          .options = po::options_description(),
          .positional = {"part"},
          .arguments = po::options_description()};
  po::options_description files("Output files (- = stdout)");
  add_analysis_outputs(files, outputs);
  app.options.add(files);
  app.arguments.add_options()("part", po::value(&paths)->multitoken());

  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map&) {
    if (paths.empty()) throw UsageError("no parts; usage: smartcrop-merge PART...");
    check_outputs(outputs, paths);
    Parts parts = read_parts(paths);
    AnalyzeOptions& options = parts.options;
    options.measure.threads = common.threads;
    require_one_aspect(outputs, options.aspects.size());
    const AnalysisDocument analysis = conclude(merge(std::move(parts.records), options), options);
    write_analysis_outputs(outputs, analysis, best_plan(analysis, analysis.aspects.front()),
                           options.candidates);
    if (outputs.none()) std::cout << candidate_table(analysis);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
