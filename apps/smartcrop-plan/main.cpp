// smartcrop-plan show|validate|export|import: looks at crop plans and exchanges them with editing programs.

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "common/app.hpp"
#include "common/text_file.hpp"
#include "smartcrop-plan/exchange.hpp"
#include "smartcrop-plan/show.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/plan_check.hpp"

namespace smartcrop::app {
namespace {

struct Arguments {
  std::vector<std::string> words;  ///< the verb, then files
  ExchangeOptions exchange;
};

/// All errors, one line each; Error with their number if there are any.
void validate(const std::vector<std::string>& files) {
  std::size_t bad = 0;
  for (const std::string& file : files) {
    const std::vector<PlanProblem> problems = check_crop_plan(read_text(file));
    for (const PlanProblem& problem : problems) {
      std::cout << file << ":" << problem.line << ": " << (problem.key.empty() ? "" : problem.key + ": ")
                << problem.text << "\n";
    }
    if (problems.empty()) std::cout << file << ": OK\n";
    bad += problems.empty() ? 0 : 1;
  }
  if (bad > 0) {
    throw Error(bad == 1 && files.size() == 1
                    ? files.front() + ": is not a valid plan"
                    : std::to_string(bad) + " of " + std::to_string(files.size()) + " plans are not valid");
  }
}

void run_verb(const CommonOptions& common, const Arguments& arguments) {
  constexpr std::array<std::string_view, 4> kVerbs{"show", "validate", "export", "import"};
  const std::string verb = arguments.words.empty() ? "" : arguments.words.front();
  if (std::ranges::find(kVerbs, verb) == kVerbs.end())
    throw UsageError((verb.empty() ? "nothing to do" : "'" + verb + "' is not known") +
                     "; use show, validate, export or import");
  const std::vector<std::string> files(arguments.words.begin() + 1, arguments.words.end());
  if (files.empty()) throw UsageError("no file; usage: smartcrop-plan " + verb + " FILE");
  if (verb == "validate") return validate(files);
  if (files.size() > 1) throw UsageError(verb + " takes one file, not " + std::to_string(files.size()));
  if (verb == "show") {
    std::cout << plan_table(read_crop_plan(read_text(files.front()), files.front()));
  } else if (verb == "export") {
    export_plan(common, files.front(), arguments.exchange);
  } else {
    import_plan(common, files.front(), arguments.exchange);
  }
}

int main(int argc, char** argv) {
  Arguments arguments;
  App app{.name = "smartcrop-plan",
          .summary = "shows, checks, exports and imports crop plans",
          .usage = "show|validate|export|import FILE [options]",
          .description =
              "show prints a table of the shots, validate prints all errors with their lines, export writes\n"
              "a plan for a video editor, import reads an MLT or CSV file.",
          .examples = {"smartcrop-plan show talk.json          # table of shots",
                       "smartcrop-plan validate talk.json      # all errors, with lines",
                       "smartcrop-plan export talk.json --to mlt -o talk.mlt        # for Shotcut, Kdenlive",
                       "smartcrop-plan export talk.json --to fcpxml -o talk.fcpxml  # for Final Cut, Resolve",
                       "smartcrop-plan import talk.mlt -o talk.json                 # after editing"},
          .options = po::options_description(),
          .positional = {"words"},
          .arguments = po::options_description()};
  app.options.add(exchange_options(arguments.exchange));
  app.arguments.add_options()("words", po::value(&arguments.words)->multitoken());
  return run(argc, argv, app,
             [&](const CommonOptions& common, const po::variables_map&) { run_verb(common, arguments); });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
