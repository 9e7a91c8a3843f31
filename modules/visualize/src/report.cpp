#include "smartcrop/visualize/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <kainjow/mustache.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string_view>

#include "html.hpp"
#include "metric_words.hpp"
#include "report_parts.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/visualize/charts.hpp"
#include "smartcrop/visualize/heat_map.hpp"
#include "smartcrop/visualize/image_file.hpp"
#include "smartcrop/visualize/subject_marks.hpp"

// The template's bytes.
asm(".section .rodata\n"
    "smartcrop_report_begin:\n"
    ".incbin \"" SMARTCROP_REPORT_TEMPLATE
    "\"\n"
    "smartcrop_report_end:\n"
    ".byte 0\n"
    ".previous\n");
// NOLINTBEGIN(readability-identifier-naming): names of the assembler's labels
extern const char smartcrop_report_begin[] __attribute__((visibility("hidden")));
extern const char smartcrop_report_end[] __attribute__((visibility("hidden")));
// NOLINTEND(readability-identifier-naming)

namespace smartcrop {
namespace {

using internal::jpeg_uri;
using internal::short_number;
using kainjow::mustache::data;
using kainjow::mustache::object;

/// Widths of pictures, px: columns on a desktop, about twice those on a phone.
constexpr int kLarge_px = 860, kSmall_px = 420, kHeat_px = 640;
/// Widths of charts, px: the page on a desktop and on a phone of 390 px.
constexpr int kWide_px = 960, kNarrow_px = 356;
/// Candidates drawn on heat maps; more hide the picture.
constexpr std::size_t kMarkedCandidates = 4;

std::string size_text(cv::Size size) {
  return std::to_string(size.width) + "\u00d7" + std::to_string(size.height);
}

std::string window_text(const CropWindow& window) {
  return decimals(window.w, 0) + "\u00d7" + decimals(window.h, 0) + " px, left edge at " +
         decimals(window.x, 0) + ", top edge at " + decimals(window.y, 0);
}

cv::Mat scaled_to_width(const cv::Mat& bgr, int width) {
  cv::Mat sized;
  const int height = std::max(1, cvRound(static_cast<double>(bgr.rows) * width / bgr.cols));
  cv::resize(bgr, sized, {width, height}, 0, 0, width < bgr.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
  return sized;
}

/// The part of a picture of the whole frame inside a window.
cv::Mat cut(const cv::Mat& bgr, const CropWindow& window, cv::Size source) {
  const double x = static_cast<double>(bgr.cols) / source.width,
               y = static_cast<double>(bgr.rows) / source.height;
  const cv::Rect place(cvRound(window.x * x), cvRound(window.y * y), std::max(1, cvRound(window.w * x)),
                       std::max(1, cvRound(window.h * y)));
  return bgr(place & cv::Rect({}, bgr.size()));
}

/// The output's picture: the window's part of the frame, or both parts as they share the output.
cv::Mat shown_part(const cv::Mat& bgr, const View& view, cv::Size output, cv::Size source) {
  if (!view.second) return cut(bgr, view.window, source);
  cv::Mat both(output, CV_8UC3);
  const std::array<cv::Rect, 2> halves = output_halves(output);
  const std::vector<CropWindow> windows = windows_of(view);
  for (std::size_t i = 0; i < halves.size(); ++i)
    cv::resize(cut(bgr, windows[i], source), both(halves[i]), halves[i].size(), 0, 0, cv::INTER_AREA);
  return both;
}

/// How many shots have two windows, and why the first of them; empty if none has.
std::string two_windows_text(const CropPlan& plan) {
  const auto has_two = [](const PlanShot& shot) { return !shot.second_keyframes.empty(); };
  const auto first = std::ranges::find_if(plan.shots, has_two);
  if (first == plan.shots.end()) return {};
  const auto count = std::ranges::count_if(plan.shots, has_two);
  const std::string where = plan.shots.size() == 1 ? std::string("The picture shows")
                            : count == 1           ? "1 shot shows"
                                                   : std::to_string(count) + " shots show";
  return " " + where + " two windows" + (first->layout_reason.empty() ? "" : ": " + first->layout_reason) +
         ".";
}

bool is_moving(const CropPlan& plan) {
  const PlanShot& first = plan.shots.front();
  return plan.shots.size() > 1 || first.keyframes.size() > 1 || !first.second_keyframes.empty();
}

data facts(const AnalysisDocument& analysis) {
  const VideoInfo& video = analysis.video;
  data list{data::type::list};
  const auto add = [&](const std::string& what, const std::string& value) {
    list << data{object{{"what", what}, {"value", value}}};
  };
  add("file", video.path);
  add("size", size_text(video.size) + " px");
  if (video.duration) add("duration", to_clock(*video.duration));
  if (video.frame_rate > Rational(0))
    add("frame rate", decimals(video.frame_rate.value(), 2) + " per second");
  if (video.frames) add("frames", std::to_string(*video.frames));
  add("codec", video.codec + ", " + video.pixel_format);
  add("audio", video.audio_streams == 0   ? "none"
               : video.audio_streams == 1 ? "1 stream"
                                          : std::to_string(video.audio_streams) + " streams");
  if (analysis.shots.size() > 1) add("shots", std::to_string(analysis.shots.size()));
  const bool is_dense = analysis.sampling.mode == SamplingMode::dense;
  add("measured", std::to_string(analysis.sampling.frames_measured) +
                      (is_dense ? " frames" : " frames, spread over the video") + " in " +
                      decimals(analysis.timing.total_s, 2) + " s");
  return list;
}

data bars_of(const Candidate& candidate) {
  data bars{data::type::list};
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric) {
    const double adds = candidate.breakdown[metric];
    if (adds < 0.05) continue;
    bars << data{object{{"metric", std::string(window_metric_name(metric))},
                        {"share", decimals(std::clamp(adds, 0.0, 100.0), 1)},
                        {"adds", decimals(adds, 1)}}};
  }
  return bars;
}

data candidates_of(const AspectAnalysis& aspect, const cv::Mat& frame, cv::Size source) {
  data list{data::type::list};
  const cv::Mat small = scaled_to_width(frame, std::min(frame.cols, kSmall_px));
  for (const Candidate& candidate : aspect.candidates) {
    cv::Mat picture = highlighted(small, std::span(&candidate.window, 1), source);
    list << data{object{{"rank", std::to_string(candidate.rank)},
                        {"best", candidate.rank == 1},
                        {"score", decimals(candidate.score, 1)},
                        {"strategy", candidate.strategy},
                        {"reason", candidate.reason},
                        {"window", window_text(candidate.window)},
                        {"picture", jpeg_uri(picture, kSmall_px)},
                        {"bars", bars_of(candidate)}}};
  }
  return list;
}

/// How much of what matters a moving window holds.
std::string held_text(const AspectAnalysis& aspect) {
  if (aspect.path.empty()) return {};
  if (!aspect.curves)
    return " It holds " + decimals(100 * aspect.kept_share, 0) + " % of the importance of the video.";
  double sum = 0, count = 0;
  for (const auto& kept : aspect.curves->kept)
    if (kept) sum += *kept, ++count;
  return " It holds " + decimals(count > 0 ? 100 * sum / count : 0, 0) + " % of what matters in the video.";
}

std::string found_text(const AspectAnalysis& aspect, const CropPlan& plan, cv::Size source) {
  const Candidate& best = aspect.candidates.front();
  if (is_moving(plan)) {
    return "A moving window of " + size_text(plan.output_size) + " px." + held_text(aspect) +
           two_windows_text(plan);
  }
  const CropWindow& window = plan.shots.front().keyframes.front().window;
  const std::string share =
      decimals(100 * window.w * window.h / (static_cast<double>(source.width) * source.height), 0);
  const std::string what = window_text(window) + " (" + share + " % of the picture)";
  if (window != best.window) return "The window of the plan: " + what + ".";
  return "The best of " + std::to_string(aspect.positions.size()) +
         " grid windows and the best window by importance: " + what + ". Why: " + best.reason + ".";
}

data aspect_data(const ReportContent& content, std::size_t index) {
  const AnalysisDocument& analysis = content.analysis;
  const AspectAnalysis& aspect = analysis.aspects[index];
  const CropPlan& plan = content.plans[index];
  const cv::Size source = analysis.video.size;
  const ReportFrame& shown = content.representative;
  const View view = view_near(plan, shown.time);
  const SubjectMarks marks(analysis, plan);
  const auto marked = [&](const ReportFrame& frame, int width) {
    cv::Mat picture = highlighted(scaled_to_width(frame.bgr, std::min(frame.bgr.cols, width)),
                                  windows_of(view_near(plan, frame.time)), source);
    marks.draw(picture, frame.time);
    return jpeg_uri(picture, width);
  };
  data moments{data::type::list};
  for (const ReportFrame& moment : content.others)
    moments << data{object{{"picture", marked(moment, kSmall_px)}, {"time", to_clock(moment.time)}}};
  return data{object{{"aspect", to_string(aspect.aspect)},
                     {"moving", is_moving(plan)},
                     {"found", found_text(aspect, plan, source)},
                     {"whole", marked(shown, kLarge_px)},
                     {"crop", jpeg_uri(shown_part(shown.bgr, view, plan.output_size, source), kLarge_px / 2)},
                     {"time", to_clock(shown.time)},
                     {"has_moments", !content.others.empty()},
                     {"moments", moments},
                     {"candidates", candidates_of(aspect, shown.bgr, source)},
                     {"scores_wide", to_svg(score_chart(aspect, kWide_px))},
                     {"scores_narrow", to_svg(score_chart(aspect, kNarrow_px))}}};
}

data heats(const ReportContent& content) {
  data list{data::type::list};
  const AnalysisDocument& analysis = content.analysis;
  const std::vector<CropWindow> chosen =
      windows_of(view_near(content.plans.front(), content.representative.time));
  const std::vector<MarkedWindow> windows =
      marked_windows(analysis.aspects.front().candidates, chosen, kMarkedCandidates);
  const cv::Mat frame = scaled_to_width(content.representative.bgr, kHeat_px);
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    const std::size_t metric = i == 0 ? kImportance : i - 1;
    if (!analysis.maps->maps[metric]) continue;
    cv::Mat map = heat_map(frame, *analysis.maps, metric, analysis.video.size);
    draw_windows(map, windows, analysis.video.size);
    const HeatLegend legend = heat_legend(frame, *analysis.maps, metric);
    list << data{object{{"title", legend.title},
                        {"unit", legend.unit},
                        {"half", short_number(legend.largest / 2)},
                        {"largest", short_number(legend.largest)},
                        {"bar", internal::data_uri(encode_png(legend.bar), "image/png")},
                        {"picture", jpeg_uri(map, kHeat_px)}}};
  }
  return list;
}

data shots_of(const std::vector<Shot>& shots) {
  data list{data::type::list};
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const Shot& shot = shots[i];
    list << data{object{{"number", std::to_string(i + 1)},
                        {"from", to_clock(shot.start)},
                        {"to", to_clock(shot.end)},
                        {"frames", std::to_string(shot.end_frame - shot.start_frame)}}};
  }
  return list;
}

