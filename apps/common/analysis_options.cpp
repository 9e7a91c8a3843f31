#include "common/analysis_options.hpp"

#include "common/progress_display.hpp"

namespace smartcrop::app {
namespace {

SamplingMode parse_sampling(const std::string& text) {
  if (text == "bursts") return SamplingMode::bursts;
  if (text == "dense") return SamplingMode::dense;
  throw std::invalid_argument("sampling '" + text + "' is not bursts or dense");
}

std::string check_strategy(const std::string& text) { return std::string(find_strategy(text).name); }

}  // namespace

po::options_description analysis_description(AnalyzeOptions& options) {
  SamplingOptions& sampling = options.measure.sampling;
  po::options_description description("Analysis");
  description.add_options()
      ("aspect", parsed_values(options.aspects, parse_aspect_ratio)->value_name("W:H"),
       "aspect ratio of the crop, repeatable: one decode serves all (default 1:1)")
      ("scale", value_with_default(options.scale), "size of the crop relative to the largest that fits, above 0 to 1")
      ("grid", parsed_value(options.grid, parse_grid_shape)->value_name("N|NxM")->default_value("5"),
       "window positions per axis, or columns x rows")
      ("sampling", parsed_value(sampling.mode, parse_sampling)->default_value("bursts"),
       "bursts (pairs of frames spread over the video) or dense (every n-th frame)")
      ("samples", value_with_default(sampling.samples), "bursts: how many pairs")
      ("every", value_with_default(sampling.every), "dense: measure every n-th frame")
      ("start", parsed_value(sampling.start, parse_time_point)->value_name("T"),
       "begin here: seconds, HH:MM:SS.mmm or 123f (frame)")
      ("end", parsed_value(sampling.end, parse_time_point)->value_name("T"), "end before this")
      ("strategy", parsed_values(options.candidates.strategies, check_strategy)->value_name("NAME"),
       "score by this strategy only, repeatable: Subject Detection, Motion Priority, Visual Detail, Balanced, "
       "Color Focus")
      ("candidates", value_with_default(options.candidates.count), "how many windows to propose");
  return description;
}

AnalysisDocument run_analysis(const std::string& input, const CommonOptions& common, AnalyzeOptions options) {
  options.measure.threads = common.threads;
  options.measure.cancellation = interrupt();
  const auto problems = options.problems();
  if (!problems.empty()) throw UsageError(problems.front());
  const auto source = open_source(input, {common.threads, interrupt()});
  ProgressDisplay progress(common, "analyze");
  options.measure.progress = progress.callback();
  AnalysisDocument document = analyze(*source, options);
  const DecodeReport report = source->report();
  if (report.errors > 0) {
    note(common, input + ": damaged: " + std::to_string(report.errors) + " decoding errors, the first at " +
                     to_clock(report.first_error.value_or(Time{})) + " (" + report.first_message + "); analysed what decodes");
  }
  return document;
}

}  // namespace smartcrop::app
