#include "smartcrop/plan/analysis_document.hpp"

#include <cmath>
#include <stdexcept>

#include "plan_shots.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/plan/json_reader.hpp"
#include "subjects_json.hpp"
#include "summary_json.hpp"

namespace smartcrop {
namespace {

using internal::JsonReader;
using nlohmann::ordered_json;

constexpr double kAnyNumber = 1e12;  // bound of metrics and measured seconds
constexpr int kLargest = static_cast<int>(internal::kLargestSide);

// --- writing
// -----------------------------------------------------------------------------------------------------

void add_metrics(ordered_json& json, const WindowMetrics& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    json[std::string(window_metric_name(i))] = internal::json_number(values[i]);
  }
}

ordered_json video_json(const VideoInfo& video) {
  // Exact fractions are written beside the plain numbers.
  ordered_json json{{"path", video.path},
                    {"width", video.size.width},
                    {"height", video.size.height},
                    {"rotation", video.orientation.clockwise_degrees},
                    {"fps", internal::json_number(video.frame_rate.value())},
                    {"duration_s", nullptr},
                    {"frames", nullptr},
                    {"codec", video.codec},
                    {"pixel_format", video.pixel_format},
                    {"audio_streams", video.audio_streams},
                    {"container", video.container},
                    {"bit_depth", video.bit_depth},
                    {"mirrored", video.orientation.mirrored},
                    {"pixel_aspect", internal::rational_text(video.pixel_aspect)},
                    {"frame_rate", internal::rational_text(video.frame_rate)},
                    {"start_time", internal::rational_text(video.start_time.seconds)}};
  if (video.duration) {
    json["duration_s"] = internal::json_number(video.duration->value());
    json["duration"] = internal::rational_text(video.duration->seconds);
  }
  if (video.frames) json["frames"] = *video.frames;
  return json;
}

ordered_json shot_json(const Shot& shot) {
  return {{"start_frame", shot.start_frame.value},
          {"end_frame", shot.end_frame.value},
          {"start_s", internal::json_number(shot.start.value())},
          {"end_s", internal::json_number(shot.end.value())},
          {"start", internal::rational_text(shot.start.seconds)},
          {"end", internal::rational_text(shot.end.seconds)}};
}

ordered_json candidate_json(const Candidate& candidate) {
  ordered_json json{{"rank", candidate.rank},
                    {"x", internal::json_number(candidate.window.x)},
                    {"y", internal::json_number(candidate.window.y)},
                    {"w", internal::json_number(candidate.window.w)},
                    {"h", internal::json_number(candidate.window.h)},
                    {"score", internal::json_number(candidate.score)},
                    {"strategy", candidate.strategy},
                    {"breakdown", ordered_json::object()},
                    {"reason", candidate.reason}};
  add_metrics(json["breakdown"], candidate.breakdown);
  return json;
}

ordered_json aspect_json(const AspectAnalysis& aspect) {
  ordered_json positions = ordered_json::array();
  for (const PositionMetrics& position : aspect.positions) {
    ordered_json item{{"x", position.position.x}, {"y", position.position.y}};
    add_metrics(item, position.metrics);
    positions.push_back(std::move(item));
  }
  ordered_json candidates = ordered_json::array();
  for (const Candidate& candidate : aspect.candidates) candidates.push_back(candidate_json(candidate));
  ordered_json json{{"aspect", to_string(aspect.aspect)},
                    {"crop", {{"w", aspect.crop.width}, {"h", aspect.crop.height}}},
                    {"positions", std::move(positions)},
                    {"candidates", std::move(candidates)}};
  if (!aspect.path.empty()) json["path"] = internal::plan_shots_json(aspect.path);
  if (aspect.kept_share > 0) json["kept_share"] = internal::json_number(aspect.kept_share);
  if (aspect.rival_share > 0) json["rival_share"] = internal::json_number(aspect.rival_share);
  if (aspect.curves) json["curves"] = internal::curves_json(*aspect.curves);
  return json;
}

// --- reading
// -----------------------------------------------------------------------------------------------------

/// All but importance must be there.
WindowMetrics read_metrics(const JsonReader& json) {
  WindowMetrics values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name(window_metric_name(i));
    if (i == kImportance && !json.find(name.c_str())) continue;
    values[i] = json.at(name.c_str()).number(-kAnyNumber, kAnyNumber);
  }
  return values;
}