data scenes_of(const std::vector<SceneRow>& scenes) {
  data list{data::type::list};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const SceneRow& scene = scenes[i];
    const bool is_changed = scene.speed != 1;
    list << data{object{{"number", std::to_string(i + 1)},
                        {"from", to_clock(scene.start)},
                        {"to", to_clock(scene.end)},
                        {"activity", scene.activity ? decimals(*scene.activity, 2) : std::string("\u2013")},
                        {"speed", decimals(scene.speed, 2) + "\u00d7"},
                        {"changed", is_changed},
                        {"saved", is_changed ? decimals(scene.saved_s, 1) + " s" : std::string("\u2013")},
                        {"why", scene.reason}}};
  }
  return list;
}

std::string scenes_note(const std::vector<SceneRow>& scenes) {
  const auto changed = std::ranges::count_if(scenes, [](const SceneRow& scene) { return scene.speed != 1; });
  if (changed == 0) return "All " + std::to_string(scenes.size()) + " scenes play at normal speed.";
  return std::to_string(changed) + " of " + std::to_string(scenes.size()) +
         " scenes change speed, which saves " + decimals(saved_s(scenes), 1) +
         " s. Activity is the mean of the strategy's leading metric inside the window.";
}

data strategy_table() {
  data list{data::type::list};
  for (const Strategy& strategy : strategies()) {
    data weights{data::type::list};
    for (const double weight : strategy.weights) {
      weights << data{object{{"weight", weight > 0 ? decimals(100 * weight, 0) : std::string("\u2013")}}};
    }
    list << data{object{{"name", std::string(strategy.name)}, {"weights", weights}}};
  }
  return list;
}

