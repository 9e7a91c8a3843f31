#include "smartcrop/service/requests.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/plan/json_reader.hpp"
#include "smartcrop/video/file_names.hpp"

namespace smartcrop {
namespace {

using internal::JsonReader;
using nlohmann::json;

constexpr double kLongestTime_s = 1e7;  // four months

[[noreturn]] void refuse(const std::string& name, const std::string& problem) {
  throw std::invalid_argument(name + ": " + problem);
}

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return "'" + std::string(text.substr(0, kLongest)) + (text.size() > kLongest ? "...'" : "'");
}

/// Refuses unknown and repeated parameters.
void check_names(const Query& query, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : query) {
    if (std::ranges::find(known, name) == known.end()) refuse(shown(name), "is not a known parameter");
    if (query.count(name) > 1) refuse(name, "is given more than once");
  }
}

std::optional<std::string> value_of(const Query& query, const std::string& name) {
  const auto found = query.find(name);
  return found == query.end() ? std::nullopt : std::optional(found->second);
}

int whole_number(const std::string& name, std::string_view text, int lowest, int highest) {
  const auto number = parse_number<int>(text);
  if (!number || *number < lowest || *number > highest)
    refuse(name, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest) +
                     ", is " + shown(text));
  return *number;
}

/// Calls `parse` and adds the name of the parameter to its error.
template <class Parse>
auto parsed(const std::string& name, const std::string& text, Parse parse) {
  try {
    return parse(text);
  } catch (const std::exception& error) {
    refuse(name, error.what());
  }
}

Time time_of(const std::string& name, const std::string& text) {
  const Time time = parsed(name, text, [](const std::string& t) { return parse_time(t); });
  if (time.value() > kLongestTime_s) refuse(name, "is too far");
  return time;
}

std::size_t metric_of(const std::string& text) {
  if (const auto metric = find_window_metric(text)) return *metric;
  refuse("metric", "must be " + window_metric_choice() + ", is " + shown(text));
}

CropWindow window_of(const std::string& text) {
  const auto window = parse_box(text);
  const bool is_sound = window && window->x >= 0 && window->y >= 0 && window->w >= 1 && window->h >= 1 &&
                        std::isfinite(window->x + window->y + window->w + window->h);
  if (!is_sound) refuse("crop", "must be x,y,w,h in px, with sides of 1 px or more, is " + shown(text));
  return *window;
}

cv::Size size_of(const std::string& name, const std::string& text) {
  const auto size = parse_size_text(text);
  if (!size) refuse(name, "must be WxH, for example 1080x1920, is " + shown(text));
  for (const int side : {size->width, size->height})
    if (side < 2 || side > kLargestOutput_px || side % 2 != 0)
      refuse(name,
             "must have even sides from 2 to " + std::to_string(kLargestOutput_px) + ", is " + shown(text));
  return *size;
}

void read_picture(const Query& query, PictureQuery& picture) {
  if (const auto text = value_of(query, "time")) picture.time = time_of("time", *text);
  if (const auto text = value_of(query, "width"))
    picture.width = whole_number("width", *text, kSmallestPicture_px, kLargestPicture_px);
  if (const auto text = value_of(query, "crop")) picture.crop = window_of(*text);
  if (const auto text = value_of(query, "format")) {
    if (*text != "jpeg" && *text != "webp") refuse("format", "must be jpeg or webp, is " + shown(*text));
    picture.format = *text == "jpeg" ? ImageFormat::jpeg : ImageFormat::webp;
  }
}

std::optional<AspectRatio> aspect_in(const Query& query) {
  const auto text = value_of(query, "aspect");
  if (!text) return std::nullopt;
  return parsed("aspect", *text, [](const std::string& t) { return parse_aspect_ratio(t); });
}

/// Reads a body: a JSON object with known keys. `read`: takes its JsonReader, and the JSON itself.
template <class Read>
auto read_body(std::string_view text, std::initializer_list<std::string_view> known, const Read& read) {
  static const std::string kBody = "body";
  try {
    const json body = internal::parse_json(text, kBody);
    const JsonReader reader(body, kBody);
    reader.expect_keys(known);
    return read(reader, body);
  } catch (const Error& error) {
    throw std::invalid_argument(error.what());
  }
}

/// What `parse` makes of a text; its error gets the path of the text.
template <class Parse>
auto parsed(const JsonReader& value, const Parse& parse) {
  const std::string text = value.text();
  try {
    return parse(text);
  } catch (const std::exception& error) {
    value.fail(error.what());
    throw;
  }
}

