#include "smartcrop-visualize/options.hpp"

#include <filesystem>
#include <set>

#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

std::size_t parse_measure(const std::string& text) {
  std::string known;
  for (std::size_t measure = 0; measure < kWindowMetricCount; ++measure) {
    if (text == window_metric_name(measure)) return measure;
    known += (measure == 0                        ? ""
              : measure + 1 == kWindowMetricCount ? " or "
                                                  : ", ") +
             std::string(window_metric_name(measure));
  }
  throw std::invalid_argument("heatmap '" + text + "' is not " + known);
}

}  // namespace

po::options_description visualize_description(VisualizeOptions& options) {
  po::options_description description("What to show (without any: --report)");
  auto add = description.add_options();
  add("report", po::bool_switch(&options.report),
      "report.html: everything in one page that needs no network");
  add("heatmap", parsed_values(options.heatmaps, parse_measure)->value_name("MEASURE"),
      "heatmap-MEASURE.jpg, repeatable: motion, edges, complexity, saturation or importance over the frame");
  add("plot", po::bool_switch(&options.plot),
      "timeline.png: all measures over time; scores.png: every window's score by every strategy, for the "
      "first "
      "ratio");
  add("contact-sheet", po::bool_switch(&options.contact_sheet),
      "contact-sheet.jpg: the candidates of the first ratio");
  add("video", po::bool_switch(&options.video),
      "overlay.EXT: the source with the window bright, the rest darkened, and the measures below");
  add("analysis", po::value(&options.analysis)->value_name("FILE"),
      "an analysis document of smartcrop-analyze --json; nothing is measured again");
  add("plan", po::value(&options.plan)->value_name("FILE"), "show the windows of this crop plan");
  add("output", po::value(&options.output)->value_name("DIR"),
      "the folder for it all (default NAME.visualize)");
  add("force", po::bool_switch(&options.force), "replace files that are there already");
  return description;
}

void complete(VisualizeOptions& options, const po::options_description& analysis_options,
              const po::variables_map& given) {
  if (options.input.empty()) throw UsageError("which video? Give its path: smartcrop-visualize INPUT");
  for (const auto& option : analysis_options.options()) {
    const std::string& name = option->long_name();
    if (!given.count(name) || given[name].defaulted()) continue;
    if (!options.analysis.empty())
      throw UsageError("--analysis FILE holds what was found already; --" + name + " cannot change it");
    if (name == "aspect") continue;  // a report has one crop command per aspect ratio
    const bool is_switch = option->semantic()->max_tokens() == 0;
    for (const std::string& value : value_texts(given[name].value()))
      options.analysis_arguments += " --" + name + (is_switch ? "" : " " + shell_quoted(value));
  }
  check_speeds(options.speed, given);
  const std::set<std::size_t> different(options.heatmaps.begin(), options.heatmaps.end());
  options.heatmaps.assign(different.begin(), different.end());
  if (options.heatmaps.empty() && !options.contact_sheet && !options.video && !options.plot)
    options.report = true;
  if (given.count("output") && options.output.empty())
    throw UsageError("--output needs the name of a folder");
  if (options.output.empty()) {
    const fs::path path(options.input);
    options.output = (path.parent_path() / (path.stem().string() + ".visualize")).string();
  }
}

}  // namespace smartcrop::app
