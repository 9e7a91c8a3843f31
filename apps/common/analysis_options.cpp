#include "common/analysis_options.hpp"

#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

/// Switches signals of importance off.
void leave_out(ImportanceOptions& importance, const std::vector<std::string>& signals) {
  const auto parse = one_of<bool*>("signal", signal_switches(importance));
  for (const std::string& signal : signals) *parse(signal) = false;
}

/// Numbers of subjects, or `logo`.
void ignore(AnalyzeOptions& options, const std::vector<std::string>& what) {
  for (const std::string& text : what) {
    if (text == "logo") {
      options.importance.use_graphics = true;
      continue;
    }
    const auto number = parse_number<int>(text);
    if (!number || *number < 1)
      throw std::invalid_argument("subject to ignore '" + text + "' is not a number from 1 on or logo");
    options.wishes.ignore.push_back(*number);
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

std::vector<std::pair<std::string_view, bool*>> signal_switches(ImportanceOptions& importance) {
  return {{"motion", &importance.use_motion},     {"saliency", &importance.use_saliency},
          {"contrast", &importance.use_contrast}, {"color", &importance.use_color},
          {"prior", &importance.use_prior},       {"graphics", &importance.use_graphics}};
}

namespace {

using OptionAdder = po::options_description_easy_init;

void add_window_options(OptionAdder add, AnalyzeOptions& options) {
  add("aspect", parsed_values(options.aspects, parse_aspect_ratio)->value_name("W:H"),
      ("aspect ratio of the crop: 9:16, 9x16, 0.5625, vertical, portrait, square or landscape; "
       "repeatable, one decode serves all (default " +
       to_string(options.aspects.front()) + ")")
          .c_str());
  add("for",
      parsed_value(options.platform, [](const std::string& name) { return &find_platform(name); })
          ->value_name("PLATFORM"),
      "platform that sets the aspect ratio and, in smartcrop-crop, the output size: tiktok, reels, shorts, "
      "instagram, youtube or x");
  add("safe-zone", po::bool_switch(&options.safe_zone),
      "with --for, keep faces where the platform's interface does not cover them");
  add("mode",
      parsed_value(options.mode, parse_window_mode)
          ->value_name("MODE")
          ->default_value(options.mode == WindowMode::moving ? "dynamic" : "static"),
      "static (fixed window) or dynamic (window that follows the subject)");
  add("scale", parsed_value(options.scale, parse_scale)->value_name("S")->default_value("1"),
      "crop size relative to the largest that fits, 0 < S <= 1");
  add("grid", parsed_value(options.grid, parse_grid_shape)->value_name("N|NxM")->default_value("5"),
      "window positions per axis, or columns x rows");
  add("trim-borders", po::bool_switch(&options.trim_borders),
      "keep black bars out of the window (letterbox, pillarbox)");
}

void add_sampling_options(OptionAdder add, SamplingOptions& sampling) {
  add("sampling",
      parsed_value(sampling.mode, parse_sampling_mode)->value_name("MODE")->default_value("bursts"),
      "frames to measure: bursts (pairs spread over the video) or dense (every n-th frame)");
  add("samples", value_with_default(sampling.samples)->value_name("N"),
      "number of frame pairs, with --sampling bursts");
  add("every", value_with_default(sampling.every)->value_name("N"),
      "measure every N-th frame, with --sampling dense");
  add("reference-frames", po::bool_switch(&sampling.reference_frames_only),
      "skip frames that no other frame refers to, with --mode static --sampling dense (about 40 % less "
      "decoding; motion is measured between frames further apart)");
  add("start", parsed_value(sampling.start, parse_time_point)->value_name("T"),
      "start of the range: seconds, HH:MM:SS.mmm or 123f (frame number)");
  add("end", parsed_value(sampling.end, parse_time_point)->value_name("T"), "end of the range, exclusive");
}

void add_subject_options(OptionAdder add, AnalyzeOptions& options) {
  add("motion",
      parsed_value(options.path, one_of<PathOptions>("motion", {{"calm", path_options(PathMood::calm)},
                                                                {"default", path_options(PathMood::normal)},
                                                                {"lively", path_options(PathMood::lively)}}))
          ->value_name("STYLE")
          ->default_value("default"),
      "camera style of --mode dynamic: calm, default or lively");
  add("subjects",
      parsed_value(options.subjects, parse_subject_detection)->value_name("WHAT")->default_value("all"),
      "subjects to detect: off, faces, or all (faces, people, animals, vehicles, things)");
  add("detections", value_with_default(options.detections_per_s)->value_name("R"),
      "detections per second, with --mode dynamic");
  add("follow", parsed_values(options.wishes.follow, parse_follow_wish)->value_name("WHO[@T1-T2]"),
      "subject to follow: its number in the analysis, left, right, largest, person or face; 2@all: in every "
      "shot; X,Y,W,H@T: the content of this box (pixels) at T; repeatable");
  add("ignore",
      po::value<std::vector<std::string>>()->value_name("N|logo")->notifier(
          [&](const std::vector<std::string>& what) { ignore(options, what); }),
      "number of a subject to ignore, or logo: graphics fixed on the screen (the default); repeatable");
  add("keep", parsed_values(options.wishes.keep, parse_kept_box)->value_name("X,Y,W,H[@T1-T2]"),
      "box to keep in the picture, source pixels and optional times; repeatable");
  add("speaker",
      parsed_value(options.speaker, parse_speaker_detection)->value_name("WHEN")->default_value("auto"),
      "who speaks, where several faces are seen: auto (a moving window cuts to the speaker, "
      "a fixed one stays with who speaks most) or off");
  add("min-dwell", value_with_default(options.speakers.min_dwell_s)->value_name("S"),
      "shortest time that a speaker is shown, seconds, 0 to 60");
  add("titles", parsed_value(options.titles, parse_title_cards)->value_name("HOW")->default_value("whole"),
      "title cards and credits, with --mode dynamic: whole (padded if the words are wider than the "
      "window) or crop");
  add("layout", parsed_value(options.layout.layout, parse_layout)->value_name("HOW")->default_value("single"),
      "windows in the output, with --mode dynamic: single, stack (two in shots with two subjects) or auto "
      "(two if both subjects matter and one window cannot hold them)");
  add("without",
      po::value<std::vector<std::string>>()->value_name("SIGNAL")->notifier(
          [&](const std::vector<std::string>& signals) { leave_out(options.importance, signals); }),
      "ignore a signal of importance; repeatable: motion, saliency, contrast, color, prior, graphics");
}

}  // namespace

po::options_description analysis_description(AnalyzeOptions& options) {
  po::options_description description("Analysis");
  OptionAdder add = description.add_options();
  add_window_options(add, options);
  add_sampling_options(add, options.measure.sampling);
  add("strategy", parsed_values(options.candidates.strategies, check_strategy)->value_name("NAME"),
      "score with this strategy only; repeatable: Auto, Subject Detection, Motion Priority, Visual Detail, "
      "Balanced, Color Focus");
  add("candidates", value_with_default(options.candidates.count)->value_name("N"),
      "number of windows to propose");
  add("max-overlap", value_with_default(options.candidates.max_overlap)->value_name("X"),
      "largest overlap of two candidates, intersection over union, 0 to 1");
  add_subject_options(add, options);
  return description;
}

void complete_aspects(AnalyzeOptions& options, const po::variables_map& given) {
  if (options.platform != nullptr && !given.count("aspect")) options.aspects = {options.platform->aspect};
  if (!options.safe_zone) return;
  if (options.platform == nullptr)
    throw UsageError("--safe-zone needs --for, for example --for reels --safe-zone");
  if (options.subjects == SubjectDetection::off)
    throw UsageError("--safe-zone is about faces; leave out --subjects off");
}

FileSourceOptions source_options(const CommonOptions& common) {
  return {.threads = common.threads,
          .cancellation = interrupt(),
          .timeout_s = common.timeout_s,
          .program = common.program};
}

}  // namespace smartcrop::app