std::vector<JsonReader> items_of(const JsonReader& list, std::size_t fewest, std::size_t most) {
  std::vector<JsonReader> items = list.items();
  if (items.size() < fewest || items.size() > most)
    list.fail("must be a list of " + std::to_string(fewest) + " to " + std::to_string(most) + " items");
  return items;
}

std::string parse_preset(const std::string& text) {
  constexpr std::array<std::string_view, 9> kPresets{"ultrafast", "superfast", "veryfast", "faster",  "fast",
                                                     "medium",    "slow",      "slower",   "veryslow"};
  if (std::ranges::find(kPresets, text) != kPresets.end()) return text;
  throw std::invalid_argument("preset " + shown(text) + " is not " + choice_text(kPresets));
}

Deinterlace parse_deinterlace(std::string_view text) {
  return parse_choice<Deinterlace>("mode", text,
                                   {{"auto", Deinterlace::automatic}, {"off", Deinterlace::off}});
}

PathMood parse_mood(std::string_view text) {
  return parse_choice<PathMood>(
      "style", text, {{"calm", PathMood::calm}, {"default", PathMood::normal}, {"lively", PathMood::lively}});
}

CropPlan plan_of(const json& plan) {
  return parse_plan(plan.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string_view mime_type(ImageFormat format) {
  return format == ImageFormat::jpeg ? "image/jpeg" : "image/webp";
}

PictureQuery parse_picture_query(const Query& query) {
  check_names(query, {"time", "width", "crop", "format"});
  PictureQuery picture;
  read_picture(query, picture);
  return picture;
}

PictureQuery parse_preview_query(const Query& query) {
  check_names(query, {"time", "width", "format"});
  PictureQuery picture;
  read_picture(query, picture);
  return picture;
}

HeatMapQuery parse_heat_map_query(const Query& query) {
  check_names(query, {"time", "width", "format", "metric", "measure"});
  HeatMapQuery heat_map;
  read_picture(query, heat_map.picture);
  const auto text = value_of(query, "metric"), old_text = value_of(query, "measure");
  if (text && old_text) refuse("measure", "is the old name of metric; give only metric");
  if (text || old_text) heat_map.metric = metric_of(text ? *text : *old_text);
  return heat_map;
}

PlanQuery parse_plan_query(const Query& query) {
  check_names(query, {"aspect", "candidate", "size", "pad"});
  PlanQuery plan;
  plan.aspect = aspect_in(query);
  if (const auto text = value_of(query, "candidate"))
    plan.candidate = whole_number("candidate", *text, 1, kMostCandidates);
  if (const auto text = value_of(query, "size")) plan.size = size_of("size", *text);
  if (const auto text = value_of(query, "pad")) {
    if (*text != "none" && *text != "auto") refuse("pad", "must be none or auto, is " + shown(*text));
    plan.pads = *text == "auto";
  }
  return plan;
}

std::optional<AspectRatio> parse_aspect_query(const Query& query) {
  check_names(query, {"aspect"});
  return aspect_in(query);
}

int parse_output_query(const Query& query) {
  check_names(query, {"output"});
  const auto text = value_of(query, "output");
  return text ? whole_number("output", *text, 1, static_cast<int>(kMostOutputs)) : 1;
}

std::optional<std::string> parse_video_query(const Query& query) {
  check_names(query, {"video"});
  return value_of(query, "video");
}

std::string parse_upload_query(const Query& query) {
  check_names(query, {"name"});
  const std::string given = value_of(query, "name").value_or("");
  std::string name = given.substr(given.find_last_of("/\\") + 1);
  std::erase_if(name, [](unsigned char c) { return std::iscntrl(c) != 0; });
  name.erase(0, std::min(name.find_first_not_of(". "), name.size()));
  if (!has_video_ending(name))
    refuse("name", "must be the name of a video file, such as talk.mp4, is " + shown(given));
  const std::size_t dot = name.rfind('.'), ending = name.size() - dot;
  std::size_t stem = std::min(dot, kLongestName - ending);
  // Not within a character of UTF-8.
  while (stem > 1 && (static_cast<unsigned char>(name[stem]) & 0xC0U) == 0x80U) --stem;
  return name.erase(stem, dot - stem);
}

AnalyzeOptions parse_analysis_request(std::string_view text) {
  AnalyzeOptions options;
  const auto read = [&](const JsonReader& body, const json&) {
    if (const auto mode = body.find("mode")) options.mode = parsed(*mode, parse_window_mode);
    if (const auto aspects = body.find("aspects")) {
      options.aspects.clear();
      for (const JsonReader& item : items_of(*aspects, 1, kMostAspects)) {
        const AspectRatio ratio = parsed(item, parse_aspect_ratio);
        if (std::ranges::find(options.aspects, ratio) != options.aspects.end())
          aspects->fail(to_string(ratio) + " is there twice");
        options.aspects.push_back(ratio);
      }
    }
    if (const auto scale = body.find("scale")) options.scale = scale->number(0, 1);
    int& samples = options.measure.sampling.samples;
    if (const auto count = body.find("samples")) samples = count->whole(1, kMostSamples);
    if (const auto count = body.find("candidates"))
      options.candidates.count = count->whole(1, kMostCandidates);
    if (const auto names = body.find("strategies"))
      for (const JsonReader& item : items_of(*names, 1, strategies().size()))
        options.candidates.strategies.emplace_back(parsed(item, find_strategy).name);
    if (const auto trim = body.find("trim_borders")) options.trim_borders = trim->boolean();
    if (const auto motion = body.find("motion")) options.path = path_options(parsed(*motion, parse_mood));
  };
  read_body(text,
            {"mode", "aspects", "scale", "samples", "candidates", "strategies", "trim_borders", "motion"},
            read);
  throw_if_any("analysis", options.problems());
  return options;
}

SteerRequest parse_steer_request(std::string_view text) {
  const auto read = [](const JsonReader& body, const json&) {
    SteerRequest request;
    if (const auto aspect = body.find("aspect")) request.aspect = parsed(*aspect, parse_aspect_ratio);
    if (const auto list = body.find("follow"))
      for (const JsonReader& item : items_of(*list, 0, kMostWishes))
        request.wishes.follow.push_back(parsed(item, parse_follow_wish));
    if (const auto list = body.find("keep"))
      for (const JsonReader& item : items_of(*list, 0, kMostWishes))
        request.wishes.keep.push_back(parsed(item, parse_kept_box));
    if (const auto list = body.find("ignore"))
      for (const JsonReader& item : items_of(*list, 0, kMostWishes))
        request.wishes.ignore.push_back(item.whole(1, 1 << 30));
    return request;
  };
  return read_body(text, {"aspect", "follow", "ignore", "keep"}, read);
}

CropPlan parse_plan(std::string_view text, std::optional<cv::Size> source_size) {
  CropPlan plan;
  try {
    plan = read_crop_plan(text, "plan");
  } catch (const Error& error) {
    throw std::invalid_argument(error.what());
  }
  if (std::max(plan.output_size.width, plan.output_size.height) > kLargestOutput_px)
    refuse("plan", "output: must be at most " + std::to_string(kLargestOutput_px) + " px a side");
  if (source_size && plan.source_size != *source_size)
    refuse("plan", "source: is " + size_text(plan.source_size) + ", the video is " + size_text(*source_size));
  return plan;
}

RenderRequest parse_render_request(std::string_view text) {
  const auto read = [](const JsonReader& body, const json& raw) {
    RenderRequest request;
    if (const auto plans = body.find("plans")) {
      if (raw.contains("plan")) body.at("plan").fail("must not be given beside plans");
      items_of(*plans, 1, kMostOutputs);
      for (const json& plan : raw["plans"]) request.plans.push_back(plan_of(plan));
    } else {
      body.at("plan");  // is there
      request.plans.push_back(plan_of(raw["plan"]));
    }
    RenderOptions& options = request.options;
    constexpr int kWorstCrf = 63;
    if (const auto crf = body.find("crf")) options.crf = crf->whole(0, kWorstCrf);
    if (const auto preset = body.find("preset")) options.preset = parsed(*preset, parse_preset);
    if (const auto audio = body.find("audio")) options.audio = parsed(*audio, parse_audio_mode);
    if (const auto mode = body.find("deinterlace")) options.deinterlace = parsed(*mode, parse_deinterlace);
    return request;
  };
  return read_body(text, {"plan", "plans", "crf", "preset", "audio", "deinterlace"}, read);
}

ExportRequest parse_export_request(std::string_view text) {
  return read_body(text, {"plan", "format"}, [](const JsonReader& body, const json& raw) {
    body.at("plan");  // is there
    const JsonReader format = body.at("format");
    const std::optional<ExportKind> kind = find_export_kind(format.text());
    if (!kind) format.fail("must be a format of smartcrop plan export, is " + shown(format.text()));
    return ExportRequest{plan_of(raw["plan"]), *kind};
  });
}

}  // namespace smartcrop
