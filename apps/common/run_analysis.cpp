#include "common/analysis_options.hpp"
#include "common/progress_display.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

void tell_damage(const std::string& input, const DecodeReport& report, const CommonOptions& common) {
  if (!report.jumps.empty() && common.strict)
    throw Error(input + ": " + report.jumps + "; --strict, so nothing is written");
  const auto tell = [&](const std::string& line) {
    if (!line.empty()) note(common, input + ": " + line);
  };
  tell(report.jumps);
  tell(report.size_change);
  tell(report.program);
  if (report.errors == 0) return;
  const std::string damage =
      input + ": damaged: " + std::to_string(report.errors) + " decoding errors, the first at " +
      to_clock(report.first_error.value_or(Time{})) + " (" + report.first_message + ")";
  if (common.strict) throw Error(damage + "; --strict, so nothing is written");
  note(common, damage + "; analyzed the frames that decode");
}

/// Opens the input and has it analyzed by `analyze(source, options)`.
template <class Analyze>
auto run_with(const SpooledInput& input, const CommonOptions& common, AnalyzeOptions options,
              const Analyze& analyze) {
  options.measure.threads = common.threads;
  options.measure.cancellation = interrupt();
  const auto problems = options.problems();
  if (!problems.empty()) throw UsageError(problems.front());
  FileSourceOptions reading = source_options(common);
  reading.reference_only = options.measure.sampling.reference_frames_only;
  try {
    const auto source = open_source(input.path(), reading);
    ProgressDisplay progress(common, "analyze");
    options.measure.progress = progress.callback();
    return analyze(*source, options);
  } catch (const Error& error) {
    throw Error(input.by_name(error.what()));
  }
}

}  // namespace

AnalysisDocument run_analysis(const SpooledInput& input, const CommonOptions& common,
                              AnalyzeOptions options) {
  AnalysisDocument document = run_with(input, common, std::move(options), analyze);
  document.video.path = input.name();
  tell_damage(input.name(), document.sampling.decoding, common);
  return document;
}

RangeRecord run_gathering(const SpooledInput& input, const CommonOptions& common, AnalyzeOptions options) {
  RangeRecord record = run_with(input, common, std::move(options), gather);
  record.video.path = input.name();
  tell_damage(input.name(), record.metrics.decoding, common);
  return record;
}

AnalysisWithScenes run_analysis_with_scenes(const SpooledInput& input, const CommonOptions& common,
                                            AnalyzeOptions options) {
  if (options.measure.sampling.reference_frames_only)
    throw UsageError(
        "--reference-frames cannot be used with --speed-up or --scene-speed, which need every frame");
  AnalysisWithScenes analysis = run_with(input, common, std::move(options), analyze_with_scenes);
  analysis.document.video.path = input.name();
  tell_damage(input.name(), analysis.document.sampling.decoding, common);
  return analysis;
}

}  // namespace smartcrop::app
