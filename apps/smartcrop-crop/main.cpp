// smartcrop-crop INPUT [OUTPUT]: crops a video to its most interesting region.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <set>
#include <sstream>

#include "common/analysis_options.hpp"
#include "common/command_line.hpp"
#include "common/progress_display.hpp"
#include "common/ratio_paths.hpp"
#include "common/safe_zone.hpp"
#include "common/speed_options.hpp"
#include "common/spooled_input.hpp"
#include "common/table.hpp"
#include "common/text_file.hpp"
#include "layout_notes.hpp"
#include "padding.hpp"
#include "smartcrop-crop/choose.hpp"
#include "smartcrop-crop/limits.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/render/output_name.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

struct CropOptions {
  std::string input, output, plan;
  const SpooledInput* source = nullptr;  ///< the input, to be opened
  int candidate = 1;
  cv::Size size;  ///< px; empty = size of the window
  bool dry_run = false;
  bool interactive = false;
  bool keep_previews = false;
  PaddingOptions padding;
  SpeedChoice speed;
  AnalyzeOptions analyze;
  RenderOptions render;
};

std::map<std::string, std::string> parse_encoder_options(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> options;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw std::invalid_argument("encoder option '" + text + "' is not NAME=VALUE, for example tune=film");
    }
    options[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return options;
}

po::options_description crop_description(CropOptions& crop) {
  RenderOptions& render = crop.render;
  po::options_description description("Crop");
  auto add = description.add_options();
  add("plan", po::value(&crop.plan)->value_name("FILE"),
      "render this crop plan instead of analyzing the video");
  add("candidate", value_with_default(crop.candidate)->value_name("N"), "candidate to render, by rank");
  add("interactive", po::bool_switch(&crop.interactive),
      "write previews (NAME_crop_option_N.jpg beside the output), list the candidates and ask which to use");
  add("keep-previews", po::bool_switch(&crop.keep_previews), "keep the previews of --interactive");
  add("size", parsed_value(crop.size, parse_size)->value_name("WxH"),
      "output size in pixels, both sides even, at most 16384; without --aspect also the shape of the crop");
  add_padding_options(description, crop.padding);
  add("encoder", value_with_default(render.encoder)->value_name("NAME"),
      "FFmpeg video encoder; auto: libx264, for HDR or more than 8 bits libx265");
  add("crf", value_with_default(render.crf)->value_name("N"),
      "quality, lower is better; the constant rate factor of the encoder, or its closest equivalent");
  add("preset", value_with_default(render.preset)->value_name("NAME"), "speed preset of the encoder");
  add("encoder-opt",
      po::value<std::vector<std::string>>()->value_name("K=V")->notifier(
          [&](const std::vector<std::string>& texts) {
            render.encoder_options = parse_encoder_options(texts);
          }),
      "option of the encoder; repeatable");
  add("audio", parsed_value(render.audio, parse_audio_mode)->value_name("MODE")->default_value("copy"),
      "sound: copy (all audio streams, unchanged), aac or none");
  add("alpha",
      parsed_value(render.drop_alpha, one_of<bool>("alpha", {{"keep", false}, {"drop", true}}))
          ->value_name("MODE")
          ->default_value("keep"),
      "transparency: keep (an error if the encoder cannot store it) or drop");
  add("deinterlace",
      parsed_value(render.deinterlace, one_of<Deinterlace>("deinterlace", {{"auto", Deinterlace::automatic},
                                                                           {"off", Deinterlace::off}}))
          ->value_name("MODE")
          ->default_value("auto"),
      "deinterlacing: auto (frames flagged as interlaced) or off");
  add("dry-run", po::bool_switch(&crop.dry_run),
      "print the crop plan and, for a fixed window, the equivalent ffmpeg command; render nothing");
  add("force", po::bool_switch(&render.replace), "replace an existing output file");
  return description;
}

