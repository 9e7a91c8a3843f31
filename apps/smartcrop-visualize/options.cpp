#include "smartcrop-visualize/options.hpp"

#include <filesystem>
#include <set>

#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

std::size_t parse_measure(const std::string& text) {
  if (const auto metric = find_window_metric(text)) return *metric;
  throw std::invalid_argument("heatmap '" + text + "' is not " + window_metric_choice());
}

}  // namespace

po::options_description visualize_description(VisualizeOptions& options) {
  po::options_description description("Visualize (default: --report)");
  auto add = description.add_options();
  add("report", po::bool_switch(&options.report), "write report.html, one self-contained page");
  add("heatmap", parsed_values(options.heatmaps, parse_measure)->value_name("METRIC"),
      ("write heatmap-METRIC.jpg; repeatable: " + window_metric_choice()).c_str());
  add("plot", po::bool_switch(&options.plot),
      "write timeline.png (metrics over time) and scores.png (score of each window by each strategy)");
  add("contact-sheet", po::bool_switch(&options.contact_sheet),
      "write contact-sheet.jpg, the candidates of the first aspect ratio");
  add("video", po::bool_switch(&options.video),
      "write overlay.EXT: the source, darkened outside the window, above the metrics over time");
  add("analysis", po::value(&options.analysis)->value_name("FILE"),
      "analysis document of smartcrop-analyze --json to show instead of analyzing");
  add("plan", po::value(&options.plan)->value_name("FILE"), "crop plan whose windows are shown");
  add("output", po::value(&options.output)->value_name("DIR"), "output folder (default NAME.visualize)");
  add("force", po::bool_switch(&options.force), "replace existing files");
  return description;
}

void complete(VisualizeOptions& options, const po::options_description& analysis_options,
              const po::variables_map& given) {
  if (options.input.empty()) throw UsageError("no input video; usage: smartcrop-visualize INPUT");
  for (const auto& option : analysis_options.options()) {
    const std::string& name = option->long_name();
    if (!given.count(name) || given[name].defaulted()) continue;
    if (!options.analysis.empty()) throw UsageError("--analysis contains the results; leave out --" + name);
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
    throw UsageError("--output is empty; give the name of a folder");
  if (options.output.empty()) {
    if (is_pipe(options.input))
      throw UsageError(options.input + ": is a pipe; name the folder with --output");
    const fs::path path(options.input);
    options.output = (path.parent_path() / (path.stem().string() + ".visualize")).string();
  }
}

}  // namespace smartcrop::app
