#include "smartcrop-visualize/outputs.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <span>

#include "common/analysis_options.hpp"
#include "common/command_line.hpp"
#include "common/progress_display.hpp"
#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/output_file.hpp"
#include "smartcrop/picture/overlay.hpp"
#include "smartcrop/render/ffmpeg_command.hpp"
#include "smartcrop/render/render.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "smartcrop/visualize/candidate_pictures.hpp"
#include "smartcrop/visualize/charts.hpp"
#include "smartcrop/visualize/heat_map.hpp"
#include "smartcrop/visualize/image_file.hpp"
#include "smartcrop/visualize/report.hpp"
#include "smartcrop/visualize/representative_frame.hpp"
#include "smartcrop/visualize/scene_pictures.hpp"
#include "smartcrop/visualize/shot_frames.hpp"
#include "smartcrop/visualize/subject_marks.hpp"
#include "smartcrop/visualize/timeline_strip.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

/// Long side of the frame that heat maps and reports show, px.
constexpr int kPicture_px = 1280;
/// Small pictures of a report; candidates drawn on a heat map beside the chosen window.
constexpr int kMoments = 6;
/// Most scenes on a contact sheet; more would make it too long to look at.
constexpr std::size_t kMostScenes = 120;
constexpr std::size_t kMarkedCandidates = 4;
/// Most pictures of subjects in a report; each is read from the video by itself.
constexpr std::size_t kMostPortraits = 24;
/// Scale of painted charts, for high-resolution screens.
constexpr double kChartScale = 2;

constexpr const char *kReport = "report.html", *kTimeline = "timeline.png", *kScores = "scores.png",
                     *kContactSheet = "contact-sheet.jpg";

std::string heat_map_name(std::size_t measure) {
  return "heatmap-" + std::string(window_metric_name(measure)) + ".jpg";
}

std::string overlay_name(const VisualizeOptions& options) {
  return "overlay" + libav::output_extension(options.input);
}

/// The size of a whole frame as displayed, pixel aspect included, at most kPicture_px long.
cv::Size shown_size(const VideoInfo& video) {
  const double width = video.size.width * video.pixel_aspect.value(), height = video.size.height;
  const double scale = std::min(1.0, kPicture_px / std::max(width, height));
  return {std::max(1, cvRound(width * scale)), std::max(1, cvRound(height * scale))};
}

void need(bool holds, const VisualizeOptions& options, const std::string& what) {
  if (!holds)
    throw Error((options.analysis.empty() ? options.input : options.analysis) + ": the analysis holds " +
                what);
}

/// The pictures of the video, read on first use.
class Pictures {
 public:
  Pictures(const VisualizeOptions& options, const CommonOptions& common, const AnalysisDocument& analysis)
      : analysis_(analysis), source_(open_source(options.source->path(), source_options(common))) {}

  /// The frame that represents the analyzed range, in the size of the source.
  const Frame& frame() {
    if (!frame_) {
      const Time start = analysis_.shots.empty() ? Time{} : analysis_.shots.front().start;
      std::optional<Time> end;
      if (!analysis_.shots.empty() && analysis_.shots.back().end > start) end = analysis_.shots.back().end;
      RepresentativeOptions options;
      options.cancellation = interrupt();
      frame_ = representative_frame(*source_, start, end, options);
    }
    return *frame_;
  }

  ReportFrame shown(const Frame& frame) const {
    return {frame.time, bgr_picture(frame, shown_size(analysis_.video))};
  }

  std::vector<ReportFrame> moments() {
    std::vector<ReportFrame> moments;
    for (const Frame& frame : frames_at(*source_, shot_middles(analysis_.shots, kMoments), interrupt()))
      moments.push_back(shown(frame));
    return moments;
  }

  /// Pictures of the subjects, of those with the highest scores.
  std::vector<cv::Mat> portraits() {
    std::vector<double> scores;
    for (const SubjectSummary& subject : analysis_.subjects) scores.push_back(subject.score);
    std::ranges::sort(scores, std::greater());
    const double least = scores.size() > kMostPortraits ? scores[kMostPortraits] : -1;
    std::vector<cv::Mat> pictures;
    for (const SubjectSummary& subject : analysis_.subjects) {
      cv::Mat& picture = pictures.emplace_back();
      const auto portrait = portrait_of(subject, analysis_.shots.at(subject.shot), analysis_.video.size);
      if (!portrait || subject.score <= least) continue;
      const std::vector<Frame> frames = frames_at(*source_, std::span(&portrait->time, 1), interrupt());
      if (!frames.empty())
        picture = crop_picture(bgr_picture(frames.front()), portrait->box, analysis_.video.pixel_aspect);
    }
    return pictures;
  }