/// The candidate to render.
const Candidate& choose(const CropOptions& crop, const AnalysisDocument& analysis,
                        const AspectAnalysis& aspect, const CommonOptions& common, PreviewFiles& previews) {
  const std::vector<Candidate>& candidates = aspect.candidates;
  if (crop.interactive) return candidates[choose_candidate(analysis, crop.source->path(), previews, common)];
  if (crop.candidate < 1 || crop.candidate > static_cast<int>(candidates.size())) {
    throw UsageError("--candidate " + std::to_string(crop.candidate) + " does not exist; " +
                     std::to_string(candidates.size()) +
                     (candidates.size() == 1 ? " candidate was found" : " candidates were found"));
  }
  return candidates[static_cast<std::size_t>(crop.candidate - 1)];
}

/// One plan per aspect ratio, in their order.
std::vector<CropPlan> make_plans(const CropOptions& crop, const CommonOptions& common,
                                 PreviewFiles& previews) {
  std::optional<SceneRecord> scenes;
  AnalysisDocument analysis;
  if (crop.speed.needs_scenes()) {
    AnalysisWithScenes both = run_analysis_with_scenes(*crop.source, common, crop.analyze);
    analysis = std::move(both.document);
    scenes = std::move(both.scenes);
  } else {
    analysis = run_analysis(*crop.source, common, crop.analyze);
  }
  if (common.verbose && !crop.interactive) note(common, candidate_table(analysis));
  std::vector<CropPlan> plans;
  for (const AspectAnalysis& aspect : analysis.aspects) {
    const Candidate& candidate = choose(crop, analysis, aspect, common, previews);
    const bool is_best = !crop.interactive && candidate.rank == 1;
    CropPlan plan = is_best ? best_plan(analysis, aspect) : plan_from(analysis, candidate);
    tell_covered_faces(crop.input, analysis, plan, crop.analyze, common);
    apply_padding(plan, analysis, aspect, crop.padding, crop.analyze.trim_borders, common);
    if (scenes) apply_speeds(plan, *scenes, leading_metric(crop.analyze, candidate.strategy), crop.speed);
    tell_layouts(plan, common);
    plans.push_back(std::move(plan));
  }
  return plans;
}

/// End of the source of a plan with scenes. A pipe is not opened for this.
Time end_of_scenes(const CropOptions& crop, const CropPlan& plan) {
  std::error_code ignored;
  const bool can_look = !plan.scenes.empty() && fs::is_regular_file(crop.source->path(), ignored);
  return end_of_source(can_look ? probe(crop.source->path()) : VideoInfo{}, plan);
}

CropPlan read_plan(const CropOptions& crop) {
  CropPlan plan = read_crop_plan(read_text(crop.plan), crop.plan);
  change_speeds(plan, crop.plan, end_of_scenes(crop, plan), crop.speed);
  return plan;
}

/// Shape and size of the output where the command line leaves them to --for or --size.
void complete_shape(CropOptions& crop, const po::variables_map& given) {
  complete_aspects(crop.analyze, given);
  if (given.count("aspect")) return;
  const Platform* platform = crop.analyze.platform;
  if (platform != nullptr && crop.size.empty()) crop.size = platform->size;
  if (crop.size.empty()) return;
  const int common = std::gcd(crop.size.width, crop.size.height);
  crop.analyze.aspects = {{crop.size.width / common, crop.size.height / common}};
}

/// Throws UsageError for options that need a single aspect ratio.
void check_ratios(const CropOptions& crop) {
  const std::vector<AspectRatio>& ratios = crop.analyze.aspects;
  if (ratios.size() == 1) return;
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    if (std::find(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(i), ratios[i]) !=
        ratios.begin() + static_cast<std::ptrdiff_t>(i))
      throw UsageError("--aspect " + to_string(ratios[i]) + " is given twice");
  }
  if (!crop.size.empty()) throw UsageError("--size needs a single --aspect; use --scale for several");
  if (crop.interactive) throw UsageError("--interactive needs a single --aspect");
}

