#include "smartcrop-plan/exchange.hpp"

#include <cmath>
#include <filesystem>

#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/interchange/csv_plan.hpp"
#include "smartcrop/interchange/export.hpp"
#include "smartcrop/interchange/mlt.hpp"
#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/render/output_name.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

// Not a format of modules/interchange: a command that renders.
constexpr std::string_view kFfmpeg = "ffmpeg";

std::string format_names() {
  std::string names;
  for (const ExportKind& kind : export_kinds()) names += std::string(kind.name) + ", ";
  return names + std::string(kFfmpeg);
}

/// The video of a plan: as given, else as the plan says, seen from here or from the plan's folder.
std::string video_of(const CropPlan& plan, const std::string& file, const ExchangeOptions& options) {
  if (!options.video.empty()) return options.video;
  std::error_code ignored;
  const fs::path beside = fs::path(file).parent_path() / plan.source;
  if (!fs::exists(plan.source, ignored) && fs::exists(beside, ignored)) return beside.string();
  if (!fs::exists(plan.source, ignored))
    throw Error(plan.source + ": no such file, the video of " + file + "; use --video FILE");
  return plan.source;
}

std::string ffmpeg_text(const CropPlan& plan, const std::string& video) {
  const std::optional<std::string> command = ffmpeg_command(video, plan, default_output_path(video));
  if (command) return *command + "\n";
  throw Error(video +
              ": this plan has no equal ffmpeg command, which knows one window on even pixels at one speed; "
              "use smartcrop crop --plan");
}

/// Even sides, which most encoders need.
cv::Size even_size(const CropWindow& window) {
  const auto even = [](double side) { return std::max(2, static_cast<int>(std::lround(side / 2)) * 2); };
  return {even(window.w), even(window.h)};
}

CropPlan import_csv(const std::string& file, const ExchangeOptions& options) {
  if (options.video.empty()) throw UsageError("a CSV file names no video; use --video FILE");
  CropPlan plan = read_csv_plan(read_text(file), file);
  plan.source = options.video;
  plan.source_size = probe(options.video).size;
  if (plan.shots.empty() || plan.shots.front().keyframes.empty()) throw Error(file + ": holds no keyframes");
  plan.output_size = options.size.value_or(even_size(plan.shots.front().keyframes.front().window));
  return plan;
}

}  // namespace

po::options_description exchange_options(ExchangeOptions& options) {
  po::options_description description("Export and import");
  auto add = description.add_options();
  add("to", po::value(&options.format)->value_name("FORMAT"),
      ("format to export to: " + format_names()).c_str());
  add("output,o", value_with_default(options.output)->value_name("FILE"), "file to write; - = stdout");
  add("video", po::value(&options.video)->value_name("FILE"),
      "video file (default: the one named in the plan or MLT file)");
  add("path", po::value(&options.path)->value_name("NAME"),
      "path of the video in the exported file, for example on another computer (default: its absolute path)");
  add("size", parsed_value(options.size, parse_size)->value_name("WxH"),
      "output size of a plan imported from CSV, pixels (default: size of the first window)");
  return description;
}

void export_plan(const CommonOptions& common, const std::string& file, const ExchangeOptions& options) {
  if (options.format.empty()) throw UsageError("no format; use --to with one of " + format_names());
  const std::optional<ExportKind> kind = find_export_kind(options.format);
  if (!kind && options.format != kFfmpeg)
    throw UsageError("--to: '" + options.format + "' is not one of " + format_names());
  const CropPlan plan = read_crop_plan(read_text(file), file);
  const std::string video = video_of(plan, file, options);
  if (!kind) return write_text(options.output, ffmpeg_text(plan, video), video);
  const std::string path =
      options.path.empty() ? fs::absolute(video).lexically_normal().string() : options.path;
  const Exported exported = smartcrop::export_plan(plan, kind->format, video, path);
  for (const std::string& line : exported.notes) note(common, line);
  write_text(options.output, exported.text, video);
}

void import_plan(const CommonOptions&, const std::string& file, const ExchangeOptions& options) {
  const std::string extension = lower_case(fs::path(file).extension().string());
  CropPlan plan;
  if (extension == ".csv") {
    plan = import_csv(file, options);
  } else if (extension == ".mlt" || extension == ".xml") {
    plan = read_mlt(read_text(file), file, options.video);
  } else {
    throw UsageError(file + ": the name must end with .mlt, .xml or .csv");
  }
  if (const auto problems = plan.problems(); !problems.empty()) throw Error(file + ": " + problems.front());
  write_text(options.output, write_crop_plan(plan), plan.source);
}

}  // namespace smartcrop::app
