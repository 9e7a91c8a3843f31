#include "smartcrop-evaluate/methods.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "common/analysis_options.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

/// The windows of our analysis, by frame.
ShownWindows our_windows(const std::string& video, const AnalyzeOptions& options,
                         const CommonOptions& common) {
  const AnalysisDocument analysis = run_analysis(SpooledInput(video, common), common, options);
  const CropPlan plan = best_plan(analysis, analysis.aspects.front());
  ShownWindows windows;
  const std::vector<Time> times = frame_times(video, source_options(common));
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::optional<View> view = view_at(plan, times[i]);
    if (!view) continue;
    const auto frame = static_cast<std::int64_t>(i);
    windows.first[frame] = view->window;
    if (view->second) windows.second[frame] = *view->second;
  }
  return windows;
}

ShownWindows windows_of(const Method& method, const std::string& video, const CommonOptions& common) {
  if (method.windows_dir.empty()) return our_windows(video, method.analyze, common);
  return read_windows((fs::path(method.windows_dir) / (fs::path(video).stem().string() + ".csv")).string());
}

}  // namespace

Method named_method(const std::string& text, const AnalyzeOptions& given) {
  const std::string name = us_spelling(text);
  Method method{name, given, ""};
  const auto signals = signal_switches(method.analyze.importance);
  method.analyze.mode = name == "static" ? WindowMode::fixed : WindowMode::moving;
  constexpr std::string_view kPrefix = "without-";
  const auto signal = std::ranges::find_if(
      signals, [&](const auto& known) { return name == std::string(kPrefix).append(known.first); });
  if (signal != signals.end()) {
    *signal->second = false;
  } else if (name == "without-subjects") {
    method.analyze.subjects = SubjectDetection::off;
  } else if (name == "faces-only") {
    method.analyze.subjects = SubjectDetection::faces;
  } else if (name != "dynamic" && name != "static") {
    std::string names = "dynamic, static, without-subjects, faces-only";
    for (const auto& [known, used] : signals) names.append(", ").append(kPrefix).append(known);
    throw std::invalid_argument("method '" + text + "' is not one of " + names);
  }
  return method;
}

Method windows_method(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string folder = equals == std::string::npos ? text : text.substr(equals + 1);
  const std::string name = equals == std::string::npos
                               ? fs::path(folder).lexically_normal().filename().string()
                               : text.substr(0, equals);
  if (folder.empty()) throw std::invalid_argument("windows-dir '" + text + "' names no folder");
  return {name.empty() ? folder : name, {}, folder};
}

std::vector<Row> evaluate(const Method& method, const Dataset& dataset, AspectRatio aspect,
                          const CommonOptions& common) {
  std::map<std::string, ShownWindows> known;
  std::vector<Row> rows;
  for (const LabeledClip& clip : dataset.clips) {
    const cv::Size size = clip.size ? *clip.size : probe(clip.video).size;
    if (!known.contains(clip.video)) known[clip.video] = windows_of(method, clip.video, common);
    rows.push_back({clip.name, score_clip(clip, dataset.kind, size, aspect, known[clip.video])});
    interrupt().throw_if_canceled();
  }
  return rows;
}

}  // namespace smartcrop::app