  /// The cropped first and last frame of each scene.
  std::vector<ScenePictures> scenes(const CropPlan& plan, const std::vector<SceneRow>& rows) {
    const Rational rate = analysis_.video.frame_rate;
    std::vector<ScenePictures> shown;
    for (const SceneRow& scene : rows) {
      if (shown.size() == kMostScenes) break;
      // One and a half frames before the end, since frame rates are averages.
      const Time before_end{Rational(3, 2) * (rate > Rational(0) ? Rational(1) / rate : Rational(1, 25))};
      const Time last = std::max(scene.start, scene.end - before_end);
      const std::vector<Time> moments{scene.start, last};
      const std::vector<Frame> frames = frames_at(*source_, moments, interrupt());
      if (frames.empty()) break;  // the source is shorter than the plan says
      shown.push_back({shown.size() + 1, scene, seen(plan, frames.front()), seen(plan, frames.back())});
    }
    return shown;
  }

 private:
  cv::Mat seen(const CropPlan& plan, const Frame& frame) const {
    return crop_picture(bgr_picture(frame), window_near(plan, frame.time), analysis_.video.pixel_aspect);
  }

  const AnalysisDocument& analysis_;
  std::unique_ptr<FrameSource> source_;
  std::optional<Frame> frame_;
};

void write_heat_maps(const OutputFolder& folder, const VisualizeOptions& options,
                     const AnalysisDocument& analysis, const CropPlan& plan, Pictures& pictures) {
  need(analysis.maps.has_value(), options, "no maps (it is of an older version); analyze the video again");
  const ReportFrame shown = pictures.shown(pictures.frame());
  const std::vector<CropWindow> chosen = windows_of(view_near(plan, shown.time));
  for (const std::size_t measure : options.heatmaps) {
    need(analysis.maps->maps[measure].has_value(), options,
         "no " + std::string(window_metric_name(measure)) +
             ", which needs strategy Auto and a picture of 48 px or more; analyze without --strategy");
    cv::Mat map = heat_map(shown.bgr, *analysis.maps, measure, analysis.video.size);
    draw_windows(map, marked_windows(analysis.aspects.front().candidates, chosen, kMarkedCandidates),
                 analysis.video.size);
    const std::string path = folder.path_for(heat_map_name(measure));
    write_file(path, encode_jpeg(with_legend(map, heat_legend(shown.bgr, *analysis.maps, measure))));
  }
}

void write_plots(const OutputFolder& folder, const VisualizeOptions& options,
                 const AnalysisDocument& analysis, const std::vector<SceneRow>& scenes) {
  need(analysis.timeline.has_value(), options,
       "no timeline (it is of an older version); analyze the video again");
  const auto write = [&](const char* name, const Drawing& drawing) {
    write_file(folder.path_for(name), encode_png(painted(drawing, Theme::light, kChartScale)));
  };
  write(kTimeline, timeline_chart(analysis, {.scenes = scenes}).drawing);
  write(kScores, score_chart(analysis.aspects.front()));
}

void write_overlay(const OutputFolder& folder, const VisualizeOptions& options, const CommonOptions& common,
                   const AnalysisDocument& analysis, const CropPlan& plan) {
  need(analysis.timeline.has_value(), options,
       "no timeline (it is of an older version); analyze the video again");
  const TimelineStrip strip(analysis, overlay_size(plan.source_size, {}).width);
  OverlayOptions overlay;
  overlay.strip_height = strip.height_px();
  overlay.paint_strip = [&](cv::Mat& bgr, Time time) { strip.paint(bgr, time); };
  const SubjectMarks marks(analysis, plan);
  overlay.marks = [&](Time time) { return marks.at(time); };
  RenderOptions rendering;
  // Faster settings than for a crop: half the size, a quarter of the time.
  rendering.crf = 23;
  rendering.preset = "veryfast";
  rendering.drop_alpha = true;
  rendering.strict = common.strict;
  rendering.timeout_s = common.timeout_s;
  rendering.program = common.program;
  rendering.threads = common.threads;
  rendering.cancellation = interrupt();
  ProgressDisplay progress(common, "overlay");
  rendering.progress = progress.callback();
  const RenderReport report = render_overlay(options.source->path(), plan, overlay,
                                             folder.path_for(overlay_name(options)), rendering);
  for (const std::string& line : report.notes) note(common, options.input + ": " + line);
}