/// The exact fraction under `exact_key`, or else the plain number rounded to a millionth.
Rational read_fraction(const JsonReader& json, const char* exact_key, const char* number_key) {
  const double plain = json.at(number_key).number(0, internal::kLongestTime_s);
  if (const auto exact = json.find(exact_key)) return exact->rational();
  return {std::llround(plain * 1e6), 1'000'000};
}

VideoInfo read_video(const JsonReader& json) {
  json.expect_keys({"path", "width", "height", "rotation", "fps", "duration_s", "frames", "codec",
                    "pixel_format", "audio_streams", "container", "bit_depth", "mirrored", "pixel_aspect",
                    "frame_rate", "start_time", "duration"});
  VideoInfo video;
  video.path = json.at("path").text();
  video.size = {json.at("width").whole(1, kLargest), json.at("height").whole(1, kLargest)};
  video.orientation.clockwise_degrees = json.at("rotation").whole(0, 270);
  if (video.orientation.clockwise_degrees % 90 != 0) json.at("rotation").fail("must be 0, 90, 180 or 270");
  if (const auto mirrored = json.find("mirrored")) video.orientation.mirrored = mirrored->boolean();
  video.stored_size =
      video.orientation.swaps_sides() ? cv::Size(video.size.height, video.size.width) : video.size;
  video.frame_rate = read_fraction(json, "frame_rate", "fps");
  json.at("duration_s");  // required, null = unknown
  if (json.find("duration_s")) video.duration = Time{read_fraction(json, "duration", "duration_s")};
  json.at("frames");
  if (const auto frames = json.find("frames")) video.frames = frames->integer(0, internal::kMostFrames);
  video.codec = json.at("codec").text();
  video.pixel_format = json.at("pixel_format").text();
  video.audio_streams = json.at("audio_streams").whole(0, kLargest);
  if (const auto container = json.find("container")) video.container = container->text();
  if (const auto depth = json.find("bit_depth")) video.bit_depth = depth->whole(1, 32);
  if (const auto aspect = json.find("pixel_aspect")) {
    video.pixel_aspect = aspect->rational();
    if (video.pixel_aspect <= Rational()) aspect->fail("must be above 0");
  }
  if (const auto start = json.find("start_time")) video.start_time = {start->rational()};
  return video;
}

SamplingSummary read_sampling(const JsonReader& json) {
  json.expect_keys({"mode", "frames_decoded", "frames_measured", "evenness", "errors"});
  SamplingSummary sampling;
  try {
    sampling.mode = parse_sampling_mode(json.at("mode").text());
  } catch (const std::invalid_argument&) {
    json.at("mode").fail("must be \"bursts\" or \"dense\"");
  }
  sampling.frames_decoded = json.at("frames_decoded").integer(0, internal::kMostFrames);
  sampling.frames_measured = json.at("frames_measured").integer(0, internal::kMostFrames);
  if (const auto evenness = json.find("evenness")) sampling.evenness = evenness->number(0, kAnyNumber);
  if (const auto errors = json.find("errors")) {
    errors->expect_keys({"count", "first_at", "first"});
    sampling.decoding.errors = errors->at("count").integer(1, internal::kMostFrames);
    sampling.decoding.first_error = errors->at("first_at").time();
    sampling.decoding.first_message = errors->at("first").text();
  }
  return sampling;
}

cv::Rect read_picture(const JsonReader& json, cv::Size frame) {
  json.expect_keys({"x", "y", "w", "h"});
  const int width = json.at("w").whole(1, frame.width), height = json.at("h").whole(1, frame.height);
  return {json.at("x").whole(0, frame.width - width), json.at("y").whole(0, frame.height - height), width,
          height};
}