data metric_names() {
  data list{data::type::list};
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric)
    list << data{object{{"name", std::string(window_metric_name(metric))}}};
  return list;
}

data commands_of(const std::vector<ReportCommand>& commands) {
  data list{data::type::list};
  for (const ReportCommand& command : commands)
    list << data{object{{"what", command.what}, {"command", command.command}}};
  return list;
}

std::string timeline_note(const AnalysisDocument& analysis) {
  std::string note = "Columns: means of " + short_number(analysis.timeline->step_s) +
                     (analysis.timeline->step_s == 1 ? " second" : " seconds");
  note +=
      analysis.shots.size() > 1 ? "; lines: means of a shot; dashed: a cut." : "; line: the mean over all.";
  if (analysis.sampling.mode == SamplingMode::bursts)
    note +=
        " Gaps: only pairs of frames spread over the video were measured; --sampling dense measures every "
        "frame.";
  return note;
}

}  // namespace

std::string report_html(const ReportContent& content) {
  const AnalysisDocument& analysis = content.analysis;
  const bool complete = !analysis.aspects.empty() && content.plans.size() == analysis.aspects.size() &&
                        std::all_of(analysis.aspects.begin(), analysis.aspects.end(),
                                    [](const AspectAnalysis& aspect) { return !aspect.candidates.empty(); });
  if (!complete) throw std::invalid_argument("report: every aspect ratio needs candidates and a plan");
  data aspects{data::type::list};
  for (std::size_t i = 0; i < analysis.aspects.size(); ++i) aspects << aspect_data(content, i);

  data page{object{{"name", std::filesystem::path(analysis.video.path).filename().string()},
                   {"light", css_colors(Theme::light)},
                   {"dark", css_colors(Theme::dark)},
                   {"facts", facts(analysis)},
                   {"aspects", aspects},
                   {"first_aspect", to_string(analysis.aspects.front().aspect)},
                   {"first_moving", is_moving(content.plans.front())},
                   {"has_heats", analysis.maps.has_value()},
                   {"has_timeline", analysis.timeline.has_value()},
                   {"summaries_missing", !analysis.maps && !analysis.timeline},
                   {"has_subjects", !analysis.subjects.empty()},
                   {"subjects", internal::subjects_of(content)},
                   {"subject_count", std::to_string(analysis.subjects.size())},
                   {"has_speakers", !analysis.speakers.empty()},
                   {"speakers", internal::speakers_of(analysis)},
                   {"has_shots", analysis.shots.size() > 1},
                   {"shot_count", std::to_string(analysis.shots.size())},
                   {"shots", shots_of(analysis.shots)},
                   {"has_scenes", !content.scenes.empty()},
                   {"scenes_note", scenes_note(content.scenes)},
                   {"scenes", scenes_of(content.scenes)},
                   {"strategies", strategy_table()},
                   {"metrics", metric_names()},
                   {"commands", commands_of(content.commands)},
                   {"version", std::string(version())}}};
  if (analysis.maps) page.set("heats", heats(content));
  if (analysis.timeline) {
    page.set("timeline_note", timeline_note(analysis));
    page.set("timeline_wide",
             to_svg(timeline_chart(analysis, {.width_px = kWide_px, .scenes = content.scenes}).drawing));
    page.set("timeline_narrow",
             to_svg(timeline_chart(analysis, {.width_px = kNarrow_px, .scenes = content.scenes}).drawing));
  }
  kainjow::mustache::mustache page_template(std::string(smartcrop_report_begin, smartcrop_report_end));
  if (!page_template.is_valid()) throw std::logic_error("report template: " + page_template.error_message());
  page_template.set_custom_escape([](const std::string& text) { return internal::html_escaped(text); });
  return page_template.render(page);
}

}  // namespace smartcrop