std::optional<std::string> ffmpeg_crop(const VisualizeOptions& options, const CropPlan& plan) {
  const std::string output =
      fs::path(options.input).stem().string() + ".cropped" + libav::output_extension(options.input);
  return ffmpeg_command(as_argument(options.input), plan, as_argument(output));
}

std::vector<ReportCommand> commands_of(const VisualizeOptions& options, const AnalysisDocument& analysis,
                                       const std::vector<CropPlan>& plans) {
  std::vector<ReportCommand> commands{{"Make this page:", "smartcrop visualize" + options.arguments}};
  const std::string crop = "smartcrop crop " + shell_quoted(as_argument(options.input));
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const std::string aspect = to_string(analysis.aspects[i].aspect);
    if (i == 0 && !options.plan.empty()) {
      commands.push_back({"Crop the video by the plan:", crop + " --plan " + shell_quoted(options.plan)});
    } else {
      commands.push_back(
          {"Crop the video to " + aspect +
               (options.analysis.empty() ? ":" : ", with the options that the analysis was made with:"),
           std::string(crop).append(" --aspect ").append(aspect).append(options.analysis_arguments)});
    }
    if (const auto command = ffmpeg_crop(options, plans[i]))
      commands.push_back({"The same with ffmpeg:", *command});
  }
  return commands;
}

std::vector<SceneRow> scenes_of(const AnalysisDocument& analysis, const CropPlan& plan) {
  return describe_scenes(plan, end_of_source(analysis.video, plan));
}

/// Writes the candidates, and below them the scenes if the plan has any.
void write_contact_sheet(const OutputFolder& folder, const AnalysisDocument& analysis, const CropPlan& plan,
                         Pictures& pictures) {
  cv::Mat sheet = contact_sheet(bgr_picture(pictures.frame()), analysis.aspects.front().candidates,
                                analysis.video.pixel_aspect);
  const std::vector<ScenePictures> scenes = pictures.scenes(plan, scenes_of(analysis, plan));
  if (!scenes.empty()) {
    const std::string speeds = describe_speeds(plan, end_of_source(analysis.video, plan));
    cv::vconcat(sheet,
                scene_sheet(scenes, {.width = sheet.cols, .title = speeds.empty() ? "Scenes" : speeds}),
                sheet);
  }
  write_file(folder.path_for(kContactSheet), encode_jpeg(sheet));
}

void write_report(const OutputFolder& folder, const VisualizeOptions& options,
                  const AnalysisDocument& analysis, const CropPlan& plan, Pictures& pictures) {
  ReportContent content{analysis,           {plan}, pictures.shown(pictures.frame()),
                        pictures.moments(), {},     scenes_of(analysis, plan)};
  content.portraits = pictures.portraits();
  for (std::size_t i = 1; i < analysis.aspects.size(); ++i)
    content.plans.push_back(best_plan(analysis, analysis.aspects[i]));
  content.commands = commands_of(options, analysis, content.plans);
  write_text(folder.path_for(kReport), report_html(content), options.input);
}

}  // namespace

std::vector<std::string> output_names(const VisualizeOptions& options) {
  std::vector<std::string> names;
  for (const std::size_t measure : options.heatmaps) names.push_back(heat_map_name(measure));
  if (options.plot) names.insert(names.end(), {kTimeline, kScores});
  if (options.contact_sheet) names.emplace_back(kContactSheet);
  if (options.video) names.push_back(overlay_name(options));
  if (options.report) names.emplace_back(kReport);
  return names;
}

void write_outputs(const OutputFolder& folder, const VisualizeOptions& options, const CommonOptions& common,
                   const AnalysisDocument& analysis, const CropPlan& plan) {
  Pictures pictures(options, common, analysis);
  if (!options.heatmaps.empty()) write_heat_maps(folder, options, analysis, plan, pictures);
  if (options.plot) write_plots(folder, options, analysis, scenes_of(analysis, plan));
  if (options.contact_sheet) write_contact_sheet(folder, analysis, plan, pictures);
  if (options.video) write_overlay(folder, options, common, analysis, plan);
  if (options.report) write_report(folder, options, analysis, plan, pictures);
}

}  // namespace smartcrop::app
