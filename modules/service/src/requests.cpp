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
#include "smartcrop/video/file_names.hpp"

namespace smartcrop {
namespace {

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
  std::array<double, 4> numbers{};
  std::string_view rest = text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t comma = i + 1 == numbers.size() ? rest.size() : rest.find(',');
    const auto number = parse_number<double>(rest.substr(0, comma));
    const bool is_sound = comma != std::string_view::npos && number && std::isfinite(*number) && *number >= 0;
    if (!is_sound) refuse("crop", "must be x,y,w,h in px, is " + shown(text));
    numbers[i] = *number;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  const CropWindow window{numbers[0], numbers[1], numbers[2], numbers[3]};
  if (window.w < 1 || window.h < 1) refuse("crop", "must be a window of 1 px a side or more");
  return window;
}

cv::Size size_of(const std::string& name, const std::string& text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string::npos) refuse(name, "must be WxH, for example 1080x1920, is " + shown(text));
  constexpr int kSmallest = 2;
  const std::string_view view = text;
  const cv::Size size{whole_number(name, view.substr(0, cross), kSmallest, kLargestOutput_px),
                      whole_number(name, view.substr(cross + 1), kSmallest, kLargestOutput_px)};
  if (size.width % 2 != 0 || size.height % 2 != 0) refuse(name, "must have even sides, is " + shown(text));
  return size;
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

json object_of(std::string_view text, std::initializer_list<std::string_view> known) {
  // Writing deeper objects would exhaust the stack.
  const auto check_depth = [](int depth, json::parse_event_t, json&) {
    constexpr int kDeepest = 16;
    if (depth > kDeepest) throw std::invalid_argument("the body is nested too deep");
    return true;
  };
  json object;
  try {
    object = json::parse(text.begin(), text.end(), check_depth);
  } catch (const json::exception&) {
    throw std::invalid_argument("the body is not valid JSON");
  }
  if (!object.is_object()) throw std::invalid_argument("the body must be a JSON object");
  for (const auto& [key, value] : object.items()) {
    if (std::ranges::find(known, key) == known.end()) refuse(shown(key), "is not a known key");
  }
  return object;
}

const std::string& text_at(const json& value, const std::string& name) {
  if (!value.is_string()) refuse(name, "must be text");
  return value.get_ref<const std::string&>();
}

/// Index of the value among `names`.
template <std::size_t n>
std::size_t choice_at(const json& object, const char* key, const std::array<std::string_view, n>& names,
                      std::size_t usual) {
  if (!object.contains(key)) return usual;
  const auto found = std::ranges::find(names, text_at(object[key], key));
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  refuse(key, "must be one of " + list);
}

int whole_at(const json& object, const char* key, int lowest, int highest, int usual) {
  if (!object.contains(key)) return usual;
  const json& value = object[key];
  const double number = value.is_number() ? value.get<double>() : -1e300;
  if (!(number >= lowest && number <= highest) || std::trunc(number) != number)
    refuse(key, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
  return static_cast<int>(number);
}

std::vector<std::string> texts_at(const json& object, const char* key, std::size_t most) {
  const json& list = object[key];
  if (!list.is_array() || list.empty() || list.size() > most)
    refuse(key, "must be a list of 1 to " + std::to_string(most) + " texts");
  std::vector<std::string> texts;
  for (const json& item : list) texts.push_back(text_at(item, key));
  return texts;
}

std::string plan_text(const json& plan) {
  return plan.dump(-1, ' ', false, json::error_handler_t::replace);
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
  const json object = object_of(
      text, {"mode", "aspects", "scale", "samples", "candidates", "strategies", "trim_borders", "motion"});
  AnalyzeOptions options;
  if (object.contains("mode"))
    options.mode = parsed("mode", text_at(object["mode"], "mode"), parse_window_mode);
  if (object.contains("aspects")) {
    options.aspects.clear();
    for (const std::string& aspect : texts_at(object, "aspects", kMostAspects)) {
      const auto ratio =
          parsed("aspects", aspect, [](const std::string& t) { return parse_aspect_ratio(t); });
      if (std::ranges::find(options.aspects, ratio) != options.aspects.end())
        refuse("aspects", to_string(ratio) + " is there twice");
      options.aspects.push_back(ratio);
    }
  }
  if (object.contains("scale")) {
    const json& scale = object["scale"];
    const double number = scale.is_number() ? scale.get<double>() : 0;
    if (!(number > 0 && number <= 1)) refuse("scale", "must be a number above 0 and at most 1");
    options.scale = number;
  }
  options.measure.sampling.samples =
      whole_at(object, "samples", 1, kMostSamples, options.measure.sampling.samples);
  options.candidates.count = whole_at(object, "candidates", 1, kMostCandidates, options.candidates.count);
  if (object.contains("strategies")) {
    for (const std::string& name : texts_at(object, "strategies", strategies().size()))
      options.candidates.strategies.push_back(parsed(
          "strategies", name, [](const std::string& t) { return std::string(find_strategy(t).name); }));
  }
  if (object.contains("trim_borders")) {
    if (!object["trim_borders"].is_boolean()) refuse("trim_borders", "must be true or false");
    options.trim_borders = object["trim_borders"].get<bool>();
  }
  constexpr std::array<std::string_view, 3> kMotions{"calm", "default", "lively"};
  constexpr std::array<PathMood, 3> kMoods{PathMood::calm, PathMood::normal, PathMood::lively};
  options.path = path_options(kMoods[choice_at(object, "motion", kMotions, 1)]);
  throw_if_any("analysis", options.problems());
  return options;
}

SteerRequest parse_steer_request(std::string_view text) {
  const json object = object_of(text, {"aspect", "follow", "ignore", "keep"});
  SteerRequest request;
  if (object.contains("aspect"))
    request.aspect = parsed("aspect", text_at(object["aspect"], "aspect"),
                            [](const std::string& t) { return parse_aspect_ratio(t); });
  const auto each = [&](const char* key, const auto& take) {
    if (!object.contains(key)) return;
    const json& list = object[key];
    if (!list.is_array() || list.size() > kMostWishes)
      refuse(key, "must be a list of at most " + std::to_string(kMostWishes));
    for (const json& item : list) take(item);
  };
  each("follow", [&](const json& item) {
    request.wishes.follow.push_back(parsed("follow", text_at(item, "follow"), parse_follow_wish));
  });
  each("keep", [&](const json& item) {
    request.wishes.keep.push_back(parsed("keep", text_at(item, "keep"), parse_kept_box));
  });
  each("ignore", [&](const json& item) {
    if (!item.is_number_integer() || item.get<std::int64_t>() < 1 || item.get<std::int64_t>() > 1 << 30)
      refuse("ignore", "must be numbers of subjects, from 1 on");
    request.wishes.ignore.push_back(item.get<int>());
  });
  return request;
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
  const json object = object_of(text, {"plan", "plans", "crf", "preset", "audio", "deinterlace"});
  if (object.contains("plan") == object.contains("plans"))
    refuse("plan", object.contains("plan") ? "must not be given beside plans" : "is missing");
  const json plans = object.contains("plan") ? json::array({object["plan"]}) : object["plans"];
  if (!plans.is_array() || plans.empty() || plans.size() > kMostOutputs)
    refuse("plans", "must be a list of 1 to " + std::to_string(kMostOutputs) + " plans");
  RenderRequest request;
  for (const json& plan : plans) request.plans.push_back(parse_plan(plan_text(plan)));
  RenderOptions& options = request.options;
  constexpr int kWorstCrf = 63;
  options.crf = whole_at(object, "crf", 0, kWorstCrf, options.crf);
  constexpr std::array<std::string_view, 9> kPresets{"ultrafast", "superfast", "veryfast", "faster",  "fast",
                                                     "medium",    "slow",      "slower",   "veryslow"};
  constexpr std::size_t kMedium = 5;
  options.preset = kPresets[choice_at(object, "preset", kPresets, kMedium)];
  if (object.contains("audio"))
    options.audio = parsed("audio", text_at(object["audio"], "audio"), parse_audio_mode);
  constexpr std::array<std::string_view, 2> kDeinterlace{"auto", "off"};
  options.deinterlace = static_cast<Deinterlace>(choice_at(object, "deinterlace", kDeinterlace, 0));
  return request;
}

ExportRequest parse_export_request(std::string_view text) {
  const json object = object_of(text, {"plan", "format"});
  for (const char* key : {"plan", "format"})
    if (!object.contains(key)) refuse(key, "is missing");
  const std::string name = text_at(object["format"], "format");
  const std::optional<ExportKind> kind = find_export_kind(name);
  if (!kind) refuse("format", "must be a format of smartcrop plan export, is " + shown(name));
  return {parse_plan(plan_text(object["plan"])), *kind};
}

}  // namespace smartcrop
