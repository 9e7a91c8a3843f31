#include "common/analysis_options.hpp"

#include <map>

#include "common/progress_display.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

PathOptions parse_motion(const std::string& text) {
  if (text == "calm") return path_options(PathMood::calm);
  if (text == "default") return path_options(PathMood::normal);
  if (text == "lively") return path_options(PathMood::lively);
  throw std::invalid_argument("motion '" + text + "' is not calm, default or lively");
}

/// Switches a signal of importance off, to see what it adds.
void leave_out(ImportanceOptions& importance, const std::vector<std::string>& signals) {
  const std::map<std::string, bool*> known{{"motion", &importance.use_motion},
                                           {"saliency", &importance.use_saliency},
                                           {"contrast", &importance.use_contrast},
                                           {"color", &importance.use_color},
                                           {"prior", &importance.use_prior}};
  for (const std::string& signal : signals) {
    const auto found = known.find(signal);
    if (found == known.end()) {
      throw std::invalid_argument("signal '" + signal +
                                  "' is not motion, saliency, contrast, color or prior");
    }
    *found->second = false;
  }
}

double parse_scale(const std::string& text) {
  const auto scale = parse_number<double>(text);
  if (scale && *scale > 0 && *scale <= 1) return *scale;
  throw std::invalid_argument("scale '" + text + "' is not a number above 0 and at most 1");
}

std::string check_strategy(const std::string& text) {
  return std::string(find_strategy(text).name);
}

}  // namespace

po::options_description analysis_description(AnalyzeOptions& options) {
  SamplingOptions& sampling = options.measure.sampling;
  po::options_description description("Analysis");
  auto add = description.add_options();
  add("aspect", parsed_values(options.aspects, parse_aspect_ratio)->value_name("W:H"),
      ("aspect ratio of the crop, repeatable: one decode serves all (default " +
       to_string(options.aspects.front()) + ")")
          .c_str());
  add("mode",
      parsed_value(options.mode, parse_window_mode)
          ->default_value(options.mode == WindowMode::moving ? "dynamic" : "static"),
      "static (one fixed window) or dynamic (a window that moves with what matters)");
  add("scale", parsed_value(options.scale, parse_scale)->value_name("S"),
      options.scale
          ? "size of the crop relative to the largest that fits, above 0 to 1 (default 1)"
          : "size of the crop relative to the largest that fits, above 0 to 1 (default 0.75 static, 1 "
            "dynamic)");
  add("grid", parsed_value(options.grid, parse_grid_shape)->value_name("N|NxM")->default_value("5"),
      "window positions per axis, or columns x rows");
  add("trim-borders", po::bool_switch(&options.trim_borders),
      "keep the window off black bars (letterbox, pillarbox), shot by shot");
  add("sampling", parsed_value(sampling.mode, parse_sampling_mode)->default_value("bursts"),
      "bursts (pairs of frames spread over the video) or dense (every n-th frame)");
  add("samples", value_with_default(sampling.samples), "bursts: how many pairs");
  add("every", value_with_default(sampling.every), "dense: measure every n-th frame");
  add("reference-frames", po::bool_switch(&sampling.reference_frames_only),
      "dense, static: leave out frames that no other refers to; 40 % less decoding of a usual file, motion "
      "is "
      "then between frames further apart");
  add("start", parsed_value(sampling.start, parse_time_point)->value_name("T"),
      "begin here: seconds, HH:MM:SS.mmm or 123f (frame)");
  add("end", parsed_value(sampling.end, parse_time_point)->value_name("T"), "end before this");
  add("strategy", parsed_values(options.candidates.strategies, check_strategy)->value_name("NAME"),
      "score by this strategy only, repeatable: Auto, Subject Detection, Motion Priority, Visual Detail, "
      "Balanced, Color Focus");
  add("candidates", value_with_default(options.candidates.count), "how many windows to propose");
  add("max-overlap", value_with_default(options.candidates.max_overlap),
      "windows that overlap more are alike and only the better is proposed: intersection over union, 0 to 1 "
      "(only equal ones)");
  add("motion", parsed_value(options.path, parse_motion)->default_value("default"),
      "dynamic: how the window moves: calm, default or lively");
  add("subjects",
      parsed_value(options.subjects, parse_subject_detection)
          ->value_name("off|faces|all")
          ->default_value("all"),
      "dynamic: what is looked for: off, faces, or all (faces, people, animals, vehicles, balls, things)");
  add("detections", value_with_default(options.detections_per_s),
      "dynamic: frames per second in which subjects are looked for");
  add("follow", parsed_value(options.wishes.follow, parse_subject_name)->value_name("N|left|right|..."),
      "dynamic: subject to follow: its number in the analysis, left, right, largest, person or face");
  add("ignore", po::value(&options.wishes.ignore)->value_name("N"),
      "dynamic: number of a subject to leave out, repeatable");
  add("keep", parsed_values(options.wishes.keep, parse_kept_box)->value_name("X,Y,W,H[@T1-T2]"),
      "dynamic: box that must stay in the picture, source pixels and times, repeatable");
  add("without",
      po::value<std::vector<std::string>>()->value_name("SIGNAL")->notifier(
          [&](const std::vector<std::string>& signals) { leave_out(options.importance, signals); }),
      "leave a signal out, repeatable, to see what it adds: motion, saliency, contrast, color, prior");
  return description;
}

FileSourceOptions source_options(const CommonOptions& common) {
  return {.threads = common.threads, .cancellation = interrupt(), .timeout_s = common.timeout_s};
}

namespace {

void tell_damage(const std::string& input, const DecodeReport& report, const CommonOptions& common) {
  if (report.errors == 0) return;
  const std::string damage =
      input + ": damaged: " + std::to_string(report.errors) + " decoding errors, the first at " +
      to_clock(report.first_error.value_or(Time{})) + " (" + report.first_message + ")";
  if (common.strict) throw Error(damage + "; strict as asked, nothing is written");
  note(common, damage + "; analyzed what decodes");
}

/// Opens the input and has it analyzed by `analyze(source, options)`.
template <class Analyze>
auto run_with(const std::string& input, const CommonOptions& common, AnalyzeOptions options,
              const Analyze& analyze) {
  options.measure.threads = common.threads;
  options.measure.cancellation = interrupt();
  const auto problems = options.problems();
  if (!problems.empty()) throw UsageError(problems.front());
  FileSourceOptions reading = source_options(common);
  reading.reference_only = options.measure.sampling.reference_frames_only;
  const auto source = open_source(input, reading);
  ProgressDisplay progress(common, "analyze");
  options.measure.progress = progress.callback();
  return analyze(*source, options);
}

}  // namespace

AnalysisDocument run_analysis(const std::string& input, const CommonOptions& common, AnalyzeOptions options) {
  AnalysisDocument document = run_with(input, common, std::move(options), analyze);
  tell_damage(input, document.sampling.decoding, common);
  return document;
}

RangeRecord run_gathering(const std::string& input, const CommonOptions& common, AnalyzeOptions options) {
  RangeRecord record = run_with(input, common, std::move(options), gather);
  tell_damage(input, record.metrics.decoding, common);
  return record;
}

AnalysisWithScenes run_analysis_with_scenes(const std::string& input, const CommonOptions& common,
                                            AnalyzeOptions options) {
  if (options.measure.sampling.reference_frames_only)
    throw UsageError("--reference-frames leaves out frames that scenes are found by; leave that option out");
  AnalysisWithScenes analysis = run_with(input, common, std::move(options), analyze_with_scenes);
  tell_damage(input, analysis.document.sampling.decoding, common);
  return analysis;
}

}  // namespace smartcrop::app