std::vector<Shot> read_shots(const JsonReader& json) {
  std::vector<Shot> shots;
  for (const JsonReader& item : json.nonempty_items()) {
    item.expect_keys({"start_frame", "end_frame", "start_s", "end_s", "start", "end", "picture"});
    Shot shot;
    const std::int64_t earliest = shots.empty() ? 0 : shots.back().end_frame.value;
    shot.start_frame = {item.at("start_frame").integer(earliest, internal::kMostFrames)};
    shot.end_frame = {item.at("end_frame").integer(shot.start_frame.value, internal::kMostFrames)};
    shot.start = {read_fraction(item, "start", "start_s")};
    shot.end = {read_fraction(item, "end", "end_s")};
    if (!shots.empty() && shot.start < shots.back().end) {
      item.at("start_s").fail("must not be before the end of the shot before");
    }
    if (shot.end < shot.start) item.at("end_s").fail("must not be before the start");
    shots.push_back(shot);
  }
  return shots;
}

/// Length of the window along one axis and where it starts, checked against the frame's side.
double read_start(const JsonReader& json, const char* key, double length, int side) {
  return json.at(key).number(0, side - length);
}

Candidate read_candidate(const JsonReader& json, cv::Size frame) {
  json.expect_keys({"rank", "x", "y", "w", "h", "score", "strategy", "breakdown", "reason"});
  Candidate candidate;
  candidate.rank = json.at("rank").whole(1, kLargest);
  CropWindow& window = candidate.window;
  window.w = json.at("w").number(0, frame.width);
  window.h = json.at("h").number(0, frame.height);
  if (window.w == 0) json.at("w").fail("must be above 0");
  if (window.h == 0) json.at("h").fail("must be above 0");
  window.x = read_start(json, "x", window.w, frame.width);
  window.y = read_start(json, "y", window.h, frame.height);
  candidate.score = json.at("score").number(0, 100);
  candidate.strategy = json.at("strategy").text();
  json.at("breakdown").expect_keys({}, window_metric_names());
  candidate.breakdown = read_metrics(json.at("breakdown"));
  candidate.reason = json.at("reason").text();
  return candidate;
}

/// `steps`: how many the timeline has.
AspectAnalysis read_aspect(const JsonReader& json, cv::Size frame, std::size_t steps) {
  json.expect_keys(
      {"aspect", "crop", "positions", "candidates", "path", "kept_share", "rival_share", "curves"});
  AspectAnalysis analysis;
  try {
    analysis.aspect = parse_aspect_ratio(json.at("aspect").text());
  } catch (const std::invalid_argument& error) {
    json.at("aspect").fail(error.what());
  }
  json.at("crop").expect_keys({"w", "h"});
  analysis.crop = {json.at("crop").at("w").whole(1, frame.width),
                   json.at("crop").at("h").whole(1, frame.height)};
  if (const auto path = json.find("path")) {
    analysis.path = internal::read_plan_shots(*path);
    const auto problems = CropPlan{"", frame, analysis.crop, analysis.path}.problems();
    if (!problems.empty()) path->fail("is no plan: " + problems.front());
  }
  if (const auto share = json.find("kept_share")) analysis.kept_share = share->number(0, 1);
  if (const auto share = json.find("rival_share")) analysis.rival_share = share->number(0, 1);
  if (const auto curves = json.find("curves")) analysis.curves = internal::read_curves(*curves, steps);
  for (const JsonReader& item : json.at("positions").items()) {
    item.expect_keys({"x", "y"}, window_metric_names());
    const cv::Point position(item.at("x").whole(0, frame.width - analysis.crop.width),
                             item.at("y").whole(0, frame.height - analysis.crop.height));
    analysis.positions.push_back({position, read_metrics(item)});
  }
  for (const JsonReader& item : json.at("candidates").nonempty_items()) {
    analysis.candidates.push_back(read_candidate(item, frame));
  }
  return analysis;
}

Timing read_timing(const JsonReader& json) {
  json.expect_keys({"decode_s", "metrics_s", "total_s", "threads"});
  const auto seconds = [&](const char* key) { return json.at(key).number(0, kAnyNumber); };
  return {seconds("decode_s"), seconds("metrics_s"), seconds("total_s"),
          json.at("threads").whole(0, kLargest)};
}

void check_kind(const JsonReader& json) {
  json.expect_keys({"version", "document", "format"});
  json.at("version").text();
  if (json.at("document").text() != "analysis") json.at("document").fail("must be \"analysis\"");
  if (json.at("format").integer(0, internal::kMostFrames) != kAnalysisFormat) {
    json.at("format").fail("must be " + std::to_string(kAnalysisFormat) + ", the only format known here");
  }
}

}  // namespace

