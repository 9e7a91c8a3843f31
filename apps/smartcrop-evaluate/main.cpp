// smartcrop-evaluate DATASET: how well windows keep the subject of labelled clips.

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/analysis_options.hpp"
#include "common/output_text.hpp"
#include "common/table.hpp"
#include "smartcrop/evaluation/score.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

struct EvaluateOptions {
  std::string dataset, windows_dir, json;
  AnalyzeOptions analyze;
};

struct Row {
  std::string clip;
  ClipScore score;
};

/// The windows that our analysis gives for a video, by frame. A video with several labelled subjects is
/// analysed once.
class OurWindows {
 public:
  OurWindows(const EvaluateOptions& options, const CommonOptions& common)
      : options_(options), common_(common) {}

  const FrameWindows& of(const std::string& video) {
    const auto known = windows_.find(video);
    if (known != windows_.end()) return known->second;
    const AnalysisDocument analysis = run_analysis(video, common_, options_.analyze);
    const CropPlan plan = best_plan(analysis, analysis.aspects.front());
    FrameWindows windows;
    const std::vector<Time> times = frame_times(video, source_options(common_));
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (const auto window = window_at(plan, times[i])) windows[static_cast<std::int64_t>(i)] = *window;
    }
    return windows_[video] = std::move(windows);
  }

 private:
  const EvaluateOptions& options_;
  const CommonOptions& common_;
  std::map<std::string, FrameWindows> windows_;
};

std::vector<Row> evaluate(const EvaluateOptions& options, const CommonOptions& common) {
  const AspectRatio aspect = options.analyze.aspects.front();
  const Dataset dataset = read_dataset(options.dataset, aspect);
  OurWindows ours(options, common);
  std::vector<Row> rows;
  for (const LabelledClip& clip : dataset.clips) {
    const cv::Size size = clip.size ? *clip.size : probe(clip.video).size;
    const std::string given =
        (fs::path(options.windows_dir) / (fs::path(clip.video).stem().string() + ".csv")).string();
    const FrameWindows windows = options.windows_dir.empty() ? ours.of(clip.video) : read_windows(given);
    rows.push_back({clip.name, score_clip(clip, dataset.kind, size, aspect, windows)});
    interrupt().throw_if_cancelled();
  }
  return rows;
}

std::vector<ClipScore> scores_of(const std::vector<Row>& rows) {
  std::vector<ClipScore> scores;
  for (const Row& row : rows) scores.push_back(row.score);
  return scores;
}

std::string decimals(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::vector<std::string> cells(const std::string& name, const ClipScore& score) {
  return {name,
          std::to_string(score.frames),
          decimals(score.score, 3),
          decimals(score.centre, 3),
          decimals(score.best_fixed, 3),
          decimals(score.motion.speed, 2),
          decimals(score.motion.acceleration, 2),
          decimals(score.motion.still, 2)};
}

std::string table_of(const std::vector<Row>& rows) {
  std::vector<std::vector<std::string>> table{
      {"clip", "frames", "score", "centre", "best fixed", "speed %", "accel %", "still"}};
  for (const Row& row : rows) table.push_back(cells(row.clip, row.score));
  table.push_back(cells("MEAN of " + std::to_string(rows.size()), mean_score(scores_of(rows))));
  return format_table(table) + "worse than the centre on " +
         std::to_string(worse_than_centre(scores_of(rows))) + "\n";
}

nlohmann::ordered_json json_of(const ClipScore& score) {
  return {{"score", score.score},
          {"centre", score.centre},
          {"best_fixed", score.best_fixed},
          {"speed", score.motion.speed},
          {"acceleration", score.motion.acceleration},
          {"still", score.motion.still},
          {"frames", score.frames},
          {"absent", score.absent}};
}

std::string json_text(const std::vector<Row>& rows, AspectRatio aspect) {
  nlohmann::ordered_json document{{"aspect", to_string(aspect)},
                                  {"mean", json_of(mean_score(scores_of(rows)))},
                                  {"worse_than_centre", worse_than_centre(scores_of(rows))},
                                  {"clips", nlohmann::ordered_json::array()}};
  for (const Row& row : rows) {
    nlohmann::ordered_json clip{{"clip", row.clip}};
    clip.update(json_of(row.score));
    document["clips"].push_back(std::move(clip));
  }
  return document.dump(2) + "\n";
}

int main(int argc, char** argv) {
  EvaluateOptions options;
  options.analyze.aspects = {{9, 16}};
  options.analyze.mode = WindowMode::moving;
  options.analyze.scale = 1;
  App app{.name = "smartcrop-evaluate",
          .summary = "scores windows on labelled clips, beside the centre crop and the best fixed window",
          .usage = "DATASET [options]",
          .examples =
              {"smartcrop-evaluate clips --aspect 9:16            # our moving window",
               "smartcrop-evaluate clips --mode static            # our fixed window",
               "smartcrop-evaluate clips --without colour         # what the colour model adds",
               "smartcrop-evaluate clips --windows-dir mine       # another method's windows, CLIP.csv each"},
          .options = po::options_description(),
          .positional = {"dataset"},
          .arguments = po::options_description()};
  po::options_description own("Evaluation");
  auto add = own.add_options();
  add("windows-dir", po::value(&options.windows_dir)->value_name("DIR"),
      "score the windows in DIR/VIDEO.csv (frame,time,x,y,w,h) instead of our own");
  add("json", po::value(&options.json)->value_name("FILE"), "the scores as JSON (- = stdout)");
  app.options.add(own).add(analysis_description(options.analyze));
  app.arguments.add_options()("dataset", po::value(&options.dataset));
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map&) {
    if (options.dataset.empty())
      throw UsageError("which clips? Give their folder: smartcrop-evaluate DATASET");
    if (options.analyze.aspects.size() > 1)
      throw UsageError("an evaluation has one aspect ratio; give a single --aspect");
    const std::vector<Row> rows = evaluate(options, common);
    if (!options.json.empty())
      write_text(options.json, json_text(rows, options.analyze.aspects.front()), options.dataset);
    if (options.json != "-") std::cout << table_of(rows);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