void check_usage(const CropOptions& crop, const po::variables_map& given) {
  if (crop.input.empty()) throw UsageError("no input video; usage: smartcrop-crop INPUT [OUTPUT]");
  check_ratios(crop);
  if (!crop.plan.empty() &&
      (given.count("aspect") || !given["candidate"].defaulted() || !given["scale"].defaulted())) {
    throw UsageError("--plan contains the window; leave out --aspect, --scale and --candidate");
  }
  if (crop.interactive && (!crop.plan.empty() || !given["candidate"].defaulted())) {
    throw UsageError("--interactive asks which window to use; leave out --plan and --candidate");
  }
  if (crop.interactive && crop.analyze.mode == WindowMode::moving) {
    throw UsageError("--interactive chooses a fixed window; leave out --mode dynamic");
  }
  if (!crop.plan.empty() && !given["pad"].defaulted()) {
    throw UsageError("--plan contains the padding; leave out --pad");
  }
  if (crop.padding.color && crop.padding.choice == PaddingOptions::Choice::none) {
    throw UsageError("--pad-color needs --pad color or --pad auto");
  }
  if (crop.output.empty() && is_pipe(crop.input)) {
    throw UsageError(crop.input + ": is a pipe; name the output: smartcrop-crop INPUT OUTPUT");
  }
  if (crop.keep_previews && !crop.interactive) {
    throw UsageError("--keep-previews needs --interactive");
  }
  if (crop.analyze.mode == WindowMode::moving && !given["candidate"].defaulted()) {
    throw UsageError("--candidate chooses a fixed window; leave out --mode dynamic");
  }
}

/// Reports an output that cannot be written before the analysis starts.
void check_output(const CropOptions& crop, const std::string& output) {
  if (crop.dry_run) return;
  std::error_code ignored;
  if (fs::equivalent(crop.input, output, ignored)) {
    throw Error(output + ": is the input video; choose another name");
  }
  if (!crop.render.replace && fs::exists(output, ignored)) {
    throw Error(output + ": already exists; use --force to replace it, or choose another name");
  }
}

/// Prints the notes of all outputs, equal ones once.
void print_notes(const CropOptions& crop, const std::vector<RenderReport>& reports,
                 const CommonOptions& common) {
  std::set<std::string> said;
  for (const RenderReport& report : reports) {
    for (const std::string& line : report.notes) {
      if (said.insert(line).second) note(common, crop.input + ": " + line);
    }
  }
}

/// Prints the plan, its scenes as shell comments, and the ffmpeg command or why there is none.
void print_plan(const CropOptions& crop, const CropPlan& plan, const std::string& path) {
  std::cout << write_crop_plan(plan);
  std::istringstream table(scene_table(plan, end_of_scenes(crop, plan)));
  for (std::string line; std::getline(table, line);) std::cout << "# " << line << "\n";
  const auto command = ffmpeg_command(as_argument(crop.input), plan, as_argument(path), crop.render);
  std::cout
      << command.value_or(
             "# No equivalent ffmpeg command: there is one only for a fixed window on even pixels, without "
             "padding, second window or speed changes.")
      << "\n";
}

/// The platform, and what of the outputs is more than it takes.
void tell_limits(const CropOptions& crop, const std::vector<RenderTarget>& targets,
                 const CommonOptions& common) {
  const Platform* platform = crop.analyze.platform;
  if (platform == nullptr) return;
  note(common, std::string(platform->title) + ": " + describe(*platform));
  std::error_code ignored;
  const std::string& path = crop.source->path();
  const VideoInfo video = fs::is_regular_file(path, ignored) ? probe(path) : VideoInfo{};
  for (const RenderTarget& target : targets) {
    for (const std::string& line : exceeded_limits(*platform, video, target.plan))
      note(common, crop.input + ": " + line);
  }
}