std::string write_analysis(const AnalysisDocument& document) {
  ordered_json shots = ordered_json::array();
  for (std::size_t i = 0; i < document.shots.size(); ++i) {
    shots.push_back(shot_json(document.shots[i]));
    const cv::Rect picture = i < document.pictures.size() ? document.pictures[i] : cv::Rect();
    if (picture.empty() || picture.size() == document.video.size) continue;
    shots.back()["picture"] = {
        {"x", picture.x}, {"y", picture.y}, {"w", picture.width}, {"h", picture.height}};
  }
  ordered_json aspects = ordered_json::array();
  for (const AspectAnalysis& aspect : document.aspects) aspects.push_back(aspect_json(aspect));
  const SamplingSummary& sampling = document.sampling;
  const Timing& timing = document.timing;
  ordered_json json{
      {"smartcrop",
       {{"version", std::string(version())}, {"document", "analysis"}, {"format", kAnalysisFormat}}},
      {"video", video_json(document.video)},
      {"sampling",
       {{"mode", name_of(sampling.mode)},
        {"frames_decoded", sampling.frames_decoded},
        {"frames_measured", sampling.frames_measured},
        {"evenness", internal::json_number(sampling.evenness)}}},
      {"shots", std::move(shots)},
      {"aspects", std::move(aspects)},
      {"timing",
       {{"decode_s", internal::json_number(timing.decode_s)},
        {"metrics_s", internal::json_number(timing.metrics_s)},
        {"total_s", internal::json_number(timing.total_s)},
        {"threads", timing.threads}}}};
  if (sampling.decoding.errors > 0) {
    json["sampling"]["errors"] = {{"count", sampling.decoding.errors},
                                  {"first_at", to_clock(sampling.decoding.first_error.value_or(Time{}))},
                                  {"first", sampling.decoding.first_message}};
  }
  if (!document.subjects.empty()) json["subjects"] = internal::subjects_json(document.subjects);
  if (!document.speakers.empty()) json["speakers"] = internal::speakers_json(document.speakers);
  if (document.maps) json["maps"] = internal::maps_json(*document.maps);
  if (document.timeline) json["timeline"] = internal::timeline_json(*document.timeline);
  return internal::json_text(json);
}

std::string write_video_info(const VideoInfo& video) {
  return internal::json_text(video_json(video));
}

VideoInfo read_video_info(std::string_view json, const std::string& where) {
  const nlohmann::json parsed = internal::parse_json(json, where);
  return read_video(JsonReader(parsed, where));
}

AnalysisDocument read_analysis(std::string_view json, const std::string& where) {
  const nlohmann::json parsed = internal::parse_json(json, where);
  const JsonReader root(parsed, where);
  if (parsed.is_object() && parsed.value("document", nlohmann::json()) == "crop-plan") {
    root.fail("is a crop plan, not an analysis");
  }
  root.expect_keys({"smartcrop", "video", "sampling", "shots", "subjects", "speakers", "aspects", "timing",
                    "maps", "timeline"});
  check_kind(root.at("smartcrop"));
  AnalysisDocument document;
  document.video = read_video(root.at("video"));
  document.sampling = read_sampling(root.at("sampling"));
  document.shots = read_shots(root.at("shots"));
  for (const JsonReader& shot : root.at("shots").items()) {
    const auto picture = shot.find("picture");
    document.pictures.push_back(picture ? read_picture(*picture, document.video.size)
                                        : cv::Rect({}, document.video.size));
  }
  if (const auto subjects = root.find("subjects"))
    document.subjects = internal::read_subjects(*subjects, document.shots.size());
  if (const auto speakers = root.find("speakers"))
    document.speakers = internal::read_speakers(*speakers, document.shots.size());
  if (const auto timeline = root.find("timeline")) document.timeline = internal::read_timeline(*timeline);
  const std::size_t steps = document.timeline ? document.timeline->steps.size() : 0;
  for (const JsonReader& aspect : root.at("aspects").nonempty_items()) {
    document.aspects.push_back(read_aspect(aspect, document.video.size, steps));
  }
  document.timing = read_timing(root.at("timing"));
  if (const auto maps = root.find("maps")) document.maps = internal::read_maps(*maps, document.video.size);
  return document;
}

}  // namespace smartcrop
