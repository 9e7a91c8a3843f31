#include "smartcrop-visualize/options.hpp"

#include <filesystem>
#include <set>
#include <sstream>

#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

std::size_t parse_measure(const std::string& text) {
  if (const auto metric = find_window_metric(text)) return *metric;
  throw std::invalid_argument("heatmap '" + text + "' is not " + window_metric_choice());
}

/// An option's values as they are written on a command line; a switch has one that is empty.
std::vector<std::string> texts_of(const boost::any& value) {
  if (const auto* text = boost::any_cast<std::string>(&value)) return {*text};
  if (const auto* list = boost::any_cast<std::vector<std::string>>(&value)) return *list;
  if (value.type() == typeid(bool)) return {std::string()};
  std::ostringstream text;
  if (const auto* whole = boost::any_cast<int>(&value)) text << *whole;
  if (const auto* fraction = boost::any_cast<double>(&value)) text << *fraction;
  return {text.str()};
}

}  // namespace

po::options_description visualize_description(VisualizeOptions& options) {
  po::options_description description("What to show (without any: --report)");
  auto add = description.add_options();
  add("report", po::bool_switch(&options.report),
      "report.html: everything in one page that needs no network");
  add("heatmap", parsed_values(options.heatmaps, parse_measure)->value_name("MEASURE"),
      ("heatmap-MEASURE.jpg, repeatable: " + window_metric_choice() + " over the frame").c_str());
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
    if (name == "aspect") continue;  // may name several, of which a crop takes one
    for (const std::string& value : texts_of(given[name].value()))
      options.analysis_arguments += " --" + name + (value.empty() ? "" : " " + shell_quoted(value));
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