/// render(), with the input's name in messages.
std::vector<RenderReport> rendered(const CropOptions& crop, const std::vector<RenderTarget>& targets) {
  try {
    return render(crop.source->path(), targets, crop.render);
  } catch (const Error& error) {
    throw Error(crop.source->by_name(error.what()));
  }
}

void crop_video(CropOptions& crop, const CommonOptions& common) {
  const std::vector<std::string> outputs =
      ratio_paths(crop.output.empty() ? default_output_path(crop.input) : crop.output, crop.analyze.aspects);
  for (const std::string& output : outputs) check_output(crop, output);
  // A plan needs one pass over the input; without one it is read twice.
  const SpooledInput source = crop.plan.empty() ? SpooledInput(crop.input, common) : SpooledInput(crop.input);
  crop.source = &source;
  PreviewFiles previews(crop.input, outputs.front());
  std::vector<RenderTarget> targets;
  std::vector<CropPlan> plans;
  if (crop.plan.empty()) {
    plans = make_plans(crop, common, previews);
  } else {
    plans.push_back(read_plan(crop));
  }
  for (CropPlan& plan : plans) {
    if (!crop.size.empty()) plan.output_size = crop.size;
    targets.push_back({std::move(plan), outputs[targets.size()]});
  }
  tell_limits(crop, targets, common);
  if (crop.keep_previews && crop.dry_run) previews.keep();
  if (crop.dry_run) {
    for (const auto& [plan, path] : targets) print_plan(crop, plan, path);
    return;
  }
  for (const RenderTarget& target : targets) {
    const std::string speeds = describe_speeds(target.plan, end_of_scenes(crop, target.plan));
    if (!speeds.empty()) note(common, crop.input + ": " + speeds);
  }
  ProgressDisplay progress(common, "render");
  crop.render.progress = progress.callback();
  crop.render.threads = common.threads;
  crop.render.cancellation = interrupt();
  crop.render.strict = common.strict;
  crop.render.timeout_s = common.timeout_s;
  crop.render.program = common.program;
  const std::vector<RenderReport> reports = rendered(crop, targets);
  print_notes(crop, reports, common);
  if (crop.keep_previews) previews.keep();
  for (const RenderReport& report : reports) std::cout << report.path << "\n";
}

int main(int argc, char** argv) {
  CropOptions crop;
  App app{
      .name = "smartcrop-crop",
      .summary = "crops a video to its most interesting region",
      .usage = "INPUT [OUTPUT] [options]",
      .examples =
          {"smartcrop-crop talk.mp4                               # square, to talk.smart_cropped.mp4",
           "smartcrop-crop talk.mp4 phone.mp4 --size 1080x1920    # 9:16",
           "smartcrop-crop talk.mp4 --for reels                   # shape and size of a platform",
           "smartcrop-crop talk.mp4 --mode dynamic --aspect 9:16  # window that follows the subject",
           "smartcrop-crop talk.mp4 --aspect 1:1 --aspect 9:16    # two outputs from one decode",
           "smartcrop-crop talk.mp4 --strategy 'Motion Priority' --candidate 2 --force",
           "smartcrop-crop talk.mp4 --interactive                 # choose among previews",
           "smartcrop-crop talk.mp4 --aspect 9:16 --pad blur      # whole picture on a blurred background",
           "smartcrop-crop talk.mp4 --speed-up auto               # dull scenes play faster",
           "smartcrop-crop talk.mp4 --dry-run                     # plan and equivalent ffmpeg command"},
      .options = po::options_description(),
      .positional = {"input", "output"},
      .arguments = po::options_description()};
  app.options.add(crop_description(crop))
      .add(speed_description(crop.speed))
      .add(analysis_description(crop.analyze));
  app.arguments.add_options()("input", po::value(&crop.input))("output", po::value(&crop.output));
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map& given) {
    complete_shape(crop, given);
    check_usage(crop, given);
    check_speeds(crop.speed, given);
    crop_video(crop, common);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
